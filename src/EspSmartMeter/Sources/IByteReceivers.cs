namespace EspSmartMeter.Sources;

/// <summary>What the reading of sources has to tell. Calls for several sources come at once.</summary>
internal interface IByteReceivers
{
    /// <summary>Who takes the bytes of a line, from now on: one is asked for at the first opening, and again after a fault of the program.</summary>
    IByteReceiver Of(Source line);

    /// <summary>A carrier brought a line that was not there before. Told before its first byte.</summary>
    void Found(Source line);

    /// <summary>The link came or went; the source's figures tell how it stands.</summary>
    void Link(Source source);
}
