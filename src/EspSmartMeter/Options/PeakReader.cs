using EspSmartMeter.Peaks.Schemes;

namespace EspSmartMeter.Options;

/// <summary>Reads <c>peak_scheme</c> and <c>peak_own</c>, and the flags that take their place. Under a scheme with a fault peaks are not looked at.</summary>
internal sealed class PeakReader(Arguments flags, OptionDiagnostics diagnostics)
{
    private const string OwnRows = "peak_own", OwnFlag = "--peak-own", Shape = "window=60 grouping=day highest=3";

    private const int MostRows = 10;

    /// <summary>The scheme; null where none is chosen, or it is wrong.</summary>
    /// <param name="options">The options.</param>
    /// <param name="isWhole">They are all that is set, so that what one of them lacks is a fault.</param>
    public PeakScheme? Read(OptionSection options, bool isWhole)
    {
        string? name = options.OneOf("peak_scheme");
        (List<PeakComponent> rows, bool areSound) = diagnostics.Checked(() => Rows(options).Select(Row).OfType<PeakComponent>().ToList());
        if (name != PeakScheme.Own)
        {
            if (isWhole && rows.Count > 0)
                diagnostics.Warnings.Add($"{OwnRows} says something, and peak_scheme is not {PeakScheme.Own}: it is not looked at.");
            return name is null ? null : PeakSchemes.Named(name);
        }
        if (isWhole && areSound && rows.Count == 0)
            diagnostics.Problems.Add($"peak_scheme is {PeakScheme.Own}, and {OwnRows} has no row that says how the highest power is billed");
        if (rows.Count > MostRows)
            diagnostics.Problems.Add($"{OwnRows} must have at most {MostRows} rows");
        else if (areSound && rows.Exists(row => row.WindowMinutes != rows[0].WindowMinutes))
            diagnostics.Problems.Add($"{OwnRows}: window must be the same in all rows");
        else if (areSound && rows.Count > 0)
            return new PeakScheme(PeakScheme.Own, rows);
        return null;
    }

    private IEnumerable<OptionSection> Rows(OptionSection options)
    {
        List<OptionSection> set = [.. options.List(OwnRows)];
        IReadOnlyList<string> given = flags.All(OwnFlag);
        return given.Count == 0 ? set : given.Select(Flagged);
    }

    // Written as "window=60 highest=3".
    private OptionSection Flagged(string row)
    {
        Dictionary<string, string?> fields = [];
        foreach (string field in row.Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || field.Contains(':', StringComparison.Ordinal))
                diagnostics.Problems.Add($"{OwnFlag} must be fields with a space between them, like \"{Shape}\"");
            else
                fields[field[..equals]] = field[(equals + 1)..];
        }
        ConfigurationManager layer = new();
        layer.AddInMemoryCollection(fields);
        return new OptionSection(layer, OwnRows + "[]", OwnFlag, diagnostics.Problems);
    }

    // Twenty-four weights may have as many digits as a key: nothing of a field is shown.
    private PeakComponent? Row(OptionSection row)
    {
        Dictionary<string, string?> fields = PeakFields.Names.ToDictionary(name => name, row.Text);
        diagnostics.Warnings.AddRange(row.Unknown());
        try
        {
            return PeakFields.Read(name => fields[name]);
        }
        catch (FormatException wrong)
        {
            diagnostics.Problems.Add(row.NameOf(wrong.Message));
            return null;
        }
    }
}
