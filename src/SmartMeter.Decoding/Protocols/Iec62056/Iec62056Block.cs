using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams;

namespace SmartMeter.Decoding.Protocols.Iec62056;

/// <summary>
/// The data block of an IEC 62056-21 telegram (6.3.4), from behind its STX:
/// <code>data sets | ! CR LF | ETX | BCC</code>
/// The block check character is the exclusive or of all from behind STX to ETX inclusive (5.4), in seven bits. ETX and BCC are missing where
/// a gateway or a meter leaves them out.
/// </summary>
internal static class Iec62056Block
{
    public const byte Etx = 0x03;

    public const byte Bang = (byte)'!', BangWithBit7 = 0xA1;

    /// <summary>Looks for the block's end.</summary>
    /// <param name="bytes">The whole telegram.</param>
    /// <param name="dataAt">Where its data sets start.</param>
    /// <param name="stx">An STX stands before them.</param>
    /// <param name="seen">So many octets of the telegram hold no end.</param>
    /// <param name="ended">Nothing more will come.</param>
    public static FrameMatch Match(ReadOnlySpan<byte> bytes, int dataAt, bool stx, int seen, bool ended)
    {
        for (int bang = Math.Max(dataAt, seen), next; (next = bytes[bang..].IndexOfAny(Bang, BangWithBit7)) >= 0; bang++)
        {
            bang += next;
            int end = bang + 1;
            if (end == bytes.Length && !ended)
                return FrameMatch.Incomplete(end + 1, certain: true, seen: bang);
            if (end < bytes.Length && Plain(bytes[end]) == '\r')
                end++;
            if (end == bytes.Length && !ended)
                return FrameMatch.Incomplete(end + 1, certain: true, seen: bang);
            if (end < bytes.Length && Plain(bytes[end]) == '\n')
                end++;
            // A '!' inside a value ends nothing.
            if (end == bang + 1 && end < bytes.Length)
                continue;
            return Truncated(bytes[..bang], dataAt) ?? Closed(bytes, dataAt, bang, end, stx, ended);
        }
        return FrameMatch.Incomplete(0, certain: true, seen: bytes.Length);
    }

    private static FrameMatch Closed(ReadOnlySpan<byte> bytes, int dataAt, int bang, int end, bool stx, bool ended)
    {
        if (stx && end == bytes.Length && !ended)
            return FrameMatch.Incomplete(end + 1, certain: true, seen: bang);
        if (!stx || end == bytes.Length || Plain(bytes[end]) != Etx)
            return Sound(bytes[..end]);
        int whole = end + 2;
        if (bytes.Length < whole)
            return ended ? FrameMatch.Damaged(bytes.Length, RejectionReason.Truncated) : FrameMatch.Incomplete(whole, certain: true, seen: bang);
        return CheckOf(bytes[dataAt..(end + 1)]) == Plain(bytes[end + 1]) ? Sound(bytes[..whole]) : FrameMatch.Damaged(whole, RejectionReason.Checksum);
    }

    /// <summary>The block check character of these octets.</summary>
    public static byte CheckOf(ReadOnlySpan<byte> octets)
    {
        byte check = 0;
        foreach (byte octet in octets)
            check ^= Plain(octet);
        return check;
    }

    // Where another telegram starts inside, this one was cut.
    private static FrameMatch? Truncated(ReadOnlySpan<byte> bytes, int dataAt)
    {
        for (int at = dataAt, line; (line = bytes[at..].IndexOf((byte)'\n')) >= 0;)
        {
            at += line + 1;
            if (at < bytes.Length && Plain(bytes[at]) is (byte)'/' or Iec62056Head.Stx)
                return FrameMatch.Damaged(at, RejectionReason.Truncated);
        }
        return null;
    }

    // Text, and where bit 7 is parity, that must fit in every octet.
    private static FrameMatch Sound(ReadOnlySpan<byte> telegram)
    {
        if (SevenBit.IsPlainOrParity(telegram))
            return FrameMatch.Complete(telegram.Length);
        return FrameMatch.Damaged(telegram.Length, SevenBit.CarriesParity(telegram[0]) ? RejectionReason.Checksum : RejectionReason.Malformed);
    }

    private static byte Plain(byte octet) => (byte)(octet & SevenBit.Mask);
}
