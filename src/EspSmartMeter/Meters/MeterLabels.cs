using EspSmartMeter.Sources;

namespace EspSmartMeter.Meters;

/// <summary>
/// What a meter is called beside its kind ("House" of "House electricity"), decided when it is first seen and then kept: the source's name; nothing, where there is
/// one source without a name; else maker and last digits of its number, or the source's place where it has no number. Who answers first decides nothing.
/// </summary>
/// <param name="sources">Those that the user set.</param>
internal sealed class MeterLabels(IReadOnlyList<Source> sources)
{
    /// <summary>The label of a new meter; null: it goes by its kind alone.</summary>
    /// <param name="source">Where it is heard.</param>
    /// <param name="maker">Its maker; null: not told.</param>
    /// <param name="number">Its number as printed on it; null: not told.</param>
    /// <param name="isTaken">Whether another meter of its kind has this label.</param>
    public string? Of(Source source, string? maker, string? number, Func<string?, bool> isTaken)
    {
        IEnumerable<string?> candidates = source.OwnName is not null ? Named(source.Name, number) : Unnamed(source, maker, number);
        string? last = null;
        foreach (string? candidate in candidates)
        {
            if (!isTaken(last = candidate))
                return candidate;
        }
        for (int n = 2; ; n++)
        {
            if (!isTaken($"{last} {n}"))
                return $"{last} {n}";
        }
    }

    /// <summary>What a source is called among others: its name, else its host or device, with the port where two share it.</summary>
    public string Of(Source source)
    {
        if (source.OwnName is not null)
            return source.Name;
        return sources.Any(other => other != source && other.OwnName is null && other.PlainId == source.PlainId) ? WithPort(source) : source.PlainId;
    }

    private static IEnumerable<string?> Named(string name, string? number) => number is null ? [name] : [name, .. Ends(number).Select(end => $"{name} {end}")];

    private IEnumerable<string?> Unnamed(Source source, string? maker, string? number)
    {
        if (sources.Count(other => other.OwnName is null) == 1 && source == sources.Single(other => other.OwnName is null) && !source.IsCarrier)
            yield return null;
        if (number is null)
        {
            yield return Of(source);
            yield return WithPort(source);
            yield return source.Address;
            yield break;
        }
        foreach (string end in Ends(number))
            yield return maker is null ? end : $"{maker} {end}";
    }

    private static string WithPort(Source source) => source.Url.Port > 0 ? $"{source.PlainId}:{source.Url.Port}" : source.PlainId;

    /// <summary>Four digits tell two meters of a house apart; where they do not, more do.</summary>
    private static IEnumerable<string> Ends(string number)
    {
        string digits = new([.. number.Where(char.IsAsciiLetterOrDigit)]);
        foreach (int length in (int[])[4, 6, 8])
        {
            if (digits.Length > length)
                yield return digits[^length..];
        }
        yield return digits;
    }
}
