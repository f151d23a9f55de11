namespace SmartMeter.Decoding.Apdus;

/// <summary>What the framing that brought an APDU says of its octets.</summary>
internal enum ApduFrame : byte
{
    /// <summary>Its checksum vouches for them.</summary>
    Checked,

    /// <summary>They fill a burst or the length that their frame tells, and contents that end there too vouch for them.</summary>
    Delimited,

    /// <summary>They were found among others, perhaps inside a damaged frame: only a tag can vouch for them.</summary>
    Found,
}
