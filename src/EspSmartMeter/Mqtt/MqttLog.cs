using EspSmartMeter.Languages;

namespace EspSmartMeter.Mqtt;

internal static partial class MqttLog
{
    [LoggerMessage(LogLevel.Information, "{Sentence}")]
    public static partial void Connected(this ILogger logger, Sentence sentence);

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    public static partial void NotConnected(this ILogger logger, Sentence sentence);

    [LoggerMessage(LogLevel.Warning, "The MQTT broker does not allow to subscribe to {Topic}: check its access list.")]
    public static partial void SubscriptionRefused(this ILogger logger, string topic);

    [LoggerMessage(LogLevel.Error, "The message on {Topic} cannot be sent: {Reason}")]
    public static partial void Unsendable(this ILogger logger, string topic, string reason);
}
