using System.Globalization;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Streams;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Protocols.Hdlc;

/// <summary>The parts of an HDLC frame.</summary>
internal static class HdlcDissection
{
    private const int CheckOctets = 2;

    public static void Write(ReadOnlySpan<byte> frame, PartTree parts, ApduParts apdus)
    {
        parts.Add("flag", 0, 1);
        if (frame.Length < 1 + HdlcHeader.FormatOctets)
            return;
        int length = HdlcHeader.CountedOctets(frame[1..]);
        HdlcHeader header = HdlcHeader.Read(frame[1..]);
        parts.Add("frame format", 1, HdlcHeader.FormatOctets, string.Create(CultureInfo.InvariantCulture, $"type 3, {length} octets between the flags{(header.Segmented ? ", more segments follow" : "")}"));
        if (header.Length == 0)
            return;
        int control = header.Length, source = 1 + header.SourceAt;
        Octets(frame, parts, "destination address", 1 + HdlcHeader.FormatOctets, source);
        Octets(frame, parts, "source address", source, control);
        Octets(frame, parts, "control", control, control + 1);
        int from = control + 1 + CheckOctets, fcs = 1 + length - CheckOctets;
        if (fcs < from)
            fcs = control + 1;
        else
            Check(frame, parts, "HCS", control + 1);
        if (fcs > from)
        {
            parts.Begin("information", from);
            apdus(parts, from, fcs);
            parts.End(fcs);
        }
        Check(frame, parts, "FCS", fcs);
        if (frame.Length > fcs + CheckOctets)
            parts.Add("flag", fcs + CheckOctets, 1);
    }

    private static void Octets(ReadOnlySpan<byte> frame, PartTree parts, string name, int from, int to) => parts.Add(name, from, to - from, Convert.ToHexString(frame[from..to]));

    private static void Check(ReadOnlySpan<byte> frame, PartTree parts, string name, int at)
    {
        if (frame.Length < at + CheckOctets)
        {
            parts.Add(name, at, CheckOctets);
            return;
        }
        ushort expected = Crc16X25.Compute(frame[1..at]);
        parts.AddCheck(name, at, CheckOctets, Crc16X25.Fits(frame[1..(at + CheckOctets)]), $"{(byte)expected:X2} {expected >> 8:X2}");
    }
}
