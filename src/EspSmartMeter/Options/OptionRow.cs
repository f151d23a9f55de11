namespace EspSmartMeter.Options;

/// <summary>An option, declared: its place, what it may be, and its flag.</summary>
/// <param name="Path">Where it stands, from the top: <c>mqtt.port</c>; behind <c>[]</c> what each entry of a list holds: <c>sources[].url</c>.</param>
/// <param name="Form">What it may be.</param>
internal sealed record OptionRow(string Path, OptionForm Form)
{
    /// <summary>What the command line calls it; null: it has no flag.</summary>
    public CommandFlag? Flag { get; init; }

    /// <summary>True: an entry without it is a fault.</summary>
    public bool IsRequired { get; init; }

    /// <summary>False: under Home Assistant's Supervisor it is not the user's to choose.</summary>
    public bool IsOffered { get; init; } = true;

    /// <summary>The group or list that it stands in; empty: the top.</summary>
    public string Place => Path.LastIndexOf('.') is int dot and > 0 ? Path[..dot] : Path.EndsWith("[]", StringComparison.Ordinal) ? Path[..^2] : "";

    /// <summary>Its name in there.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];
}
