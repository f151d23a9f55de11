using EspSmartMeter.Languages;

namespace EspSmartMeter.Mqtt;

/// <summary>The link to the broker, in words for the log and the page.</summary>
/// <param name="Connected">True from the broker's welcome to the break.</param>
/// <param name="Sentence">What is, and where it fails also what to do. Never holds a password.</param>
internal sealed record MqttLink(bool Connected, Sentence Sentence)
{
    public static MqttLink NotStarted { get; } = new(false, Sentence.Of("mqtt.not_started"));

    public static Sentence Stopped { get; } = Sentence.Of("mqtt.stopped");

    public static MqttLink Up(Broker broker) => new(true, Sentence.Of("mqtt.connected", broker));

    public static MqttLink Down(Sentence sentence) => new(false, sentence);
}
