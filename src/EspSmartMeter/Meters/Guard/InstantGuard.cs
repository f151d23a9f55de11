using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>What is made of a value for now.</summary>
internal enum Verdict : byte
{
    /// <summary>It counts.</summary>
    Believed,

    /// <summary>The next telegram will tell.</summary>
    Waits,

    /// <summary>It cannot be.</summary>
    Withheld,
}

/// <summary>
/// Judges what a meter says of now. Where a CRC or a tag proves the telegram, all that such a quantity can be is believed. On a weaker check a value counts
/// that is near its last ones; another waits for the next telegram, and what no house has waits for six that agree.
/// </summary>
internal sealed class InstantGuard(Fuse fuse)
{
    private const int MostCodes = 512, TelegramsToBelieve = 6, Near = 4, SmallSteps = 4, LargeSteps = 20;

    private readonly Dictionary<ObisCode, Past> _pasts = [];

    private sealed class Past
    {
        /// <summary>The newest values sent, believed or not, the last one last.</summary>
        public readonly List<(decimal Number, long Telegram)> Sent = new(Near + 1);

        /// <summary>So many sound ones, each right behind the other, wait.</summary>
        public int Waiting;

        /// <summary>So many of the newest, each right behind the other, say what no house has, and agree.</summary>
        public int Beyond;

        public DateTimeOffset At;
    }

    public Verdict Judge(in Measurement instant, in TelegramContext telegram)
    {
        InstantRange range = InstantRange.Of(instant, fuse, telegram.At);
        if (!range.Has(instant.Number))
            return Verdict.Withheld;
        if (!_pasts.TryGetValue(instant.Code, out Past? past))
        {
            if (_pasts.Count == MostCodes)
                return Verdict.Withheld;
            _pasts[instant.Code] = past = new Past();
        }
        if (!telegram.IsFamiliar || !telegram.Follows(past.At))
            past.Waiting = 0;
        past.Beyond = range.HasUsual(instant.Number) || !range.HasUnproven(instant.Number) ? 0
            : past.Beyond > 0 && AgreesWithLast(past, instant.Number, telegram.Number) ? past.Beyond + 1 : 1;
        bool believed = telegram.IsProven
            || (range.HasUsual(instant.Number) ? IsBorneOut(past, instant, telegram) : past.Beyond >= TelegramsToBelieve);
        past.Sent.Add((instant.Number, telegram.Number));
        if (past.Sent.Count > Near)
            past.Sent.RemoveAt(0);
        past.Waiting = believed || !telegram.IsFamiliar ? 0 : past.Waiting + 1;
        past.At = telegram.At;
        if (believed)
            return Verdict.Believed;
        return range.HasUsual(instant.Number) ? Verdict.Waits : Verdict.Withheld;
    }

    private static bool IsBorneOut(Past past, in Measurement instant, in TelegramContext telegram)
    {
        if (!telegram.IsFamiliar || past.Sent.Count == 0 || past.Sent[^1].Telegram < telegram.Number - 1)
            return false;
        decimal lowest = decimal.MaxValue, highest = decimal.MinValue, nearest = decimal.MaxValue;
        foreach ((decimal sent, _) in past.Sent)
        {
            (lowest, highest) = (Math.Min(lowest, sent), Math.Max(highest, sent));
            nearest = Math.Min(nearest, Math.Abs(instant.Number - sent));
        }
        decimal step = StepAt(lowest, highest, instant.Unit);
        (decimal usualLowest, decimal usualHighest) = WithoutOutlier(past.Sent, lowest, highest);
        // What has not moved at all does not move by a little either. The one before waited for this one; where each is another again, it is the house.
        return past.Waiting switch
        {
            0 => nearest <= Math.Min(StepAt(usualLowest, usualHighest, instant.Unit), usualHighest - usualLowest),
            1 => Math.Abs(instant.Number - past.Sent[^1].Number) <= step || IsWithin(lowest - (SmallSteps * step), highest + (SmallSteps * step), instant.Number),
            _ => IsWithin(lowest - (LargeSteps * step), highest + (LargeSteps * step), instant.Number),
        };
    }

    // A damaged value among the last ones makes no other one likely.
    private static (decimal Lowest, decimal Highest) WithoutOutlier(List<(decimal Number, long Telegram)> sent, decimal lowest, decimal highest)
    {
        if (sent.Count < Near)
            return (lowest, highest);
        Span<decimal> sorted = stackalloc decimal[Near];
        for (int i = 0; i < Near; i++)
            sorted[i] = sent[i].Number;
        sorted.Sort();
        return sorted[^2] - sorted[0] <= sorted[^1] - sorted[1] ? (sorted[0], sorted[^2]) : (sorted[1], sorted[^1]);
    }

    private static decimal StepAt(decimal lowest, decimal highest, Unit unit) => Step(unit, Math.Max(Math.Abs(lowest), Math.Abs(highest)));

    private static bool IsWithin(decimal lowest, decimal highest, decimal number) => number >= lowest && number <= highest;

    private static bool AgreesWithLast(Past past, decimal number, long telegram)
    {
        (decimal sent, long of) = past.Sent[^1];
        return of == telegram - 1 && Math.Sign(sent) == Math.Sign(number) && Math.Abs(sent) <= Math.Abs(number) * 2 && Math.Abs(number) <= Math.Abs(sent) * 2;
    }

    /// <summary>How far a quantity goes from one telegram to the next without anything being switched.</summary>
    private static decimal Step(Unit unit, decimal largest) => unit switch
    {
        Unit.Watt or Unit.Var or Unit.VoltAmpere => Math.Max(50, largest / 10),
        Unit.Ampere => Math.Max(0.3m, largest / 10),
        Unit.Volt => 3,
        Unit.Hertz => 0.05m,
        Unit.Degree => 10,
        _ => Math.Max(0.1m, largest / 10),
    };
}
