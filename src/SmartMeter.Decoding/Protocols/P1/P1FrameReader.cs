using SmartMeter.Decoding.DataSets;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.P1;

/// <summary>Reads P1 telegrams from their frames: takes parity away, tells ciphered ones, and asks more of those that no CRC vouches for.</summary>
internal sealed class P1FrameReader(DataSetPayload payload, bool verifyCrc) : FrameReader
{
    private byte[] _text = new byte[4096];

    private static readonly FrameOutcome Ciphered = FrameOutcome.Refused(new Refusal(
        RejectionLayer.Ciphering, RejectionReason.KeyMissing, "a ciphered P1 telegram without system title: how its keys are used is not known yet"));

    public override FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading)
    {
        if (P1Ciphered.BodyAt(frame) >= 0)
            return Ciphered;
        int bang = frame.LastIndexOf((byte)'!');
        if (_text.Length < bang)
            _text = new byte[frame.Length];
        Span<byte> text = _text.AsSpan(0, bang);
        frame[..bang].CopyTo(text);
        if (frame[0] == P1Format.SlashWithParity)
            RemoveParity(text);

        bool checksummed = frame.Length > bang + 1;
        reading.Encoding = P1Format.Name;
        reading.Checksummed = checksummed;
        return FrameOutcome.Of(payload.Read(text, strict: !checksummed || !verifyCrc, reading));
    }

    private static void RemoveParity(Span<byte> text)
    {
        foreach (ref byte octet in text)
            octet &= 0x7F;
    }
}
