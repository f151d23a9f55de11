using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Scale;

/// <summary>
/// A register beside what is told of its energy otherwise. It is looked at where it moves: what it rose by from one of its steps to the next is exact, also where it
/// moves once an hour.
/// </summary>
internal sealed class RegisterScale(ScaledValue value)
{
    private const int JoulesAKilowattHour = 3_600_000;

    /// <summary>A stretch is long enough to mean out what happened between two samples, and what comes late.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30), Longest = TimeSpan.FromHours(26);

    /// <summary>The least that has to flow, in joules by the larger of both: 50 Wh. A home in which less flows is asleep.</summary>
    private const decimal Least = 180_000;

    /// <summary>What power's own step may hide of a stretch, as a share.</summary>
    private const decimal MostUncertain = 0.15m;

    private const int FewestSteps = 3;

    private readonly FinestStep _step = new();
    private Mark? _mark;
    private TimeSpan _time;
    private decimal _shown, _told, _uncertainty;

    /// <summary>Where it last moved.</summary>
    private readonly record struct Mark(decimal Number, DateTimeOffset At, decimal Told, decimal Uncertainty, long Breaks, long Turns, DateTime? Stamp);

    private readonly RatioProof _proof = new(KnownFactor.OfEnergy, spread: 1.33m);

    public ScaledValue Value => value;

    /// <summary>How many times what is told of its energy it rises by; null: not known.</summary>
    public decimal? Factor => _proof.Factor;

    /// <summary>What it rose by when it was last read, in joules; 0: it did not, or nobody knows.</summary>
    public decimal Rise { get; private set; }

    /// <summary>Takes in a reading; true where something else is proven than before.</summary>
    /// <param name="at">When it came: now.</param>
    /// <param name="stamp">The telegram's own clock.</param>
    /// <param name="told">What is told of its energy.</param>
    /// <param name="turns">Grows when another tariff than its own counts.</param>
    public bool Read(DateTimeOffset at, MeterTime? stamp, ToldEnergy told, long turns)
    {
        Rise = 0;
        decimal kilowattHours = value.Number;
        if (kilowattHours == _mark?.Number)
            return false;
        _step.Take(kilowattHours);
        Mark now = new(kilowattHours, at, told.Joules, told.Uncertainty, told.Breaks, turns, stamp?.Local);
        Mark? before = _mark;
        _mark = now;
        if (before is not Mark last || kilowattHours < last.Number)
            return false;
        Rise = (kilowattHours - last.Number) * JoulesAKilowattHour;
        return IsWhole(last, now) && Add(Rise, last, now);
    }

    /// <summary>False where something was missed in between, another tariff counted, or time did not go on as the meter's clock says: old telegrams that are read at once.</summary>
    private static bool IsWhole(in Mark last, in Mark now)
    {
        TimeSpan time = now.At - last.At;
        if (now.Breaks != last.Breaks || now.Turns != last.Turns || time <= TimeSpan.Zero || time > Longest)
            return false;
        return now.Stamp is not DateTime clock || last.Stamp is not DateTime clockBefore || (clock - clockBefore - time).Duration() <= (time / 4) + TimeSpan.FromMinutes(1);
    }

    private bool Add(decimal rise, in Mark last, in Mark now)
    {
        _time += now.At - last.At;
        _shown += rise;
        _told += now.Told - last.Told;
        _uncertainty += now.Uncertainty - last.Uncertainty;
        bool isClear = _shown >= FewestSteps * _step.Value * JoulesAKilowattHour && _uncertainty <= MostUncertain * _told && Math.Max(_shown, _told) >= Least;
        if (_time < Shortest || !(isClear || _time > Longest))
            return false;
        bool isNews = isClear && _proof.Add(_shown, _told);
        (_time, _shown, _told, _uncertainty) = (TimeSpan.Zero, 0, 0, 0);
        return isNews;
    }
}
