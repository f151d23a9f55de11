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
    private readonly PendingApdus[] _pending = [.. Enumerable.Range(0, MaxDepth + 1).Select(_ => new PendingApdus())];

    /// <summary>Reads one APDU.</summary>
    /// <param name="apdu">From its tag on, to its end.</param>
    /// <param name="reading">Filled where the outcome is a reading.</param>
    /// <param name="frame">What its frame says of it.</param>
    public FrameOutcome Read(ReadOnlySpan<byte> apdu, Reading reading, ApduFrame frame)
    {
        foreach (PendingApdus pending in _pending)
            pending.Clear();
        return EndsBlocks(Read(apdu, reading, frame, depth: 0)) with { More = AnyPending };
    }

    /// <summary>Reads the next of several APDUs that stand one behind the other.</summary>
    public FrameOutcome ReadNext(Reading reading)
    {
        int depth = MaxDepth;
        while (depth > 0 && _pending[depth].IsEmpty)
            depth--;
        PendingApdus pending = _pending[depth];
        pending.Describe(reading);
        ReadOnlySpan<byte> octets = pending.Take();
        ReadOnlySpan<byte> apdu = Apdu.WithoutLlc(octets);
        FrameOutcome outcome = Read(apdu, reading, pending.Frame, depth);
        if (outcome.Kind == FrameOutcome.Is.Reading)
            reading.MeterId ??= pending.SystemTitle;
        return EndsBlocks(outcome) with { More = AnyPending, Octets = outcome.Octets + octets.Length - apdu.Length };
    }

    // A push that came whole while another's blocks are held: what is left of that one will not come.
    private FrameOutcome EndsBlocks(in FrameOutcome outcome) =>
        outcome.Kind == FrameOutcome.Is.Reading && _blocks.IsOpen ? outcome with { Abandoned = Abandon() } : outcome;

    private bool AnyPending => Array.Exists(_pending, static pending => !pending.IsEmpty);

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
                return ReadPush(apdu, reading, frame, depth);
            case Apdu.GeneralGloCiphering or Apdu.GeneralDedCiphering:
                return ReadCiphered(apdu, reading, frame, depth);
            case Apdu.GeneralBlockTransfer:
                return ReadBlock(apdu, reading, frame, depth);
            case Apdu.GeneralCiphering:
                return FrameOutcome.Refused(WithKeyInformation);
            case Apdu.GeneralSigning:
                return FrameOutcome.Refused(Signed);
            default:
                return frame == ApduFrame.Checked && IsAuthenticatedPush(apdu)
                    ? ReadCiphered(CipheredApdu.WithoutTitle(apdu), reading, frame, depth)
                    : FrameOutcome.Refused(NotAPush);
        }
    }

    // A security header of its own before a plain notification, and a tag behind it: nobody's title, so that the tag proves nothing.
    private bool IsAuthenticatedPush(ReadOnlySpan<byte> octets) =>
        octets.Length > CipheredApdu.HeaderOctets + CipheredApdu.TagOctets
        && new SecurityControl(octets[0]) is { Authenticated: true, Encrypted: false, Compressed: false, Suite: <= 2 }
        && octets[CipheredApdu.HeaderOctets] == Apdu.DataNotification
        && TryReadNotification(octets[CipheredApdu.HeaderOctets..^CipheredApdu.TagOctets], out _, out int used)
        && used == octets.Length - CipheredApdu.HeaderOctets - CipheredApdu.TagOctets;

    private FrameOutcome ReadPush(ReadOnlySpan<byte> apdu, Reading reading, ApduFrame frame, int depth)
    {
        if (!DataNotification.TryRead(apdu, out DataNotification push))
            return FrameOutcome.Refused(BadHead);
        int used = apdu.Length;
        // Several behind each other are taken where a checksum or tag vouches for the octets; without one, only a push that ends exactly is proven.
        if (!_document.TryReadWhole(push.Body) && !(frame == ApduFrame.Checked && AreNotifications(apdu) && TryReadNotification(apdu, out push, out used)))
            return FrameOutcome.Refused(CutShort);
        reading.Encoding = "dlms";
        FrameOutcome outcome = FrameOutcome.Of(lists.Read(_document, push.HasOctetStringHead, push.DateTime, reading));
        _pending[depth].Put(apdu[used..], frame);
        return outcome with { Octets = used };
    }

    // One behind the other, with or without a header each (an E450 puts three into a frame): all of them sound up to the last octet, or none counts.
    private bool AreNotifications(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            octets = Apdu.WithoutLlc(octets);
            if (!TryReadNotification(octets, out _, out int used))
                return false;
            octets = octets[used..];
        }
        return true;
    }

    private bool TryReadNotification(ReadOnlySpan<byte> octets, out DataNotification push, out int used)
    {
        used = 0;
        if (!DataNotification.TryRead(octets, out push) || !_document.TryReadFirst(push.Body, out int body))
            return false;
        used = octets.Length - push.Body.Length + body;
        return true;
    }

    private static bool AreCiphered(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            octets = Apdu.WithoutLlc(octets);
            if (octets.IsEmpty || !Apdu.IsCiphered(octets[0]) || !CipheredApdu.TryReadFirst(octets, out _, out int used))
                return false;
            octets = octets[used..];
        }
        return true;
    }

    private FrameOutcome ReadCiphered(ReadOnlySpan<byte> apdu, Reading reading, ApduFrame frame, int depth)
    {
        if (!CipheredApdu.TryReadFirst(apdu, out CipheredApdu ciphered, out int used) || !AreCiphered(apdu[used..]))
            return FrameOutcome.Refused(BadCipherHead);
        _pending[depth].Put(apdu[used..], frame);
        return ReadCiphered(ciphered, reading, frame, depth) with { Octets = used };
    }

    private FrameOutcome ReadCiphered(in CipheredApdu ciphered, Reading reading, ApduFrame frame, int depth)
    {
        if (decipherer.Decipher(ciphered, reading) is Refusal refusal)
        {
            if (refusal.Reason == RejectionReason.TagMismatch && ciphered.Security.Encrypted && text.IsDamagedOne(decipherer.Plaintext))
                return FrameOutcome.Refused(Decipherer.Damaged(ciphered));
            return FrameOutcome.Refused(refusal.Reason == RejectionReason.TagMismatch && ciphered.Security.Encrypted && IsSound(decipherer.Plaintext)
                ? Decipherer.AuthenticationKeyWrong(ciphered, frame == ApduFrame.Checked || text.IsProven(decipherer.Plaintext))
                : refusal);
        }
        Span<byte> plaintext = decipherer.Plaintext;
        if (plaintext.IsEmpty)
            return FrameOutcome.Refused(BadCipherHead);
        bool isText = plaintext[0] == '/';
        if (!isText && plaintext[0] is not (Apdu.DataNotification or Apdu.GeneralBlockTransfer))
            return FrameOutcome.Refused(DamagedOrKeyWrong(ciphered));
        if (!isText && !reading.Authenticated && Unproven(ciphered, frame) is Refusal unproven)
            return FrameOutcome.Refused(unproven);

        FrameOutcome outcome = isText ? FrameOutcome.Of(text.Read(plaintext, reading)) : Read(plaintext, reading, ApduFrame.Checked, depth + 1);
        // Without a verified tag, contents that fall apart behind a plausible first octet say the same: another key.
        if (outcome.Refusal is { Reason: RejectionReason.Malformed or RejectionReason.Crc } && !reading.Authenticated && ciphered.Security.Encrypted)
            return FrameOutcome.Refused(DamagedOrKeyWrong(ciphered));
        PendingApdus pending = _pending[Math.Min(depth + 1, MaxDepth)];
        if (outcome.Kind == FrameOutcome.Is.Refused && pending.IsEmpty)
            return outcome;
        string? title = ciphered.SystemTitle.IsEmpty ? null : lists.Hex(ciphered.SystemTitle);
        pending.NoteCipher(reading, title);
        reading.MeterId ??= outcome.Kind == FrameOutcome.Is.Reading ? title : null;
        if (decipherer.Advance(ciphered, reading) is not Refusal replayed)
            return outcome;
        pending.Clear();
        return FrameOutcome.Refused(replayed);
    }

    private Refusal DamagedOrKeyWrong(in CipheredApdu ciphered) =>
        text.IsDamagedOne(decipherer.Plaintext) ? Decipherer.Damaged(ciphered) : Decipherer.KeyWrong(ciphered);

    // What no wrong key brings about.
    private bool IsSound(ReadOnlySpan<byte> plaintext) => !plaintext.IsEmpty && plaintext[0] switch
    {
        Apdu.DataNotification => AreNotifications(plaintext) || (DataNotification.TryRead(plaintext, out DataNotification push) && _document.TryReadWhole(push.Body)),
        Apdu.GeneralBlockTransfer => TransferBlock.TryRead(plaintext, out _),
        _ => text.IsOne(plaintext),
    };

    private static Refusal? Unproven(in CipheredApdu ciphered, ApduFrame frame) => frame switch
    {
        ApduFrame.Checked => null,
        ApduFrame.Delimited when !ciphered.Security.Encrypted => null,
        _ when ciphered.Security.Authenticated => Decipherer.AuthenticationKeyMissing(ciphered),
        ApduFrame.Delimited => null,
        _ => Decipherer.NothingVouches(ciphered),
    };

    private FrameOutcome ReadBlock(ReadOnlySpan<byte> apdu, Reading reading, ApduFrame frame, int depth)
    {
        if (!TransferBlock.TryRead(apdu, out TransferBlock block))
            return FrameOutcome.Refused(BadBlock);
        Refusal? abandoned = _blocks.StartsAnew(block, reading.FrameCounter) ? Abandon() : null;
        // Only block 1 begins a message: what follows a lost one must not be taken for the end of an earlier push.
        if (!_blocks.IsOpen && block.Number != 1)
            return FrameOutcome.Refused(BlockMissing) with { Abandoned = abandoned };
        if (!_blocks.Add(block, reading.FrameCounter, out bool fits))
            return (fits ? FrameOutcome.Part : FrameOutcome.Refused(Abandon() ?? BlockMissing)) with { Abandoned = abandoned };

        // Where in the blocks one push ends and the next begins is not told: the first has all octets.
        FrameOutcome outcome = Read(_blocks.Message, reading, frame, depth + 1);
        _blocks.Clear();
        return outcome with { Abandoned = abandoned, Octets = 0 };
    }
}
