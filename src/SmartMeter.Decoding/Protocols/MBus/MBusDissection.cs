using System.Globalization;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Streams.Checksums;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.MBus;

/// <summary>The parts of an M-Bus long frame.</summary>
internal static class MBusDissection
{
    public static void Write(ReadOnlySpan<byte> frame, PartTree parts, ApduParts apdus)
    {
        parts.Add("start", 0, 1);
        parts.Add("length", 1, 2, frame.Length > 1 ? frame[1].ToString(CultureInfo.InvariantCulture) : null);
        parts.Add("start", 3, 1);
        parts.Add("C field", 4, 1);
        parts.Add("A field", 5, 1);
        parts.Add("CI field", MBusFormat.ControlInformationAt, 1, frame.Length > MBusFormat.ControlInformationAt ? Segment(frame[MBusFormat.ControlInformationAt]) : null);
        parts.Add("STSAP", 7, 1);
        parts.Add("DTSAP", 8, 1);
        if (frame.Length <= MBusFormat.Head)
            return;
        int data = 4 + MBusFormat.CountedOctets(frame[1]);
        parts.Begin("data", MBusFormat.Head);
        apdus(parts, MBusFormat.Head, data);
        parts.End(data);
        if (data >= frame.Length)
            return;
        byte expected = Sum8.Of(frame[4..data]);
        parts.AddCheck("checksum", data, 1, frame[data] == expected, $"{expected:X2}");
        parts.Add("stop", data + 1, 1);
    }

    private static string Segment(byte ci) => string.Create(CultureInfo.InvariantCulture, $"segment {ci & MBusFormat.SegmentNumber}{((ci & MBusFormat.LastSegment) != 0 ? ", the last" : "")}");
}
