using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>
/// On a weak check a register counts when the next telegram bears it out: a damaged digit makes it fall again. What the power of the telegrams before
/// explains counts at once. One a register.
/// </summary>
internal sealed class Corroboration
{
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(30), LongestWait = TimeSpan.FromMinutes(2);

    // So often in a row it must have risen, or stood, though the power does not tell that so much was used; where there is no power; before its first value counts.
    private const int RisesBesidePower = 6, RisesAlone = 3, FirstRises = 2;

    private (Measurement Sent, DateTimeOffset At)? _waiting;
    private int _rises;
    private (decimal Number, DateTimeOffset At)? _counted;

    /// <summary>So often it stood still: power that flows counts elsewhere, in another tariff.</summary>
    private int _still;

    private const int LongStill = 3;

    /// <summary>The value to count: this one, or the one before it; null: none yet.</summary>
    /// <param name="sent">A register.</param>
    /// <param name="telegram">It came in this.</param>
    /// <param name="most">The most it can rise from one moment to another.</param>
    /// <param name="watts">What the meter measured last, where that tells on this register.</param>
    public Measurement? Confirm(in Measurement sent, in TelegramContext telegram, Func<TimeSpan, decimal> most, decimal? watts)
    {
        (Measurement Sent, DateTimeOffset At)? before = _waiting;
        _waiting = (sent, telegram.At);
        bool rises = before is (Measurement last, DateTimeOffset lastAt) && sent.Number >= last.Number && sent.Number - last.Number <= most(telegram.At - lastAt);
        _rises = rises && telegram.Follows(before!.Value.At) ? _rises + 1 : 0;
        if (_counted is (decimal counted, DateTimeOffset since) && telegram.Follows(since) && IsExplained(counted, since, sent, telegram, watts) && telegram.IsFamiliar)
            return Count(sent, telegram.At);
        if (!rises || before is not (Measurement earlier, DateTimeOffset came))
            return null;
        TimeSpan gap = telegram.At - came;
        decimal rise = sent.Number - earlier.Number;
        // A damaged code names a register that this meter has not.
        if (_counted is null && !(telegram.IsFamiliar && IsBeginning(rise, gap, sent, most, watts)))
            return null;
        // A digit that was lowered makes it rise by more than was used. Where telegrams were lost between the two, the power must say the same.
        int rising = _counted is null ? FirstRises : watts is null ? RisesAlone : RisesBesidePower;
        bool agrees = (telegram.Follows(came) && (IsUsed(rise, gap, sent, watts) || _rises >= rising))
            || _counted?.Number == sent.Number
            || (gap >= LongWait && gap <= LongestWait && watts is not null && Math.Abs(rise - Energy(watts.Value, gap)) <= Energy(watts.Value, telegram.Interval ?? default) + Step(sent));
        if (!agrees)
            return null;
        return telegram.IsFamiliar && IsExplained(earlier.Number, came, sent, telegram, watts) && telegram.Follows(came)
            ? Count(sent, telegram.At)
            : Count(earlier, came);
    }

    private Measurement Count(in Measurement counted, DateTimeOffset at)
    {
        _still = _counted?.Number == counted.Number ? _still + 1 : 0;
        _counted = (counted.Number, at);
        return counted;
    }

    private bool IsExplained(decimal from, DateTimeOffset since, in Measurement sent, in TelegramContext telegram, decimal? watts) =>
        sent.Number == from
        || (watts is decimal power && _still < LongStill && sent.Number > from && sent.Number - from <= Energy(power, telegram.At - since) + Step(sent));

    // Nothing was counted before: a first value that a damaged digit lowered must not pass, since what follows it would be counted as used.
    private static bool IsBeginning(decimal rise, TimeSpan gap, in Measurement sent, Func<TimeSpan, decimal> most, decimal? watts) =>
        rise <= Step(sent) + (watts is decimal power ? 2 * Energy(power, gap) : most(Fuse.ShortestCount) * (decimal)(gap / Fuse.ShortestCount));

    private static bool IsUsed(decimal rise, TimeSpan gap, in Measurement sent, decimal? watts) => watts is decimal power && rise <= (2 * Energy(power, gap)) + Step(sent);

    private static decimal Energy(decimal watts, TimeSpan time) => watts / 1000 * (decimal)time.TotalHours;

    // One of its last digit: it may have been about to turn.
    private static decimal Step(in Measurement sent) => new(1, 0, 0, false, Math.Min(sent.Number.Scale, (byte)3));
}
