using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>One register: what is believed of it, what is added to that, and what it is doubted for. Knows nothing of the meter's others.</summary>
internal sealed class GuardedRegister
{
    private static readonly TimeSpan LongestCount = TimeSpan.FromHours(1);
    private const decimal LongMemory = 30 * 24, TimesItsMean = 10;

    // Home Assistant takes a fall below this for a new meter.
    private const decimal NewStart = 0.9m;

    private decimal _counted, _hours;
    private bool _isFirst;
    private DateTimeOffset _changed;

    private GuardedRegister(decimal own, DateTimeOffset at) => (Own, Read, _changed) = (own, at, at);

    /// <summary>As the meter said it last, as far as that is believed.</summary>
    public decimal Own { get; private set; }

    public decimal Offset { get; private set; }

    /// <summary>When that was decided last; null: never, it is 0.</summary>
    public DateTimeOffset? OffsetSince { get; private set; }

    public decimal Published => Own + Offset;

    /// <summary>The last step that it went on after by itself; null once something else was decided.</summary>
    public StepTaken? Continued { get; private set; }

    /// <summary>When it last came, believed or not.</summary>
    public DateTimeOffset Read { get; private set; }

    public RegisterDoubt? Doubt { get; private set; }

    /// <summary>The factor of the option <c>scale</c> that is in it.</summary>
    public decimal? Factor { get; private set; }

    public static GuardedRegister First(decimal own, DateTimeOffset at, decimal? factor) => new(own, at) { Factor = factor, _isFirst = true };

    public static GuardedRegister Restored(decimal own, DateTimeOffset received, decimal? factor, RegisterMemory? memory) => memory is null
        ? new(own, received) { Factor = factor }
        : new(memory.Own, memory.Read)
        {
            Offset = memory.Offset,
            OffsetSince = memory.OffsetSince,
            Continued = memory.Continued,
            Factor = factor,
            Doubt = memory.Doubt,
            _changed = memory.Changed,
            _counted = memory.Counted,
            _hours = memory.Hours,
        };

    public RegisterMemory Memory => new(Own, Offset, Read, _changed, _counted, _hours, Doubt) { OffsetSince = OffsetSince, Continued = Continued };

    /// <summary>True where the fall is to no more than a new meter can have counted.</summary>
    public bool IsNewStart => Doubt is not null && Doubt.First <= Doubt.Most && Doubt.First + Offset < NewStart * Published;

    /// <summary>Another factor than the last value was multiplied by: what is published goes on, whatever it comes to.</summary>
    public void Rescale(decimal? factor, int decimals, DateTimeOffset at)
    {
        if (factor == Factor)
            return;
        decimal published = Published, by = (factor ?? 1) / (Factor ?? 1);
        Own = decimal.Round(Own * by, decimals);
        (Offset, OffsetSince) = (published - Own, at);
        (_counted, Factor, Doubt) = (_counted * by, factor, null);
    }

    /// <summary>True where it may count as it is: it goes on from what is believed.</summary>
    /// <param name="sent">What the meter says.</param>
    /// <param name="at">When.</param>
    /// <param name="anHour">The most it rises in an hour.</param>
    /// <param name="byChange">It is read more often than it counts: the time since it last changed tells.</param>
    /// <param name="largest">The largest power of the last telegrams, W; null: none tells on it.</param>
    /// <param name="newest">The newest power, where that is proven.</param>
    public bool Take(in Measurement sent, DateTimeOffset at, decimal anHour, bool byChange, decimal? largest, decimal? newest)
    {
        decimal number = sent.Number;
        decimal most = MostRise(at, byChange || Doubt is not null ? _changed : Read, anHour);
        Read = at;
        bool follows = number >= Own && number - Own <= most;
        if (Doubt is null && follows)
            return Believe(number, at);
        if (Doubt is not null)
        {
            decimal rise = number - Doubt.Last;
            bool goesOn = rise >= 0 && rise <= anHour * Hours(at - Doubt.LastAt);
            bool explained = largest is decimal watts ? rise <= (watts / 1000 * 1.5m * (decimal)(at - Doubt.LastAt).TotalHours) + Step(sent) : !Doubt.IsShort;
            if (follows && !(goesOn && explained))
                return Believe(number, at);
            if (goesOn)
            {
                Doubt = Doubt.With(number, at, newest);
                return false;
            }
        }
        // To where the register would stand without what is added: the old meter is back, or the factor.
        if (Math.Abs(Offset) >= anHour * Hours(Fuse.ShortestCount) && number >= Published && number - Published <= most)
        {
            (Offset, OffsetSince, Continued) = (0, at, null);
            return Believe(number, at);
        }
        Doubt = new RegisterDoubt(number, number, most, at, at, 1);
        return false;
    }

    /// <summary>The doubt is decided.</summary>
    /// <param name="decision">How it goes on.</param>
    /// <param name="byItself">Nobody was asked.</param>
    public void Decide(Decision decision, bool byItself)
    {
        if (Doubt is not RegisterDoubt doubt)
            return;
        Continued = byItself && decision == Decision.Continue ? new StepTaken(Published, doubt.First, Read) : null;
        (Offset, OffsetSince) = (decision == Decision.Continue ? Published - doubt.First : 0, Read);
        (Own, _changed, Doubt) = (doubt.Last, doubt.LastAt, null);
    }

    /// <summary>What the meter says is published from now on.</summary>
    public void DropOffset() => (Offset, OffsetSince, Continued) = (0, Read, null);

    /// <summary>Another meter's register, which goes on from where this one stood: what it has counted since it was first read is counted.</summary>
    public void ContinueAs(GuardedRegister successor)
    {
        decimal first = successor._hours < LongMemory ? successor.Own - successor._counted : successor.Own;
        (Offset, OffsetSince) = (Published - first, successor.Read);
        (Own, Read, Factor, Doubt) = (successor.Own, successor.Read, successor.Factor, successor.Doubt);
        (_changed, _counted, _hours) = (successor._changed, successor._counted, successor._hours);
    }

    /// <summary>The same meter's register, which was read under another identity meanwhile.</summary>
    public void GoOnWith(GuardedRegister same)
    {
        (Own, Read, Factor, Doubt) = (same.Own, same.Read, same.Factor, same.Doubt);
        (_changed, _counted, _hours) = (same._changed, same._counted, same._hours);
    }

    /// <summary>
    /// What the broker remembers of it: the newer offset counts, and of the figures that it is added to the higher. A register of which nothing else was known is doubted
    /// where it does not follow from that.
    /// </summary>
    /// <param name="carried">That.</param>
    /// <param name="anHour">The most it rises in an hour, which is all that is believed of a silence of unknown length.</param>
    public void Know(CarriedRegister carried, decimal anHour)
    {
        if (carried.Since > (OffsetSince ?? DateTimeOffset.MinValue))
            (Offset, OffsetSince) = (carried.Offset, carried.Since);
        bool isDoubtful = carried.Own > Own || (_isFirst && Own - carried.Own > anHour);
        if (carried.Since == OffsetSince && isDoubtful)
            Own = carried.Own!.Value;
        _isFirst = false;
    }

    private bool Believe(decimal number, DateTimeOffset at)
    {
        if (number != Own)
        {
            _counted += number - Own;
            _hours += (decimal)Math.Max(0, (at - _changed).TotalHours);
            _changed = at;
            if (_hours > LongMemory)
                (_counted, _hours) = (_counted / 2, _hours / 2);
        }
        (Own, Doubt) = (number, null);
        return true;
    }

    // At most an hour's; after longer silence what it usually counts, ten times.
    private decimal MostRise(DateTimeOffset at, DateTimeOffset since, decimal anHour)
    {
        TimeSpan silence = at - since;
        decimal most = anHour * Hours(silence > LongestCount ? LongestCount : silence);
        return silence > LongestCount && _hours >= 1 ? Math.Max(most, TimesItsMean * _counted / _hours * (decimal)silence.TotalHours) : most;
    }

    private static decimal Hours(TimeSpan time) => (decimal)(time > Fuse.ShortestCount ? time : Fuse.ShortestCount).TotalHours;

    private static decimal Step(in Measurement sent) => new(1, 0, 0, false, Math.Min(sent.Number.Scale, (byte)3));
}
