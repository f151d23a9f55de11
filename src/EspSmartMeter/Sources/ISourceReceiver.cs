using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sources;

/// <summary>
/// Takes what the sources bring. Of one source one call comes at a time, of several at once; the source waits meanwhile, so each returns soon and throws nothing.
/// </summary>
internal interface ISourceReceiver
{
    /// <summary>A carrier brought a line that is not among the user's sources. Told before its first byte, for what the last run knew of it.</summary>
    void OnLine(Source line);

    /// <param name="source">Where it came from.</param>
    /// <param name="reading">Of this call alone: what is kept longer is copied.</param>
    void OnReading(Source source, Reading reading);

    /// <summary>A stretch of bytes did not decode.</summary>
    void OnRejected(Source source, Rejected rejected, DateTimeOffset at);

    /// <summary>Nothing came for 100 ms, and then for each further second.</summary>
    void OnIdle(Source source, DateTimeOffset now);

    /// <summary>The link came or went; the source's figures tell how it stands.</summary>
    void OnLink(Source source);
}
