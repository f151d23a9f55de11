namespace EspSmartMeter.Esp.Updates;

/// <summary>How long a device is given while it is updated.</summary>
internal sealed record UpdatePace
{
    /// <summary>To take the next block of the image; an ESP32 clears its flash before the first.</summary>
    public TimeSpan Block { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>To be back after the image was sent: an ESP8266 copies it first, then either looks for its Wi-Fi.</summary>
    public TimeSpan Restart { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Between two questions whether it is.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(2);
}
