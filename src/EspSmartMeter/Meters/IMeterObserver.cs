using EspSmartMeter.Sources;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>
/// Hears of meters and of what did not become one's. Called on the thread of a source, which must not wait: an observer takes note and returns at once, and never
/// throws.
/// </summary>
internal interface IMeterObserver
{
    /// <summary>A telegram came; <paramref name="state"/> is the meter with it.</summary>
    void OnTelegram(Meter meter, MeterState state);

    /// <summary>Bytes did not decode, or a telegram brought a register that is not believed.</summary>
    void OnRejected(Source source, Rejected rejected, DateTimeOffset at)
    {
    }

    /// <summary>A source's link came or went; its figures tell how it stands.</summary>
    void OnLink(Source source)
    {
    }
}
