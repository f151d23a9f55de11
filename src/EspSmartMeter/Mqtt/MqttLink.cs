namespace EspSmartMeter.Mqtt;

/// <summary>The link to the broker, in words for the log and the page.</summary>
/// <param name="Connected">True from the broker's welcome to the break.</param>
/// <param name="Sentence">What is, and where it fails also what to do. Never holds a password.</param>
internal sealed record MqttLink(bool Connected, string Sentence)
{
    public static MqttLink NotStarted { get; } = new(false, "MQTT is not started.");

    public static MqttLink Up(Broker broker) => new(true, $"Connected to the MQTT broker {broker}.");

    public static MqttLink Down(string sentence) => new(false, sentence);
}
