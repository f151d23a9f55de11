using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.DataSets;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.P1;

/// <summary>Reads P1 telegrams from their frames: takes parity away, tells ciphered ones, and asks more of those that no CRC vouches for.</summary>
internal sealed class P1FrameReader(DataSetPayload payload, bool verifyCrc, Decipherer decipherer) : FrameReader
{
    private static readonly Refusal BadBody = new(RejectionLayer.Ciphering, RejectionReason.Malformed, "the head of the ciphered body");
    private static readonly Refusal NotATelegram = new(P1Format.Refuses, RejectionReason.Malformed, "the tag fits, and what comes out is no telegram");

    private readonly KeptText _kept = new();
    private byte[] _text = new byte[4096];

    public override FrameOutcome Read(ReadOnlySpan<byte> frame, Reading reading)
    {
        if (P1Ciphered.BodyAt(frame) >= 0)
            return FrameOutcome.Of(ReadCiphered(frame, reading));
        int bang = P1Format.LastBang(frame);
        if (_text.Length < bang)
            _text = new byte[frame.Length];
        Span<byte> text = _text.AsSpan(0, bang);
        frame[..bang].CopyTo(text);
        if (P1Format.MayCarryParity(frame))
            RemoveParity(text);

        bool checksummed = frame.Length > bang + 1;
        reading.Encoding = P1Format.Name;
        if (!checksummed || !verifyCrc)
            reading.Check = TelegramCheck.None;
        reading.Text = _kept.Of(text);
        return FrameOutcome.Of(payload.Read(text, strict: reading.Check == TelegramCheck.None, reading));
    }

    public override void Dissect(ReadOnlySpan<byte> frame, PartTree parts, Reading? reading, ApduParts apdus) =>
        P1Dissection.Write(frame, parts, decipherer);

    // The text alone tells the right key from others: no other brings lines of text about.
    private Refusal? ReadCiphered(ReadOnlySpan<byte> frame, Reading reading)
    {
        if (!P1Ciphered.TryRead(frame, out CipheredApdu ciphered))
            return BadBody;
        bool checksummed = verifyCrc && (char)frame[^1] is not '!';
        if (decipherer.Decipher(ciphered, reading) is Refusal refusal)
        {
            return refusal.Reason == RejectionReason.TagMismatch && P1Ciphered.IsTelegram(decipherer.Plaintext)
                ? Decipherer.AuthenticationKeyWrong(ciphered, checksummed)
                : refusal;
        }
        if (!P1Ciphered.IsTelegram(decipherer.Plaintext))
            return reading.Authenticated ? NotATelegram : Decipherer.KeyWrong(ciphered);
        if (!checksummed && !reading.Authenticated)
            return Decipherer.AuthenticationKeyMissing(ciphered);
        reading.Encoding = P1Format.Name;
        Span<byte> text = Deciphered(frame, decipherer.Plaintext);
        reading.Text = _kept.Of(text);
        return payload.Read(text, strict: false, reading);
    }

    // The identification stands outside; a telegram of its own may stand inside.
    private Span<byte> Deciphered(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> plaintext)
    {
        int end = plaintext[0] == '/' ? plaintext.LastIndexOf((byte)'!') : -1;
        plaintext = end < 0 ? plaintext.TrimEnd((byte)0) : plaintext[..end];
        ReadOnlySpan<byte> identification = plaintext[0] == '/' ? [] : frame[..P1Ciphered.BodyAt(frame)];
        int length = identification.Length + plaintext.Length;
        if (_text.Length < length)
            _text = new byte[length * 2];
        identification.CopyTo(_text);
        plaintext.CopyTo(_text.AsSpan(identification.Length));
        return _text.AsSpan(0, length);
    }

    private static void RemoveParity(Span<byte> text)
    {
        foreach (ref byte octet in text)
            octet &= 0x7F;
    }
}
