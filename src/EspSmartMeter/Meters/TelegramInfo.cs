using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>How the newest telegram came.</summary>
internal sealed record TelegramInfo(
    string Framing, string Encoding, string? List, bool Encrypted, bool Authenticated, TelegramCheck Check, uint? FrameCounter, int Bytes)
{
    public static TelegramInfo Of(Reading reading) => new(
        reading.Framing, reading.Encoding, reading.List, reading.Encrypted, reading.Authenticated, reading.Check, reading.FrameCounter, reading.Bytes);
}
