namespace SmartMeter.Decoding.Readings;

/// <summary>What proves a telegram's octets, from the weakest to the strongest: so many random octets in 2ⁿ pass a check of n bits.</summary>
public enum TelegramCheck : byte
{
    /// <summary>Nothing but the telegram's form (DSMR 2.2 and 3, a wrapper, a bare APDU).</summary>
    None,

    /// <summary>Each line's own sum of six bits (TIC).</summary>
    Sum6,

    /// <summary>The block check of a readout, seven bits of parity (IEC 62056-21, 6.3; EN 61107).</summary>
    Sum7,

    /// <summary>The sum of an M-Bus frame's octets, eight bits (EN 13757-2, 5.7).</summary>
    Sum8,

    /// <summary>A CRC of sixteen bits over the whole frame (P1, HDLC, SML).</summary>
    Crc16,

    /// <summary>The verified tag of AES-GCM, 96 bits (Green Book, 9.2.7).</summary>
    Tag,
}

/// <summary>The words for it.</summary>
public static class TelegramCheckNames
{
    /// <summary>As data.json writes it: <c>none</c>, <c>sum6</c>, <c>sum7</c>, <c>sum8</c>, <c>crc16</c>, <c>tag</c>.</summary>
    public static string Name(this TelegramCheck check) => check switch
    {
        TelegramCheck.Sum6 => "sum6",
        TelegramCheck.Sum7 => "sum7",
        TelegramCheck.Sum8 => "sum8",
        TelegramCheck.Crc16 => "crc16",
        TelegramCheck.Tag => "tag",
        _ => "none",
    };
}
