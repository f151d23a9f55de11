using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Axdr;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Apdus;

/// <summary>Reads an application protocol data unit, whatever framing brought it: joins blocks and deciphers until a push is left.</summary>
internal sealed class ApduReader(ListPayload lists, ITelegramText text, Decipherer decipherer)
{
    // A ciphered APDU in blocks, or blocks in a ciphered APDU; deeper nesting is nobody's.
    private const int MaxDepth = 4;

    private static readonly Refusal NotAPush = new(RejectionLayer.Dlms, RejectionReason.NoData);
    private static readonly Refusal CutShort = new(RejectionLayer.Dlms, RejectionReason.Malformed, "the data-notification does not end where its frame does");
    private static readonly Refusal BadHead = new(RejectionLayer.Dlms, RejectionReason.Malformed, "the head of the data-notification");
    private static readonly Refusal BadBlock = new(RejectionLayer.Gbt, RejectionReason.Malformed);
    private static readonly Refusal BlockMissing = new(RejectionLayer.Gbt, RejectionReason.GbtSequence);
    private static readonly Refusal BadCipherHead = new(RejectionLayer.Ciphering, RejectionReason.Malformed, "the head of the ciphered APDU");
    private static readonly Refusal WithKeyInformation = Decipherer.Unsupported("general-ciphering");
    private static readonly Refusal Signed = Decipherer.Unsupported("general-signing");
    private static readonly Refusal TooDeep = new(RejectionLayer.Dlms, RejectionReason.Unsupported, "nested too deep");

    private readonly AxdrDocument _document = new();
    private readonly GeneralBlockTransfer _blocks = new();

    /// <summary>Reads one APDU.</summary>
    /// <param name="apdu">From its tag on, to its end.</param>
    /// <param name="reading">Filled where the outcome is a reading.</param>
    /// <param name="frame">What its frame says of it.</param>
    public FrameOutcome Read(ReadOnlySpan<byte> apdu, Reading reading, ApduFrame frame) => Read(apdu, reading, frame, depth: 0);

    /// <summary>Gives up the blocks held; why.</summary>
    public Refusal? Abandon()
    {
        bool open = _blocks.IsOpen;
        _blocks.Clear();
        return open ? BlockMissing : null;
    }

    private FrameOutcome Read(ReadOnlySpan<byte> apdu, Reading reading, ApduFrame frame, int depth)
    {
        if (apdu.IsEmpty)
            return FrameOutcome.Refused(NotAPush);
        if (depth > MaxDepth)
            return FrameOutcome.Refused(TooDeep);
        switch (apdu[0])
        {
            case Apdu.DataNotification:
                return FrameOutcome.Of(ReadPush(apdu, reading));
            case Apdu.GeneralGloCiphering or Apdu.GeneralDedCiphering:
                return ReadCiphered(apdu, reading, frame, depth);
            case Apdu.GeneralBlockTransfer:
                return ReadBlock(apdu, reading, frame, depth);
            case Apdu.GeneralCiphering:
                return FrameOutcome.Refused(WithKeyInformation);
            case Apdu.GeneralSigning:
                return FrameOutcome.Refused(Signed);
            default:
                return FrameOutcome.Refused(NotAPush);
        }
    }

    private Refusal? ReadPush(ReadOnlySpan<byte> apdu, Reading reading)
    {
        if (!DataNotification.TryRead(apdu, out DataNotification push))
            return BadHead;
        if (!_document.TryReadWhole(push.Body))
            return CutShort;
        reading.Encoding = "dlms";
        return lists.Read(_document, push.HasOctetStringHead, push.DateTime, reading);
    }

    private FrameOutcome ReadCiphered(ReadOnlySpan<byte> apdu, Reading reading, ApduFrame frame, int depth)
    {
        if (!CipheredApdu.TryRead(apdu, out CipheredApdu ciphered))
            return FrameOutcome.Refused(BadCipherHead);
        if (decipherer.Decipher(ciphered, reading) is Refusal refusal)
            return FrameOutcome.Refused(refusal);
        Span<byte> plaintext = decipherer.Plaintext;
        bool isText = plaintext[0] == '/';
        if (!isText && plaintext[0] is not (Apdu.DataNotification or Apdu.GeneralBlockTransfer))
            return FrameOutcome.Refused(Decipherer.KeyWrong(ciphered));
        if (!isText && !reading.Authenticated && Unproven(ciphered, frame) is Refusal unproven)
            return FrameOutcome.Refused(unproven);

        FrameOutcome outcome = isText ? FrameOutcome.Of(text.Read(plaintext, reading)) : Read(plaintext, reading, ApduFrame.Checked, depth + 1);
        // Without a verified tag, contents that fall apart behind a plausible first octet say the same: another key.
        if (outcome.Refusal is { Reason: RejectionReason.Malformed or RejectionReason.Crc } && !reading.Authenticated)
            return FrameOutcome.Refused(Decipherer.KeyWrong(ciphered));
        if (outcome.Kind == FrameOutcome.Is.Refused)
            return outcome;
        reading.MeterId ??= outcome.Kind == FrameOutcome.Is.Reading ? lists.Hex(ciphered.SystemTitle) : null;
        return decipherer.Advance(ciphered, reading) is Refusal replayed ? FrameOutcome.Refused(replayed) : outcome;
    }

    private static Refusal? Unproven(in CipheredApdu ciphered, ApduFrame frame) => frame switch
    {
        ApduFrame.Checked => null,
        _ when ciphered.Security.Authenticated => Decipherer.AuthenticationKeyMissing(ciphered),
        ApduFrame.Delimited => null,
        _ => Decipherer.NothingVouches(ciphered),
    };

    private FrameOutcome ReadBlock(ReadOnlySpan<byte> apdu, Reading reading, ApduFrame frame, int depth)
    {
        if (!TransferBlock.TryRead(apdu, out TransferBlock block))
            return FrameOutcome.Refused(BadBlock);
        Refusal? abandoned = _blocks.StartsAnew(block) ? Abandon() : null;
        // Only block 1 begins a message: what follows a lost one must not be taken for the end of an earlier push.
        if (!_blocks.IsOpen && block.Number != 1)
            return FrameOutcome.Refused(BlockMissing) with { Abandoned = abandoned };
        if (!_blocks.Add(block, out bool fits))
            return (fits ? FrameOutcome.Part : FrameOutcome.Refused(Abandon() ?? BlockMissing)) with { Abandoned = abandoned };

        FrameOutcome outcome = Read(_blocks.Message, reading, frame, depth + 1);
        _blocks.Clear();
        return outcome with { Abandoned = abandoned };
    }
}
