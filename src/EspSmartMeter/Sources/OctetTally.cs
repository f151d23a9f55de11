namespace EspSmartMeter.Sources;

/// <summary>What octets are like, for what they say of the line that they came over.</summary>
/// <param name="Count">So many they are.</param>
/// <param name="High">Those of them with bit 7.</param>
/// <param name="Controls">Those of them that text does not hold.</param>
/// <param name="Seen">Which of the first 128 values there are.</param>
internal readonly record struct OctetTally(int Count, int High, int Controls, UInt128 Seen)
{
    private const int Enough = 32, Part = 8;

    /// <summary>A line at another rate brings many octets without bit 7 too, but few different ones.</summary>
    private const int LeastDifferent = 12, Different = 40;

    /// <summary>
    /// Binary octets that came over a line set to seven bits: bit 7 is gone, and nothing brings it back. True for so many octets that chance does not leave
    /// it clear in all of them, though they are no text.
    /// </summary>
    public bool LacksBitSeven =>
        Count >= Enough && High == 0 && Controls > Count / Part && (int)UInt128.PopCount(Seen) >= Math.Clamp(Count / 2, LeastDifferent, Different);

    public static OctetTally operator +(OctetTally left, OctetTally right) =>
        new(left.Count + right.Count, left.High + right.High, left.Controls + right.Controls, left.Seen | right.Seen);

    public static OctetTally Of(ReadOnlySpan<byte> octets)
    {
        int high = 0, controls = 0;
        UInt128 seen = 0;
        foreach (byte octet in octets)
        {
            if (octet >= 0x80)
            {
                high++;
                continue;
            }
            seen |= UInt128.One << octet;
            controls += octet is < (byte)' ' and not ((byte)'\r' or (byte)'\n' or (byte)'\t' or 0x02 or 0x03) ? 1 : 0;
        }
        return new OctetTally(octets.Length, high, controls, seen);
    }
}
