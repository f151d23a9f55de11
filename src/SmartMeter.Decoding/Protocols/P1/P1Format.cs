using System.Buffers.Binary;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Protocols.P1;

/// <summary>
/// A P1 telegram (DSMR 5.0.2, 5.2; IEC 62056-21 mode D):
/// <code>/XXX5identification CR LF CR LF data lines ... !CRC CR LF</code>
/// The CRC has four hex digits, three where a leading zero was dropped, or is not there at all (DSMR 2.2 and 3).
/// A seven-bit line read as 8N1 carries parity in bit 7, or a bit that is always set: the telegram may then start with AF instead of 2F.
/// <para>One maker's meters (Holley in Hungary) send CRC-16/X-25 instead: it is believed once it has fitted twenty telegrams, and the P1 one none of them.</para>
/// </summary>
internal sealed class P1Format(bool verifyCrc) : FrameFormat
{
    public const string Name = "p1";

    /// <summary>The layer that refuses what is none.</summary>
    public static readonly RejectionLayer Refuses = new(Name);

    public const byte Slash = (byte)'/', SlashWithParity = 0xAF;

    private const byte Bang = (byte)'!', BangWithBit7 = 0xA1;
    private const int ForeignTelegrams = 20;

    // So many telegrams had a CRC that fits X-25, since one fitted as it should.
    private int _foreign;

    // '!', four digits, and the octet behind them.
    private const int LongestEnd = 6;

    public override string Framing => Name;

    public override ReadOnlySpan<byte> StartOctets => [Slash, SlashWithParity];

    // With even parity '!' stays 21: it has two bits set.
    public override ReadOnlySpan<byte> TriggerOctets => [Bang, BangWithBit7];

    // A cut telegram, the next one, and slashes inside an identification: more at a time is noise.
    public override int MaxCandidates => 8;

    public override int MaxLength => 16 * 1024;

    public override bool IsFill(byte octet) => IsLineEnd(octet);

    public override FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended)
    {
        FrameMatch waiting = FrameMatch.Incomplete(0, StartsLikeATelegram(bytes), seen: Math.Max(0, bytes.Length - LongestEnd));
        if (!P1Ciphered.TryLength(bytes, out int bang))
            bang = LastBang(bytes);
        else if (bytes.Length <= bang)
            return waiting with { Length = bang + 1 };
        else if (bytes[bang] != Bang)
            return FrameMatch.Damaged(bang, RejectionReason.Truncated);
        if (bang < 0 || bytes.Length - bang > LongestEnd)
            return waiting;

        int digits = HexDigits(bytes[(bang + 1)..]);
        int end = bang + 1 + digits;
        if (digits < 4 && end == bytes.Length)
            return ended ? FrameMatch.Damaged(end, RejectionReason.Truncated) : waiting with { Length = bytes.Length + 1 };
        if (digits < 4 && !IsLineEnd(bytes[end]))
            return waiting;
        if (digits is 1 or 2)
            return FrameMatch.Damaged(end, RejectionReason.Truncated);
        if (bytes.Length > bang && P1Ciphered.BodyAt(bytes) >= 0)
            return Ciphered(bytes, bang, end);
        if (digits == 0 || !verifyCrc)
            return WithoutCrc(bytes, end, waiting.Certain);
        // Behind a slash among ciphered octets one CRC in 65536 fits.
        if ((waiting.Certain || IsText(bytes[..end], MayCarryParity(bytes[..end]))) && CrcFits(bytes, bang, end))
        {
            _foreign = 0;
            return FrameMatch.Complete(end);
        }
        if (waiting.Certain && IsForeign(bytes[..(bang + 1)], Stated(bytes[(bang + 1)..end])))
            return FrameMatch.Complete(end);
        return waiting.Certain ? FrameMatch.Damaged(end, RejectionReason.Crc) : FrameMatch.None;
    }

    /// <summary>Where the '!' of a telegram that may end here stands; -1 without one.</summary>
    public static int LastBang(ReadOnlySpan<byte> bytes)
    {
        int from = Math.Max(0, bytes.Length - LongestEnd), bang = bytes[from..].LastIndexOfAny(Bang, BangWithBit7);
        return bang < 0 ? bang : from + bang;
    }

    /// <summary>Whether the digits behind the '!' are the CRC of what stands before.</summary>
    public static bool CrcFits(ReadOnlySpan<byte> telegram, int bang) => P1Ciphered.BodyAt(telegram) >= 0
        ? P1Ciphered.CrcFits(telegram[..(bang + 1)], Stated(telegram[(bang + 1)..]))
        : CrcFits(telegram, bang, telegram.Length);

    private bool IsForeign(ReadOnlySpan<byte> covered, ushort stated)
    {
        ushort x25 = Crc16X25.Compute(covered);
        if (stated != x25 && stated != BinaryPrimitives.ReverseEndianness(x25))
            return false;
        _foreign = Math.Min(_foreign + 1, ForeignTelegrams);
        return _foreign == ForeignTelegrams;
    }

    // Where the digits are missing or not looked at, the tag vouches or nothing does.
    private FrameMatch Ciphered(ReadOnlySpan<byte> bytes, int bang, int end) =>
        end == bang + 1 || !verifyCrc ? FrameMatch.Complete(end) with { Unproven = true }
        : P1Ciphered.CrcFits(bytes[..(bang + 1)], Stated(bytes[(bang + 1)..end])) ? FrameMatch.Complete(end)
        : FrameMatch.Damaged(end, RejectionReason.Crc);

    private static ushort Stated(ReadOnlySpan<byte> digits)
    {
        ushort stated = 0;
        foreach (byte digit in digits)
            stated = (ushort)((stated << 4) | (ushort)HexValue(digit));
        return stated;
    }

    private static bool CrcFits(ReadOnlySpan<byte> bytes, int bang, int end)
    {
        ushort stated = Stated(bytes[(bang + 1)..end]);
        ReadOnlySpan<byte> covered = bytes[..(bang + 1)];
        if (bytes[0] == Slash && (Fits(covered, stated) || !MayCarryParity(covered)))
            return Fits(covered, stated);
        Span<byte> plain = covered.Length <= 4096 ? stackalloc byte[covered.Length] : new byte[covered.Length];
        SevenBit.CopyPlain(covered, plain);
        return Fits(plain, stated);
    }

    // A line that is not read raw (Linux: icrnl) makes CR LF two LF, a program that reads by lines leaves one: what the meter sent is told by its CRC.
    private static bool Fits(ReadOnlySpan<byte> covered, ushort stated) =>
        Crc16Arc.Compute(covered) == stated
        || (!covered.Contains((byte)'\r') && (CrcOfLinesBehind("\n"u8, covered) == stated || CrcOfLinesBehind("\n\n"u8, covered) == stated));

    // As it was with CR LF in place of these line ends.
    private static ushort CrcOfLinesBehind(ReadOnlySpan<byte> lineEnd, ReadOnlySpan<byte> covered)
    {
        ushort crc = 0;
        for (int end; (end = covered.IndexOf(lineEnd)) >= 0; covered = covered[(end + lineEnd.Length)..])
            crc = Crc16Arc.Continue(Crc16Arc.Continue(crc, covered[..end]), "\r\n"u8);
        return Crc16Arc.Continue(crc, covered);
    }

    // Nothing but its form vouches for such a telegram: it must start like one and be lines of text, and where bit 7 is parity, that must fit in
    // every octet.
    /// <summary>True where bit 7 of a telegram's octets is none of its text: its lines end with it set, or its first octet has it.</summary>
    public static bool MayCarryParity(ReadOnlySpan<byte> telegram) => telegram[0] == SlashWithParity || telegram.ContainsAny(LineEndsWithBit7);

    private static ReadOnlySpan<byte> LineEndsWithBit7 => [0x8A, 0x8D];

    private static FrameMatch WithoutCrc(ReadOnlySpan<byte> bytes, int end, bool startsLikeATelegram)
    {
        if (!startsLikeATelegram || !HasLines(bytes[..end]) || HasDataBlock(bytes[..end]))
            return FrameMatch.None;
        bool parity = MayCarryParity(bytes[..end]);
        if (parity && !SevenBit.IsPlainOrParity(bytes[..end]))
            return FrameMatch.Damaged(end, RejectionReason.Checksum);
        return IsText(bytes[..end], parity) ? FrameMatch.Complete(end) with { Unproven = true } : FrameMatch.Damaged(end, RejectionReason.Malformed);
    }

    // Three letters of the maker (FLAG id) before anything else, and no parenthesis in their line: 0.3.3(00250*imp/kWh) starts nothing.
    private static bool StartsLikeATelegram(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 5)
            return false;
        // Behind '/' bit 7 is odd parity, or there is none.
        bool odd = bytes[0] == Slash && SevenBit.IsPlainOrParity(bytes[..4]);
        int mask = odd || bytes[0] == SlashWithParity ? 0x7F : 0xFF;
        for (int i = 1; i <= 3; i++)
        {
            if (!char.IsAsciiLetter((char)(bytes[i] & mask)))
                return false;
        }
        ReadOnlySpan<byte> head = bytes[..Math.Min(bytes.Length, LongestIdentification)];
        int line = head.IndexOfAny(LineEnds);
        return !(line < 0 ? head : head[..line]).ContainsAny(Parentheses);
    }

    private const int LongestIdentification = 128;

    // '(' and ')'; with even parity '(' stays as it is, ')' gets bit 7.
    private static ReadOnlySpan<byte> Parentheses => [(byte)'(', (byte)')', 0xA9];

    private static ReadOnlySpan<byte> LineEnds => [(byte)'\n', (byte)'\r', 0x8A, 0x8D];

    private static bool HasLines(ReadOnlySpan<byte> bytes) => bytes.ContainsAny(LineEnds);

    private static ReadOnlySpan<byte> LineWithStxParity => [(byte)'\n', 0x82];

    // An STX that starts a line opens the data block of IEC 62056-21, which has a check of its own.
    private static bool HasDataBlock(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\n\u0002"u8) >= 0 || bytes.IndexOf(LineWithStxParity) >= 0;

    // Printable, line ends, and the STX that some makers write into their identification.
    private static bool IsText(ReadOnlySpan<byte> bytes, bool parity)
    {
        int mask = parity ? 0x7F : 0xFF;
        foreach (byte octet in bytes)
        {
            if ((octet & mask) is not ((>= ' ' and <= '~') or '\r' or '\n' or '\t' or '\u0002'))
                return false;
        }
        return true;
    }

    private static int HexDigits(ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        while (count < bytes.Length && count < 4 && HexValue(bytes[count]) >= 0)
            count++;
        return count;
    }

    private static int HexValue(byte digit) => (char)(digit & 0x7F) switch
    {
        >= '0' and <= '9' and char decimalDigit => decimalDigit - '0',
        >= 'A' and <= 'F' and char upper => upper - 'A' + 10,
        >= 'a' and <= 'f' and char lower => lower - 'a' + 10,
        _ => -1,
    };

    private static bool IsLineEnd(byte octet) => (octet & 0x7F) is '\r' or '\n';
}
