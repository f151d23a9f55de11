namespace EspSmartMeter.LineSearch;

/// <summary>What the search for a line's mode is doing. The drawing is in docs/architecture.md.</summary>
internal abstract record SearchState
{
    private SearchState()
    {
    }

    /// <summary>Looks on at the mode in force.</summary>
    /// <param name="NotBefore">No round begins before this.</param>
    /// <param name="EndsWithBytes">None came in the last round: the first that do end the wait.</param>
    public sealed record Watching(DateTimeOffset NotBefore, bool EndsWithBytes) : SearchState
    {
        public bool Waits(DateTimeOffset now, bool bytesCame) => now < NotBefore && !(EndsWithBytes && bytesCame);
    }

    /// <summary>Tries modes in turn.</summary>
    public sealed record Trying(LineRound Round) : SearchState;

    /// <summary>The round brought nothing: the mode from before comes back, as soon as the device answers.</summary>
    public sealed record Restoring(LineSetting First, Watching Then) : SearchState;
}

/// <summary>What is known of the mode in force.</summary>
internal enum ModeTrust : byte
{
    /// <summary>Nothing speaks for it yet.</summary>
    Untried,

    /// <summary>It brought whole frames, in this run or before: it is not doubted soon.</summary>
    Good,

    /// <summary>The device has stored it.</summary>
    Kept,
}
