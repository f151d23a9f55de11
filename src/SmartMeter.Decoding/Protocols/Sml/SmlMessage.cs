using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>
/// The frame of an SML message (BSI TR-03109-1, annex IV, 5.1.2):
/// <code>list of 6: transaction id | group | abort on error | body: list of 2: tag, contents | CRC-16 | 00</code>
/// </summary>
/// <param name="Tag">What the body is.</param>
/// <param name="Body">The index of the body's contents.</param>
internal readonly record struct SmlMessage(uint Tag, int Body)
{
    public const uint GetListResponse = 0x0701;

    /// <summary>Finds tag and contents; false where the document is no message.</summary>
    /// <param name="document">The message.</param>
    /// <param name="message">Filled.</param>
    /// <param name="checksum">The index of its CRC.</param>
    public static bool TryOpen(SmlDocument document, out SmlMessage message, out int checksum)
    {
        message = default;
        checksum = 0;
        if (!document[0].IsListOf(6))
            return false;
        int body = document.Element(0, 3);
        checksum = document[body].Next;
        SmlNode tag = document[body + 1], crc = document[checksum];
        if (!document[body].IsListOf(2) || tag is not { Type: SmlType.Unsigned, Length: <= 4 } || crc is not { Type: SmlType.Unsigned, Length: <= 2 })
            return false;
        message = new SmlMessage((uint)SmlDocument.UnsignedOf(document.Contents(tag)), body + 2);
        return document[crc.Next].Type == SmlType.EndOfMessage;
    }

    /// <summary>
    /// True where the CRC is that of the message before it: X-25, low octet first, or, from Holley, Kermit, high octet first. A leading zero octet
    /// may be left out (Itron).
    /// </summary>
    public static bool CrcFits(SmlDocument document, int checksum, ReadOnlySpan<byte> message)
    {
        SmlNode crc = document[checksum];
        ReadOnlySpan<byte> covered = message[..(crc.Offset - 1)];
        ulong stated = SmlDocument.UnsignedOf(document.Contents(crc));
        return stated == Swapped(Crc16X25.Compute(covered)) || stated == Crc16Kermit.Compute(covered);
    }

    private static ushort Swapped(ushort crc) => (ushort)((crc << 8) | (crc >> 8));
}
