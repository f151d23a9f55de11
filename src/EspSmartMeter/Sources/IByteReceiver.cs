namespace EspSmartMeter.Sources;

/// <summary>Takes the bytes of a line as they come. One call comes at a time.</summary>
internal interface IByteReceiver
{
    void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset now);

    /// <summary>The line's carrier tells that a burst ended with the bytes that came last.</summary>
    void EndBurst(DateTimeOffset now);

    /// <summary>Nothing came for 100 ms, and then for each further second.</summary>
    void Idle(DateTimeOffset now);

    /// <summary>The line ended or broke; it may begin anew.</summary>
    void End(DateTimeOffset now);
}
