namespace EspSmartMeter.Options;

/// <summary>What the command line calls an option.</summary>
/// <param name="Name"><c>--mqtt</c>.</param>
/// <param name="Value">What stands behind it, as the help names it: <c>host:port</c>; null: nothing, it is a switch.</param>
/// <param name="Help">What it does, in a line.</param>
internal sealed record CommandFlag(string Name, string? Value, string Help)
{
    /// <summary>Nothing shows what stands behind it: a key, a password, an address that may hold one.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The words that may stand behind it; empty: any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>One of these words stands behind it, and the help shows them in its place.</summary>
    public static CommandFlag OneOf(string name, IReadOnlyList<string> choices, string help) => new(name, string.Join('|', choices), help) { Choices = choices };
}
