namespace EspSmartMeter.LineSearch;

/// <summary>How far the trial of one mode is. The drawing is in docs/architecture.md.</summary>
internal enum LineTrial : byte
{
    /// <summary>No mode of the round was set yet.</summary>
    None,

    /// <summary>Just after a change: some that comes is still of the mode before.</summary>
    Mixed,

    /// <summary>All that comes is received in this mode.</summary>
    Pure,

    /// <summary>The same, and what came just after the change may have been of this mode: it gets more time.</summary>
    Promising,
}
