using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>How the newest telegram came.</summary>
internal sealed record TelegramInfo(
    FramingKind Framing, PayloadKind Payload, string? List, bool Encrypted, bool Authenticated, uint? FrameCounter, int Bytes)
{
    public static TelegramInfo Of(Reading reading) => new(
        reading.Framing, reading.Payload, reading.List, reading.Encrypted, reading.Authenticated, reading.FrameCounter, reading.Bytes);
}
