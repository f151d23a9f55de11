namespace EspSmartMeter.Options;

/// <summary>What was found wrong or without meaning while options were read, in sentences.</summary>
internal sealed class OptionDiagnostics
{
    public List<string> Problems { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Reads a part, and tells whether it was without a fault.</summary>
    public (T Read, bool IsSound) Checked<T>(Func<T> read)
    {
        int faults = Problems.Count;
        return (read(), Problems.Count == faults);
    }

    /// <summary>Parses a text that is there; a fault joins the others.</summary>
    public T? Parsed<T>(string? text, Func<string, T> parse)
        where T : class
    {
        try
        {
            return text is null ? null : parse(text);
        }
        catch (UsageException wrong)
        {
            Problems.Add(wrong.Message);
            return null;
        }
    }
}
