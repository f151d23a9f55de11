using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Streams;

/// <summary>
/// A long frame of wired M-Bus between a master and the meters that it polls (EN 13757-2, 5.3; EN 13757-3, table 1): sound, and of a kind that is not read, for it holds
/// records of M-Bus and no DLMS.
/// <code>68 L L 68 | C A CI data | CS 16</code>
/// </summary>
internal static class PolledFrame
{
    /// <summary>Octets that L does not count, and those of the head that it does: C, A and CI.</summary>
    private const int Uncounted = 6, CountedHead = 3;

    /// <summary>Of all that L can state.</summary>
    public const int Longest = byte.MaxValue + Uncounted;

    private const byte Start = 0x68, Stop = 0x16, LargestDlmsControl = 0x1F;

    public static readonly Refusal Refusal = new(new RejectionLayer("mbus"), RejectionReason.Unsupported, "an M-Bus frame of a polled meter: its records are not read");

    /// <summary>The octets of the one that these bytes begin with; 0: none.</summary>
    public static int LengthAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Uncounted + CountedHead || bytes[0] != Start || bytes[3] != Start || bytes[1] != bytes[2] || bytes[1] < CountedHead || bytes[6] <= LargestDlmsControl)
            return 0;
        int length = bytes[1], whole = length + Uncounted;
        return bytes.Length >= whole && bytes[whole - 1] == Stop && Sum8.Of(bytes.Slice(4, length)) == bytes[whole - 2] ? whole : 0;
    }
}
