using System.Text;

namespace EspSmartMeter.Mqtt;

/// <summary>How surely a message arrives (MQTT 3.1.1, 4.3). Exactly-once is not used.</summary>
internal enum MqttQuality : byte
{
    AtMostOnce = 0,
    AtLeastOnce = 1,
}

/// <summary>One message to or from the broker.</summary>
/// <param name="Topic">A topic name without wildcards.</param>
/// <param name="Payload">What it says; empty and retained: the broker forgets what it kept under the topic.</param>
/// <param name="Retain">True: the broker keeps it for those who subscribe later.</param>
/// <param name="Quality">Whether the broker acknowledges it.</param>
internal sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload, bool Retain, MqttQuality Quality)
{
    /// <summary>Kept by the broker and acknowledged: what must be there after any restart.</summary>
    public static MqttMessage Retained(string topic, string text) => new(topic, Encoding.UTF8.GetBytes(text), true, MqttQuality.AtLeastOnce);

    public string Text => Encoding.UTF8.GetString(Payload.Span);
}
