using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace EspSmartMeter.Esp.Updates;

/// <summary>What a device answered to an image.</summary>
/// <param name="Status">Null: nothing.</param>
/// <param name="Error">The device's sentence, where it gave one.</param>
/// <param name="Percentage">Of the image that was gone by then.</param>
internal sealed record UploadAnswer(HttpStatusCode? Status, string Error, int Percentage);

/// <summary>Posts an image to a device's <c>/api/update</c>, with the device password, as its own page would.</summary>
internal sealed class ImageUpload(Uri root, string password, UpdatePace pace, TimeProvider time)
{
    private const int LongestAnswer = 1024, LongestError = 100;

    /// <summary>What is on its way at most: with the system's own buffer a whole image were gone at once, however slowly the device takes it.</summary>
    private const int SendBuffer = 8 * 1024;

    /// <summary>A refusal is heard before the image is sent; who has nothing to say against it is given a moment.</summary>
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = ConnectAsync,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <param name="image">All of it.</param>
    /// <param name="progress">Hears the percentage that is gone.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<UploadAnswer> SendAsync(ReadOnlyMemory<byte> image, Action<int> progress, CancellationToken cancellation)
    {
        int percentage = 0;
        using CancellationTokenSource patience = new(pace.Block, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            Uri address = await EspAddress.ResolveAsync(root, either.Token);
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(address, "api/update")) { Content = new ImageContent(image, Sent) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"app:{password}")));
            request.Headers.Add("Origin", address.GetLeftPart(UriPartial.Authority));
            request.Headers.ExpectContinue = true;
            using HttpResponseMessage response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new UploadAnswer(response.StatusCode, await ErrorAsync(response, either.Token), percentage);
        }
        catch (Exception silent) when (!cancellation.IsCancellationRequested && silent is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            return new UploadAnswer(null, "", percentage);
        }

        void Sent(int bytes)
        {
            percentage = (int)(100L * bytes / image.Length);
            patience.CancelAfter(pace.Block);
            progress(percentage);
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SendBuffer };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> ErrorAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
            byte[] answer = new byte[LongestAnswer];
            int length = await body.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellation);
            using JsonDocument document = JsonDocument.Parse(answer.AsMemory(0, length), new JsonDocumentOptions { MaxDepth = 2 });
            string error = document.RootElement.TryGetProperty("error", out JsonElement text) ? text.GetString() ?? "" : "";
            return new([.. error.Take(LongestError).Where(character => !char.IsControl(character))]);
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or IOException or HttpRequestException)
        {
            return "";
        }
    }
}
