using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EspSmartMeter.LineSearch;
using EspSmartMeter.Lines;

namespace EspSmartMeter.Esp;

internal enum EspAnswer : byte
{
    Ours,

    /// <summary>Something answers that has not our firmware, or refuses to.</summary>
    Foreign,

    /// <summary>Nothing answers; it may be starting.</summary>
    Silent,
}

/// <summary>
/// Talks to an ESP with our firmware over its pages' port, as firmware/status.md tells. It knows no password, and sends no Origin.
/// </summary>
internal sealed class EspClient(Uri root)
{
    private const int LongestAnswer = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>One for all: it keeps the connections apart by itself.</summary>
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<(EspAnswer Answer, EspFigures? Figures)> StatusAsync(CancellationToken cancellation)
    {
        (HttpStatusCode? status, ReadOnlyMemory<byte> body) = await SendAsync(HttpMethod.Get, "status.json", null, cancellation);
        if (status is null)
            return (EspAnswer.Silent, null);
        EspFigures? figures = status == HttpStatusCode.OK ? EspFigures.Parse(body) : null;
        return (figures is null ? EspAnswer.Foreign : EspAnswer.Ours, figures);
    }

    /// <summary>How the meter's line stands; null where nobody answers, or none that has one.</summary>
    public async Task<LineState?> LineAsync(CancellationToken cancellation)
    {
        (HttpStatusCode? status, ReadOnlyMemory<byte> body) = await SendAsync(HttpMethod.Get, "api/line", null, cancellation);
        return status == HttpStatusCode.OK ? ParseLine(body) : null;
    }

    public async Task<LineAnswer> SetLineAsync(LineSetting setting, bool keep, CancellationToken cancellation)
    {
        using FormUrlEncodedContent form = new(
        [
            new("mode", setting.Mode.ToString()),
            new("inverted", setting.Inverted ? "1" : "0"),
            new("keep", keep ? "1" : "0"),
        ]);
        (HttpStatusCode? status, ReadOnlyMemory<byte> body) = await SendAsync(HttpMethod.Post, "api/line", form, cancellation);
        return status switch
        {
            HttpStatusCode.OK when ParseLine(body)?.Setting == setting => LineAnswer.Done,
            HttpStatusCode.Conflict or HttpStatusCode.BadRequest => LineAnswer.CannotBe,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => LineAnswer.Forbidden,
            _ => LineAnswer.Silent,
        };
    }

    /// <summary>Telegrams decode in the mode in force. A device that does not take it (another address reads its stream, an older firmware) is none the worse.</summary>
    public async Task SayLineIsAliveAsync(CancellationToken cancellation)
    {
        using FormUrlEncodedContent form = new([new("alive", "1")]);
        _ = await SendAsync(HttpMethod.Post, "api/line", form, cancellation);
    }

    private static LineState? ParseLine(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 4 });
            JsonElement line = document.RootElement;
            return SerialMode.TryParse(line.GetProperty("mode").GetString()) is SerialMode mode
                ? new LineState(new LineSetting(mode, line.GetProperty("inverted").GetBoolean()), line.GetProperty("kept").GetBoolean(), line.GetProperty("find").GetBoolean())
                : null;
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Status and body; no status where nothing answers. A refused connection is an answer too: nothing serves pages there.</summary>
    private async Task<(HttpStatusCode? Status, ReadOnlyMemory<byte> Body)> SendAsync(HttpMethod method, string path, HttpContent? form, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using HttpRequestMessage request = new(method, new Uri(await EspAddress.ResolveAsync(root, patience.Token), path)) { Content = form };
            using HttpResponseMessage response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            await using Stream body = await response.Content.ReadAsStreamAsync(patience.Token);
            byte[] answer = new byte[LongestAnswer];
            int length = await body.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, patience.Token);
            return (response.StatusCode, answer.AsMemory(0, length));
        }
        catch (HttpRequestException refused) when (refused.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return (HttpStatusCode.ServiceUnavailable, default);
        }
        catch (Exception silent) when (silent is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            return (null, default);
        }
    }
}
