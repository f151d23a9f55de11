namespace EspSmartMeter.Sinks.History;

/// <summary>
/// The energy of one meter by the quarter of an hour, for two days, and by the hour, for forty. What flowed between two samples counts in the span that the middle between
/// them lies in; where they are further apart than samples usually come, nobody knows when it flowed, and it is kept apart as a gap.
/// </summary>
internal sealed class MeterHistory
{
    public static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15), Hour = TimeSpan.FromHours(1);

    private static readonly TimeSpan KeptQuarters = TimeSpan.FromDays(2), KeptHours = TimeSpan.FromDays(40);

    /// <summary>Samples this far apart leave no doubt that is worth telling; those of a register that comes by the hour lie a little further apart than one.</summary>
    private static readonly TimeSpan ShortSilence = TimeSpan.FromMinutes(5), LongestInterval = TimeSpan.FromMinutes(75);

    private const int MostGaps = 100;

    /// <summary>In kWh an hour; a register that steps further was set by somebody.</summary>
    private const decimal LargestConnection = 200, LargestRegisterStep = 1;

    private readonly List<EnergySpan> _quarters, _hours;
    private readonly List<EnergyGap> _gaps;

    /// <summary>A meter that was not heard before.</summary>
    public MeterHistory() => (_quarters, _hours, _gaps) = ([], [], []);

    /// <summary>A meter that the last run knew.</summary>
    public MeterHistory(EnergySample? newest, TimeSpan interval, IEnumerable<EnergySpan> quarters, IEnumerable<EnergySpan> hours, IEnumerable<EnergyGap> gaps)
    {
        (Newest, Interval) = (newest, interval);
        (_quarters, _hours, _gaps) = ([.. quarters], [.. hours], [.. gaps]);
    }

    /// <summary>What the registers showed last.</summary>
    public EnergySample? Newest { get; private set; }

    /// <summary>How often samples came last; zero until that is known.</summary>
    public TimeSpan Interval { get; private set; }

    public IReadOnlyList<EnergySpan> Quarters => _quarters;

    public IReadOnlyList<EnergySpan> Hours => _hours;

    public IReadOnlyList<EnergyGap> Gaps => _gaps;

    /// <summary>Takes in what the registers show.</summary>
    /// <param name="sample">A sample; one that is not newer than the last is left.</param>
    /// <param name="interval">How often samples come; zero until that is known.</param>
    public void Take(EnergySample sample, TimeSpan interval)
    {
        if (Newest is EnergySample before)
        {
            if (sample.At <= before.At && before.At - sample.At < Hour)
                return;
            // A silence is no measure of itself.
            Book(before, sample, usual: Interval > TimeSpan.Zero && Interval < interval ? Interval : interval);
            sample = sample with { Import = sample.Import ?? before.Import, Export = sample.Export ?? before.Export };
        }
        (Newest, Interval) = (sample, interval);
        Forget(sample.At);
    }

    private void Book(EnergySample before, EnergySample sample, TimeSpan usual)
    {
        TimeSpan between = sample.At - before.At;
        // The clock was set back.
        if (between <= TimeSpan.Zero)
            return;
        decimal import = Rise(before.Import, sample.Import, between), export = Rise(before.Export, sample.Export, between);
        if (between > Longest(usual))
        {
            // A silence that nothing flowed in is no news.
            if (import != 0 || export != 0)
                _gaps.Add(new EnergyGap(before.At, sample.At, import, export));
            return;
        }
        DateTimeOffset middle = before.At + (between / 2);
        Add(_quarters, Start(middle, Quarter), import, export);
        Add(_hours, Start(middle, Hour), import, export);
    }

    private static TimeSpan Longest(TimeSpan usual) => TimeSpan.FromTicks(Math.Clamp(usual.Ticks * 3 / 2, ShortSilence.Ticks, LongestInterval.Ticks));

    private static decimal Rise(decimal? before, decimal? now, TimeSpan between) =>
        now - before is decimal rise && rise > 0 && rise <= ((decimal)between.TotalHours * LargestConnection) + LargestRegisterStep ? rise : 0;

    private static DateTimeOffset Start(DateTimeOffset at, TimeSpan length) => new(at.UtcTicks - (at.UtcTicks % length.Ticks), TimeSpan.Zero);

    private static void Add(List<EnergySpan> spans, DateTimeOffset start, decimal import, decimal export)
    {
        int at = spans.Count - 1;
        while (at >= 0 && spans[at].From > start)
            at--;
        if (at >= 0 && spans[at].From == start)
            spans[at] = new EnergySpan(start, spans[at].Import + import, spans[at].Export + export);
        else
            spans.Insert(at + 1, new EnergySpan(start, import, export));
    }

    private void Forget(DateTimeOffset now)
    {
        ForgetBefore(_quarters, now - KeptQuarters);
        ForgetBefore(_hours, now - KeptHours);
        if (_gaps.Count > 0 && (_gaps.Count > MostGaps || _gaps[0].To < now - KeptHours))
            _gaps.RemoveAt(0);
    }

    private static void ForgetBefore(List<EnergySpan> spans, DateTimeOffset oldest)
    {
        if (spans.Count > 0 && spans[0].From < oldest)
            spans.RemoveAll(span => span.From < oldest);
    }
}
