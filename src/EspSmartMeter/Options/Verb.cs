namespace EspSmartMeter.Options;

/// <summary>A command of <c>esp-smart-meter</c>, as its help and the completion of a shell know it.</summary>
/// <param name="Name">As it is typed.</param>
/// <param name="Operands">What stands behind it beside the flags: <c>URL FILE</c>; empty: nothing.</param>
/// <param name="Summary">What it does, in a line.</param>
/// <param name="Flags">Its flags, in the order of the help.</param>
internal sealed record Verb(string Name, string Operands, string Summary, IReadOnlyList<CommandFlag> Flags)
{
    /// <summary>The words that its first operand may be; empty: any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
