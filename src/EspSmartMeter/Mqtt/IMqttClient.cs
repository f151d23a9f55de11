namespace EspSmartMeter.Mqtt;

/// <summary>
/// A client that keeps to one broker for ever: it connects, and connects again with a growing pause after each failure.
/// <see cref="Publish"/> never waits: what cannot be sent now is kept in a bounded box, the newest of each topic.
/// The events come on the client's own thread; their handlers return soon and do not throw.
/// </summary>
internal interface IMqttClient : IAsyncDisposable
{
    /// <summary>How the link stands now.</summary>
    MqttLink Link { get; }

    /// <summary>The link came, went, or fails for another reason than before.</summary>
    event Action<MqttLink> LinkChanged;

    /// <summary>A message under one of the subscribed topics, of at most <see cref="MqttLimits.LargestIncoming"/> bytes; larger ones are dropped.</summary>
    event Action<MqttMessage> Received;

    /// <summary>Begins to connect. The will is what the broker publishes when the link breaks without a goodbye.</summary>
    void Start(MqttMessage will);

    /// <summary>Asks for a topic, now and after each reconnect. Before <see cref="Start"/> or after.</summary>
    void Subscribe(string topicFilter);

    void Publish(MqttMessage message);

    /// <summary>Sends what waits, for at most <paramref name="patience"/>, and says goodbye: the broker then keeps the will to itself.</summary>
    Task StopAsync(TimeSpan patience);
}

internal static class MqttLimits
{
    public const int LargestIncoming = 64 * 1024;

    /// <summary>Messages handed to the broker and not yet confirmed.</summary>
    public const int InFlight = 32;

    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    /// <summary>From the start of an attempt to the broker's answer.</summary>
    public static readonly TimeSpan Connecting = TimeSpan.FromSeconds(10);
}
