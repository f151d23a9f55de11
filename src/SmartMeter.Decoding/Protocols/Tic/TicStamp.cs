using SmartMeter.Decoding.DataSets;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Protocols.Tic;

/// <summary>
/// A stamp of standard mode (Enedis-NOI-CPT_54E, 6.2.1.1): <c>SYYMMDDhhmmss</c>, S = E (summer), H (winter) or blank (unknown); a small letter says
/// that the meter's clock is not in step.
/// </summary>
internal static class TicStamp
{
    private const int Octets = 13;

    public static bool TryRead(ReadOnlySpan<byte> stamp, MeterClock clock, out MeterTime time)
    {
        time = default;
        if (stamp.Length != Octets)
            return false;
        Span<byte> written = stackalloc byte[Octets];
        stamp[1..].CopyTo(written);
        written[^1] = (char)(stamp[0] | 0x20) switch
        {
            'e' => (byte)'S',
            'h' => (byte)'W',
            _ => 0,
        };
        return DataSetStamp.TryRead(written[^1] == 0 ? written[..^1] : written, clock, out time);
    }
}
