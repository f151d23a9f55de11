using System.Numerics;
using System.Text;

namespace SmartMeter.Decoding.Tests.Protocols.Iec62056;

/// <summary>Readouts for tests to send.</summary>
internal static class Readout
{
    public static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    /// <summary>STX data ETX BCC, which is the exclusive or of all behind STX.</summary>
    public static byte[] Block(string data)
    {
        byte[] covered = [.. Text(data), 0x03];
        return [0x02, .. covered, covered.Aggregate((byte)0, (check, octet) => (byte)(check ^ octet))];
    }

    public static byte[] WithEvenParity(byte[] octets) =>
        [.. octets.Select(octet => (byte)((BitOperations.PopCount(octet) & 1) != 0 ? octet | 0x80 : octet))];
}
