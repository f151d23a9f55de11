namespace SmartMeter.Decoding.Tests.Protocols.MBus;

/// <summary>Builds long frames of wired M-Bus.</summary>
internal static class MBusWire
{
    private const byte LastSegment = 0x10;

    /// <summary>68 L L 68 53 FF CI 01 67 data CS 16</summary>
    public static byte[] Frame(byte controlInformation, ReadOnlySpan<byte> data)
    {
        byte length = unchecked((byte)(5 + data.Length));
        byte[] counted = [0x53, 0xFF, controlInformation, 0x01, 0x67, .. data];
        return [0x68, length, length, 0x68, .. counted, unchecked((byte)counted.Sum(octet => octet)), 0x16];
    }

    /// <summary>A push (<see cref="Push.OfPower"/>) in segments of so many octets.</summary>
    public static byte[][] Segments(int padding, int octets)
    {
        byte[][] parts = [.. Push.OfPower(padding).Chunk(octets)];
        return [.. parts.Select((part, number) => Frame((byte)(number | (number == parts.Length - 1 ? LastSegment : 0)), part))];
    }
}
