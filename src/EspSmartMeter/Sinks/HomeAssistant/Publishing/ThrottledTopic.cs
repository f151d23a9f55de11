using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>A state topic that is published at most so often: what comes between is held back, and the newest goes out when its time has come.</summary>
internal sealed class ThrottledTopic(string topic, TimeSpan interval, MqttQuality quality)
{
    /// <summary>A meter that sends every ten seconds does it in 9.99 too.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(250);

    private byte[]? _sent;
    private DateTimeOffset? _sentAt;

    /// <summary>What was published is no longer known to those who matter: the next offer goes out at once.</summary>
    public void Forget() => (_sent, _sentAt) = (null, null);

    /// <summary>Publishes the state where its time has come and it differs from the last, or is <paramref name="fresh"/> anyway. True when it went out.</summary>
    /// <param name="now">The time.</param>
    /// <param name="write">Makes the state.</param>
    /// <param name="fresh">It goes out though it is as the last.</param>
    /// <param name="send">Where to.</param>
    /// <param name="since">Its time has come also where the last went out before this; null: only by the interval.</param>
    public bool Offer(DateTimeOffset now, Func<byte[]> write, bool fresh, Action<MqttMessage> send, DateTimeOffset? since = null)
    {
        // A clock that was set back must not silence the topic.
        if (_sentAt is DateTimeOffset last && now >= last && now - last + Tolerance < interval && !(last < since))
            return false;
        byte[] state = write();
        if (!fresh && _sent is not null && state.AsSpan().SequenceEqual(_sent))
            return false;
        (_sent, _sentAt) = (state, now);
        send(new MqttMessage(topic, state, false, quality));
        return true;
    }
}
