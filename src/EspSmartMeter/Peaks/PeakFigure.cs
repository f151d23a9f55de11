using EspSmartMeter.Peaks.Schemes;

namespace EspSmartMeter.Peaks;

/// <summary>A window that counts, or the highest of its day or week.</summary>
/// <param name="Group">What it is told apart by.</param>
/// <param name="Start">When it began, in milliseconds since 1970.</param>
/// <param name="Milliwatts">Its mean, weighed.</param>
internal readonly record struct PeakEntry(long Group, long Start, long Milliwatts);

/// <summary>The figure of a month that is over.</summary>
/// <param name="Month">Twelve times the year, and the month from 0 on.</param>
/// <param name="Milliwatts">With the floor.</param>
/// <param name="IsPartial">Something of it was not heard: it may have been more.</param>
internal readonly record struct PeakMonth(int Month, long Milliwatts, bool IsPartial = false);

/// <summary>One component's figure: the highest windows of the running month, and the months before. Integers only: milliwatts.</summary>
internal sealed class PeakFigure(PeakComponent component)
{
    private const int MonthsBefore = 11;

    private readonly List<PeakEntry> _entries = [];
    private readonly List<PeakMonth> _past = [];

    public PeakComponent Component => component;

    /// <summary>The running month, as of <see cref="PeakMonth.Month"/>.</summary>
    public int Month { get; private set; }

    /// <summary>Highest first; of each day or week one, or as many as count.</summary>
    public IReadOnlyList<PeakEntry> Entries => _entries;

    /// <summary>Those whose mean is the month's figure.</summary>
    public IEnumerable<PeakEntry> Counting => _entries.Take(component.Highest);

    /// <summary>Oldest first; at most eleven.</summary>
    public IReadOnlyList<PeakMonth> Past => _past;

    /// <summary>The month's figure as it stands, with the floor.</summary>
    public long OfMonth => Math.Max(Floor, _entries.Count == 0 ? 0 : Sum(_entries) / Math.Min(_entries.Count, component.Highest));

    /// <summary>What is billed as it stands: the month's figure, or the mean of the last twelve that are known.</summary>
    public long Billed => component.Period == PeakPeriod.Month ? OfMonth : (_past.Sum(month => month.Milliwatts) + OfMonth) / (_past.Count + 1);

    private long Floor => component.FloorWatts * 1000L;

    /// <summary>Time has come to this month: those before are over.</summary>
    /// <param name="month">As of <see cref="PeakMonth.Month"/>.</param>
    /// <param name="isPartial">Something of the one that ends was not heard.</param>
    public void BeginMonth(int month, bool isPartial = false)
    {
        if (month == Month || month == Month - 1)
            return;
        if (month < Month)
        {
            // The clock was far ahead: those months never were.
            _entries.Clear();
            _past.RemoveAll(past => past.Month >= month);
            Month = month;
            return;
        }
        // A month that nothing was measured in is not guessed.
        if (_entries.Count > 0)
            _past.Add(new PeakMonth(Month, OfMonth, isPartial));
        _past.RemoveAll(past => past.Month < month - MonthsBefore);
        _entries.Clear();
        Month = month;
    }

    /// <summary>Takes in a window of the running month.</summary>
    public void Take(PeakEntry entry)
    {
        int known = _entries.FindIndex(other => other.Group == entry.Group);
        if (known >= 0 && _entries[known].Milliwatts >= entry.Milliwatts)
            return;
        if (known >= 0)
            _entries.RemoveAt(known);
        int place = _entries.FindIndex(other => other.Milliwatts < entry.Milliwatts);
        _entries.Insert(place < 0 ? _entries.Count : place, entry);
        // What is below those that count is never asked for again, where windows are not grouped.
        if (component.Grouping == PeakGrouping.None && _entries.Count > component.Highest)
            _entries.RemoveAt(_entries.Count - 1);
    }

    /// <summary>The highest weighed mean that a window of this group may have and the bill stays; null: none raises it.</summary>
    public long? Limit(long group)
    {
        long[] others = [.. _entries.Where(entry => entry.Group != group).Select(entry => entry.Milliwatts).Take(component.Highest)];
        long own = _entries.Where(entry => entry.Group == group).Select(entry => entry.Milliwatts).FirstOrDefault();
        int count = Math.Min(component.Highest, others.Length + 1);
        if (Allowed(count) is not long allowed)
            return null;
        long limit = Math.Max(allowed - others.Take(count - 1).Sum(), own);
        // Below the lowest that counts it does not count.
        return others.Length >= component.Highest ? Math.Max(limit, others[component.Highest - 1]) : limit;
    }

    /// <summary>What so many windows may sum up to; null: anything.</summary>
    private long? Allowed(int count)
    {
        if (component.StepsWatts.Count > 0)
            return NextStep() is long step ? Math.Max(Floor, OfMonthAt(step)) * count : null;
        int had = Math.Min(_entries.Count, component.Highest);
        return Math.Max(Floor * count, had == 0 ? 0 : Sum(_entries) * count / had);
    }

    private long? NextStep()
    {
        long billed = Billed;
        foreach (int step in component.StepsWatts)
        {
            if (billed <= step * 1000L)
                return step * 1000L;
        }
        return null;
    }

    /// <summary>The month's figure with which what is billed comes to this.</summary>
    private long OfMonthAt(long billed) => component.Period == PeakPeriod.Month ? billed : (billed * (_past.Count + 1)) - _past.Sum(month => month.Milliwatts);

    private long Sum(IEnumerable<PeakEntry> entries) => entries.Take(component.Highest).Sum(entry => entry.Milliwatts);

    /// <summary>Takes over what another run knew.</summary>
    public void Restore(int month, IEnumerable<PeakEntry> entries, IEnumerable<PeakMonth> past)
    {
        Month = month;
        _entries.Clear();
        _past.Clear();
        foreach (PeakEntry entry in entries)
            Take(entry);
        _past.AddRange(past.OrderBy(before => before.Month).TakeLast(MonthsBefore));
    }
}
