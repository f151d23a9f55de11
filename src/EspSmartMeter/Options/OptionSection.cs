using System.Globalization;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Options;

/// <summary>
/// Reads the options of one section by name, as <see cref="OptionTable"/> declares them. What is wrong is noted as a sentence that names the option; reading
/// goes on, so that all faults are told at once.
/// </summary>
/// <param name="section">What is set there.</param>
/// <param name="place">Where it stands in the table: <c>sources[]</c>; empty: the top.</param>
/// <param name="path">What messages call it: <c>sources[0]</c>.</param>
/// <param name="problems">Takes the sentences.</param>
internal sealed class OptionSection(IConfiguration section, string place, string path, List<string> problems)
{
    /// <summary>The option's full name, as messages call it: <c>mqtt.port</c>.</summary>
    public string NameOf(string option) => path.Length == 0 ? option : $"{path}.{option}";

    public void Problem(string option, string sentence) => problems.Add($"{NameOf(option)} {sentence}");

    /// <summary>
    /// Its text; null where it is absent or empty. Of an option that log and page show, one that may be a key or a password is a fault.
    /// </summary>
    public string? Text(string option)
    {
        if (Unchecked(option) is not string text)
            return null;
        if (OptionTable.Row(place, option).Form.IsHidden || !TypedValue.IsMisplaced(text))
            return text;
        Problem(option, "looks like a key, a password or an address, and would be shown: keys are the options key and auth_key of a source, its address is url, a broker's are mqtt.username and mqtt.password");
        return null;
    }

    /// <summary>Its text, which nothing may show before it is checked; null where it is absent or empty.</summary>
    public string? Unchecked(string option)
    {
        IConfigurationSection value = section.GetSection(option);
        if (value.GetChildren().Any())
        {
            Problem(option, "must be one value, not a list or a group");
            return null;
        }
        if (value.Value?.Contains('\0', StringComparison.Ordinal) == true)
        {
            Problem(option, "must not hold a NUL (\\u0000)");
            return null;
        }
        return string.IsNullOrWhiteSpace(value.Value) ? null : value.Value.Trim();
    }

    public int? WholeNumber(string option)
    {
        if (Text(option) is not string text)
            return null;
        OptionForm form = OptionTable.Row(place, option).Form;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number >= form.Least && number <= form.Most)
            return number;
        Problem(option, $"must be a whole number from {form.Least} to {form.Most}{TypedValue.NotNumber(text)}");
        return null;
    }

    public TimeSpan? Seconds(string option) => WholeNumber(option) is int seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <param name="option">Its name.</param>
    /// <param name="unless">What it is unless it is told.</param>
    public bool Switch(string option, bool unless = false)
    {
        switch (Text(option)?.ToLowerInvariant())
        {
            case null:
                return unless;
            case "false" or "no" or "off" or "0":
                return false;
            case "true" or "yes" or "on" or "1":
                return true;
            default:
                Problem(option, "must be true or false");
                return unless;
        }
    }

    /// <summary>One of its choices; null where none is set.</summary>
    public string? OneOf(string option)
    {
        if (Text(option) is not string text)
            return null;
        IReadOnlyList<string> choices = OptionTable.Row(place, option).Form.Choices;
        if (choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) is string chosen)
            return chosen;
        Problem(option, $"must be one of {string.Join(", ", choices)}");
        return null;
    }

    /// <summary>A file that is there and can be read.</summary>
    public string? ReadableFile(string option)
    {
        if (Text(option) is not string file)
            return null;
        try
        {
            File.OpenRead(file).Dispose();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Problem(option, $"must be the path of a file that can be read: {TypedValue.Path(file, "there")}: {FileFault.Reason(unreadable, file)}");
        }
        return file;
    }

    /// <summary>Whether the option is there and not empty, right or wrong.</summary>
    public bool Has(string option) => section.GetSection(option) is { } set && (!string.IsNullOrWhiteSpace(set.Value) || set.GetChildren().Any());

    public OptionSection Group(string option)
    {
        IConfigurationSection group = section.GetSection(option);
        if (!string.IsNullOrWhiteSpace(group.Value))
            Problem(option, "must be a group of options { ... }, not one value");
        return new OptionSection(group, OptionTable.PathOf(place, option), NameOf(option), problems);
    }

    /// <summary>The entries of a list, in order.</summary>
    public IEnumerable<OptionSection> List(string option)
    {
        string shape = OptionTable.Shape(OptionTable.PathOf(place, option));
        IConfigurationSection list = section.GetSection(option);
        if (!string.IsNullOrWhiteSpace(list.Value))
            Problem(option, $"must be a list [{shape}, ...], not one value");
        foreach (IConfigurationSection entry in list.GetChildren())
        {
            if (!int.TryParse(entry.Key, out _))
                Problem(option, $"must be a list [{shape}, ...], not a group with names");
            else if (entry.Value is not null)
                Problem($"{option}[{entry.Key}]", $"must be {shape}, not one value");
            else
                yield return new OptionSection(entry, OptionTable.PathOf(place, option) + "[]", $"{NameOf(option)}[{entry.Key}]", problems);
        }
    }

    /// <summary>The entries of a list of plain texts, in order; empty ones are left out.</summary>
    public IReadOnlyList<string> Texts(string option)
    {
        string shape = OptionTable.Shape(OptionTable.PathOf(place, option));
        IConfigurationSection list = section.GetSection(option);
        if (!string.IsNullOrWhiteSpace(list.Value))
            Problem(option, $"must be a list [{shape}, ...], not one value");
        List<string> texts = [];
        foreach (IConfigurationSection entry in list.GetChildren())
        {
            if (!int.TryParse(entry.Key, out _) || entry.GetChildren().Any())
                Problem(option, $"must be a list [{shape}, ...] of plain texts");
            else if (!string.IsNullOrWhiteSpace(entry.Value))
                texts.Add(entry.Value.Trim());
        }
        return texts;
    }

    /// <summary>A sentence for each option here that there is not.</summary>
    public IEnumerable<string> Unknown()
    {
        string[] known = [.. OptionTable.Names(place)];
        return section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)).Select(child =>
            $"there is no option {NameOf(TypedValue.Name(child.Key.ToLowerInvariant(), "of one of the names that are set"))} (known: {string.Join(", ", known.Select(NameOf))})");
    }
}
