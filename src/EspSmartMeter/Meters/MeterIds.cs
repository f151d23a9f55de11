using EspSmartMeter.Sources;

namespace EspSmartMeter.Meters;

/// <summary>
/// Gives ids: to a meter that says who it is, the one it was first known by; to one that never does, one that is made once for its source and that no other has. Which
/// of several sources gets the plain one hangs on their order in the options, not on who answers first.
/// </summary>
/// <param name="known">The meters that are known: their ids, their numbers, and the source that each is heard on; null: none now.</param>
/// <param name="sources">Those that the user set, in that order.</param>
/// <param name="taken">The ids that were made for other sources' meters, in this run or before.</param>
internal sealed class MeterIds(
    Func<IEnumerable<(string Id, MeterNumbers? Numbers, Source? Source)>> known, IReadOnlyList<Source> sources, Func<Source, IEnumerable<string>> taken) : IMeterNaming
{
    public string IdOf(MeterNumbers numbers, string written, Source source, string? lastMeter)
    {
        (string Id, MeterNumbers? Numbers, Source? Source)[] meters = [.. known()];
        string safe = MeterId.Safe(written);
        return OneOf(meters.Where(meter => meter.Numbers?.AreOf(numbers) == true))
            ?? OneOf(meters.Where(meter => meter.Source == source && meter.Numbers?.AreCompletedBy(numbers) == true))
            ?? OneOf(meters.Where(meter => meter.Numbers?.AreAliasedBy(numbers) == true), aloneOrLast: true)
            ?? OneOf(meters.Where(meter => meter.Numbers is null && meter.Source == source && meter.Id == safe))
            ?? Free([written, .. numbers.Second is string second ? [second] : (string[])[]], id => Array.Exists(meters, meter => meter.Id == id));

        string? OneOf(IEnumerable<(string Id, MeterNumbers? Numbers, Source? Source)> fitting, bool aloneOrLast = false)
        {
            string[] ids = [.. fitting.Select(meter => meter.Id)];
            return ids.Contains(lastMeter) ? lastMeter : aloneOrLast && ids.Length > 1 ? null : ids.FirstOrDefault();
        }
    }

    public string FallbackOf(Source source)
    {
        HashSet<string> others = [.. taken(source), .. sources.TakeWhile(earlier => earlier != source).Select(earlier => MeterId.Safe(earlier.PlainId))];
        return Free(source.FallbackIds(), others.Contains);
    }

    private static string Free(IEnumerable<string> candidates, Func<string, bool> isTaken)
    {
        string last = "";
        foreach (string candidate in candidates)
        {
            last = MeterId.Safe(candidate);
            if (!isTaken(last))
                return last;
        }
        for (int n = 2; ; n++)
        {
            if (!isTaken($"{last}_{n}"))
                return $"{last}_{n}";
        }
    }
}
