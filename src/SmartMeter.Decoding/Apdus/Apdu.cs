namespace SmartMeter.Decoding.Apdus;

/// <summary>Tags of application protocol data units (IEC 62056-5-3, 8.2) and the LLC header before them (IEC 62056-46, 5.3).</summary>
internal static class Apdu
{
    public const byte DataNotification = 0x0F;
    public const byte GeneralGloCiphering = 0xDB;
    public const byte GeneralDedCiphering = 0xDC;
    public const byte GeneralCiphering = 0xDD;
    public const byte GeneralSigning = 0xDF;
    public const byte GeneralBlockTransfer = 0xE0;

    /// <summary>The first octet of the LLC header: no APDU starts so.</summary>
    public const byte Llc = 0xE6;

    /// <summary>The tags of what a meter pushes, in the clear or ciphered, whole or in blocks.</summary>
    public static bool IsPush(byte tag) =>
        tag is DataNotification or GeneralGloCiphering or GeneralDedCiphering or GeneralCiphering or GeneralSigning or GeneralBlockTransfer;

    /// <summary>The tags of a ciphered APDU that tells its own length.</summary>
    public static bool IsCiphered(byte tag) => tag is GeneralGloCiphering or GeneralDedCiphering;

    /// <summary>E6 E7 00 or E6 E6 00.</summary>
    public static bool StartsWithLlc(ReadOnlySpan<byte> pdu) => pdu.Length > 3 && pdu[0] == Llc && pdu[1] is 0xE6 or 0xE7 && pdu[2] == 0;

    public static ReadOnlySpan<byte> WithoutLlc(ReadOnlySpan<byte> pdu) => StartsWithLlc(pdu) ? pdu[3..] : pdu;
}
