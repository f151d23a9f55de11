using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>
/// DZG's series 74 of some years sends its power as a signed number with the leading zero octet left out: 328.05 W as <c>53 80 25</c>, which
/// reads as -327.31 W. Its negative numbers always have four octets, so that shorter ones are never negative. The meters are told by their
/// numbers: the DVS74 by those that DZG gave it (power 1-0:16.7.0), the one-phase WS74 by its power 1-0:36.7.0. Those from 60000000 on, and
/// other models, write signs as the standard does.
/// </summary>
internal static class DzgSign
{
    private static ReadOnlySpan<byte> Identification => [0x0A, 0x01, (byte)'D', (byte)'Z', (byte)'G', 0x00];

    /// <summary>True where this value of this meter is positive whatever its first bit says.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> serverId, ObisCode code, SmlNode value)
    {
        if (value is not { Type: SmlType.Integer, Length: < 4 } || serverId.Length != 10 || !serverId.StartsWith(Identification))
            return false;
        ulong number = SmlDocument.UnsignedOf(serverId[6..]);
        return code switch
        {
            { A: 1, B: 0, C: 16, D: 7, E: 0 } => number is (>= 42_000_000 and < 49_000_000) or (>= 55_000_000 and < 59_000_000),
            { A: 1, B: 0, C: 36, D: 7, E: 0 } => number is >= 42_000_000 and < 60_000_000,
            _ => false,
        };
    }
}
