namespace EspSmartMeter.Mqtt;

internal static class MqttLimits
{
    /// <summary>Bytes of a message to us; larger ones are dropped.</summary>
    public const int LargestIncoming = 64 * 1024;

    /// <summary>Messages handed to the broker and not yet confirmed.</summary>
    public const int InFlight = 32;

    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    /// <summary>From the start of an attempt to the broker's answer.</summary>
    public static readonly TimeSpan Connecting = TimeSpan.FromSeconds(10);

    /// <summary>From sending a message to the broker's confirmation. A link that takes longer leads nowhere, and is given up.</summary>
    public static readonly TimeSpan Confirming = TimeSpan.FromSeconds(20);
}
