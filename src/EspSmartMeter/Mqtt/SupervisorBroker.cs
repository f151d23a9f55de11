using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Mqtt;

/// <summary>
/// Asks the Supervisor for the broker that the user has installed (GET /services/mqtt), before every attempt to connect: it may come later, and its
/// password changes when it is installed anew.
/// </summary>
/// <param name="http">Its base address is the Supervisor's.</param>
/// <param name="token">Of this app.</param>
/// <param name="patience">For the whole answer; null: ten seconds.</param>
internal sealed class SupervisorBroker(HttpClient http, string token, TimeSpan? patience = null) : IBrokerLocator
{
    private const int LongestAnswer = 64 * 1024;

    private readonly TimeSpan _patience = patience ?? TimeSpan.FromSeconds(10);

    public static Uri Address { get; } = new("http://supervisor/");

    public async Task<Broker> FindAsync(CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "services/mqtt");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // The client's own limit ends with the headers.
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(_patience);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, waiting.Token);
            byte[] answer = await ReadAsync(response, waiting.Token);
            return response.IsSuccessStatusCode ? BrokerIn(answer) : throw new BrokerUnknownException(Complaint(response.StatusCode));
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException || (failed is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new BrokerUnknownException(Sentence.Of("supervisor.silent"));
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        byte[] answer = new byte[LongestAnswer];
        int length = await body.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellation);
        return answer[..length];
    }

    private static Sentence Complaint(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => Sentence.Of("supervisor.no_broker"),
        HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => Sentence.Of("supervisor.forbidden", (int)status),
        _ => Sentence.Of("supervisor.other", (int)status),
    };

    private static Broker BrokerIn(byte[] answer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            JsonElement data = document.RootElement.GetProperty("data");
            string host = data.GetProperty("host").GetString() ?? throw new FormatException();
            return new Broker(host, PortIn(data.GetProperty("port")))
            {
                Username = TextIn(data, "username"),
                Password = TextIn(data, "password"),
                Tls = data.TryGetProperty("ssl", out JsonElement ssl) && ssl.ValueKind == JsonValueKind.True,
            };
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new BrokerUnknownException(Sentence.Of("supervisor.odd"));
        }
    }

    /// <summary>A number, or in some versions a text.</summary>
    private static int PortIn(JsonElement port)
    {
        int number = port.ValueKind == JsonValueKind.String && int.TryParse(port.GetString(), out int parsed) ? parsed : port.GetInt32();
        return number is > 0 and <= 65535 ? number : throw new FormatException();
    }

    private static string? TextIn(JsonElement data, string name) =>
        data.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } value ? value : null;
}
