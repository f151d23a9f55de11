namespace EspSmartMeter.LineSearch;

/// <summary>A meter's line whose mode the app may set: behind an ESP with our firmware, or at a serial port of its own.</summary>
internal interface ISettableLine
{
    /// <summary>True where a mode that was found before is in force: it is not doubted as soon as one that nobody tried.</summary>
    bool WasFoundBefore { get; }

    /// <summary>A mode that it took when it was set, and could not be opened in.</summary>
    bool Refuses(LineSetting setting) => false;

    /// <summary>How it stands; null where nobody answers, or none that has a line of this kind.</summary>
    Task<LineState?> AskAsync(CancellationToken cancellation);

    /// <summary>Listens so from now on; with <paramref name="keep"/> also after a restart, and the search is then over for good.</summary>
    Task<LineAnswer> SetAsync(LineSetting setting, bool keep, CancellationToken cancellation);
}

/// <param name="Setting">In force.</param>
/// <param name="Kept">It is the stored one, and in force again after a restart.</param>
/// <param name="MayBeSearched">The user lets the app find the mode.</param>
internal sealed record LineState(LineSetting Setting, bool Kept, bool MayBeSearched);

internal enum LineAnswer : byte
{
    Done,

    /// <summary>The line cannot be set so (a Linux port does not invert).</summary>
    CannotBe,

    /// <summary>The user does not, or no longer, let the app find the mode.</summary>
    Forbidden,

    /// <summary>No answer, or one that means nothing.</summary>
    Silent,
}
