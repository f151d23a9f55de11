using System.Buffers.Binary;
using System.Globalization;
using SmartMeter.Decoding.Apdus;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Wrapper;

/// <summary>Takes the APDU out of the wrapper of IEC 62056-47, whose only word on it is its length.</summary>
internal sealed class WrapperFrameReader(ApduReader apdus) : FrameReader
{
    public override FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading) =>
        apdus.Read(frame[WrapperFormat.Head..], reading, ApduFrame.Delimited) is var outcome && outcome.Octets > 0
            ? outcome with { Octets = WrapperFormat.Head + outcome.Octets }
            : outcome;

    public override FrameOutcome ReadNext(Reading reading) => apdus.ReadNext(reading);

    public override void Dissect(ReadOnlySpan<byte> frame, PartTree parts, Reading? reading, ApduParts apdus)
    {
        int at = 0;
        foreach (string name in (string[])["version", "source wPort", "destination wPort", "length"])
        {
            parts.Add(name, at, 2, frame.Length >= at + 2 ? BinaryPrimitives.ReadUInt16BigEndian(frame[at..]).ToString(CultureInfo.InvariantCulture) : null);
            at += 2;
        }
        apdus(parts, at, frame.Length);
    }

    public override Refusal? Abandon() => apdus.Abandon();
}
