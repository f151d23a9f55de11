using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using EspSmartMeter.Tests.Mqtt;
using MQTTnet;

namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>What any subscriber hears of a broker: for each topic the last payload, whether it was retained, and when it came.</summary>
internal sealed class HeardMessages : IAsyncDisposable
{
    /// <param name="Text">The payload.</param>
    /// <param name="Retained">True where it was said before this subscriber came.</param>
    /// <param name="At">On the monotonic clock.</param>
    internal sealed record Message(string Text, bool Retained, long At);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentDictionary<string, Message> _messages = new();

    private HeardMessages() => _client.ApplicationMessageReceivedAsync += received =>
    {
        string text = Encoding.UTF8.GetString(received.ApplicationMessage.Payload.ToArray());
        _messages[received.ApplicationMessage.Topic] = new Message(text, received.ApplicationMessage.Retain, Stopwatch.GetTimestamp());
        return Task.CompletedTask;
    };

    public static async Task<HeardMessages> OnAsync(MosquittoBroker broker, bool tls = false)
    {
        HeardMessages heard = new();
        MqttClientOptions options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", broker.Port)
            .WithCredentials(Login.User, Login.Password)
            .WithTlsOptions(with => with.UseTls(tls).WithCertificateValidationHandler(_ => true))
            .Build();
        await heard._client.ConnectAsync(options, TestContext.Current.CancellationToken);
        await heard._client.SubscribeAsync("#", cancellationToken: TestContext.Current.CancellationToken);
        return heard;
    }

    public Message? Find(string topic) => _messages.GetValueOrDefault(topic);

    public string? Text(string topic) => Find(topic)?.Text;

    public IReadOnlyDictionary<string, Message> Between(string start, string end) => _messages
        .Where(message => message.Key.StartsWith(start, StringComparison.Ordinal) && message.Key.EndsWith(end, StringComparison.Ordinal))
        .ToDictionary();

    /// <summary>The newest live values of each meter.</summary>
    public IReadOnlyList<JsonNode> Live => [.. Between("esp-smart-meter/", "/live").Values.Select(message => JsonNode.Parse(message.Text)!)];

    /// <summary>Each device's discovery message: its topic, and the unique ids of its entities.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Entities => Between("homeassistant/device/", "/config").ToDictionary(
        device => device.Key,
        IReadOnlyList<string> (device) => [.. JsonNode.Parse(device.Value.Text)?["cmps"]?.AsObject().Select(entity => $"{entity.Value!["uniq_id"]}") ?? []]);

    public void Forget() => _messages.Clear();

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync();
        _client.Dispose();
    }
}
