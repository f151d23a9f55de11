namespace EspSmartMeter.Sources;

/// <summary>Takes the bytes of a source as they come. All calls come from one thread.</summary>
internal interface IByteReceiver
{
    void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset now);

    /// <summary>Nothing came for 100 ms, and then for each further second.</summary>
    void Idle(DateTimeOffset now);

    /// <summary>The line ended or broke; it may begin anew.</summary>
    void End(DateTimeOffset now);

    /// <summary>The link came or went.</summary>
    void Link();
}
