namespace EspSmartMeter.Sources;

/// <summary>How a source's link stands.</summary>
internal enum LinkState : byte
{
    /// <summary>Never up since this start.</summary>
    Connecting,

    Connected,

    /// <summary>Connected, and nothing comes, for longer than any meter is silent.</summary>
    Silent,

    /// <summary>It was up, or an attempt failed; it is tried again.</summary>
    Lost,

    /// <summary>A file that was read to its end.</summary>
    Ended,
}
