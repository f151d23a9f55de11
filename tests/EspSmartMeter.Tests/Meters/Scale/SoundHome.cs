using EspSmartMeter.Meters.Scale;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation.Homes;

namespace EspSmartMeter.Tests.Meters.Scale;

/// <summary>What a home and its meter are like whose scales are right.</summary>
internal sealed record SoundHabits(HomeKind Kind)
{
    public bool ThreePhases { get; init; } = true;

    public bool Solar { get; init; }

    /// <summary>A battery at L1 keeps the whole near nothing, as far as it can.</summary>
    public bool Battery { get; init; }

    /// <summary>Nobody is there: a hundredth of what the home would take.</summary>
    public bool Asleep { get; init; }

    /// <summary>Active by apparent power, in hundredths.</summary>
    public int PowerFactor { get; init; } = 100;

    /// <summary>Seconds between two telegrams, and between two that bring registers.</summary>
    public int Every { get; init; } = 10;

    public int RegistersEvery { get; init; } = 10;

    /// <summary>So many seconds after their time the registers come.</summary>
    public int RegistersLate { get; init; }

    /// <summary>Watts are cut to this.</summary>
    public int PowerStep { get; init; } = 1;

    /// <summary>Watt-hours are cut to this.</summary>
    public int EnergyStep { get; init; } = 1;

    /// <summary>Milliamperes are cut to this.</summary>
    public int CurrentStep { get; init; } = 10;

    public bool SendsPhases { get; init; }

    /// <summary>One power with a sign.</summary>
    public bool SendsNet { get; init; }

    public bool HasTariffs { get; init; }

    /// <summary>Its registers count what each phase takes and gives; its power is that of the whole.</summary>
    public bool CountsEachPhase { get; init; }

    /// <summary>No neutral: volts between phases, so that volts times amperes come to the root of 3 more.</summary>
    public bool BetweenPhases { get; init; }

    /// <summary>One of fifty telegrams is lost, and once a day an hour.</summary>
    public bool HasGaps { get; init; }
}

/// <summary>A sound home behind a meter, lived through second by second; nothing may be asked of it.</summary>
internal sealed class SoundHome(SoundHabits habits, int seed)
{
    private const int Hour = 3600, Day = 86_400;

    private readonly HomePower _power = new(habits.Kind, seed, habits.ThreePhases, habits.Solar);
    private readonly ScaleProof _proof = new();
    private readonly Random _chance = new(seed);
    private readonly long[] _wattSeconds = new long[5];
    private readonly long[] _registers = new long[5];
    private Measurement[] _values = [];
    private long _lostUntil;

    /// <summary>So many telegrams were heard.</summary>
    public int Telegrams { get; private set; }

    /// <summary>All that was ever asked.</summary>
    public List<ScaleDoubt> Asked { get; } = [];

    public void Live(DateTimeOffset from, int days)
    {
        DateTimeOffset now = from;
        long start = from.ToUnixTimeSeconds();
        for (long second = start; second < start + ((long)days * Day); second++)
        {
            if (second % 900 == 0)
                now = EuropeanClock.Central.At(DateTimeOffset.FromUnixTimeSeconds(second));
            Phases watts = Watts(second, now);
            if ((second - habits.RegistersLate) % habits.RegistersEvery == 0 && habits.RegistersLate == 0)
                Keep();
            if (second % habits.Every == 0)
                Send(second, now, watts, (second - habits.RegistersLate) % habits.RegistersEvery < habits.Every);
            if (habits.RegistersLate > 0 && second % habits.RegistersEvery == 0)
                Keep();
            Count(watts, now.Hour is >= 7 and < 23 ? 2 : 3);
        }
    }

    private Phases Watts(long second, DateTimeOffset now)
    {
        Phases watts = _power.At(second, second + (long)now.Offset.TotalSeconds, now.DayOfYear).Watts;
        if (habits.Asleep)
            return new Phases(watts.L1 / 100, watts.L2 / 100, watts.L3 / 100);
        int others = watts.L2 + watts.L3;
        return habits.Battery && watts.Sum is > -4000 and < 3000 ? watts with { L1 = (int)(second / 7 % 31) - 15 - others } : watts;
    }

    private void Count(Phases watts, int tariff)
    {
        int import = Math.Max(0, watts.Sum), export = Math.Max(0, -watts.Sum);
        if (habits.CountsEachPhase)
        {
            import = Math.Max(0, watts.L1) + Math.Max(0, watts.L2) + Math.Max(0, watts.L3);
            export = import - watts.Sum;
        }
        _wattSeconds[0] += import;
        _wattSeconds[1] += export;
        _wattSeconds[tariff] += import;
    }

    private void Keep()
    {
        for (int i = 0; i < _registers.Length; i++)
            _registers[i] = _wattSeconds[i] / Hour / habits.EnergyStep * habits.EnergyStep;
    }

    private void Send(long second, DateTimeOffset now, Phases watts, bool withRegisters)
    {
        if (habits.HasGaps && second % Day == 43_200)
            _lostUntil = second + Hour;
        if (second < _lostUntil || (habits.HasGaps && _chance.Next(50) == 0))
            return;
        DateTimeOffset at = DateTimeOffset.FromUnixTimeSeconds(second).AddMilliseconds(_chance.Next(400));
        DateTime local = DateTimeOffset.FromUnixTimeSeconds(second).UtcDateTime + now.Offset;
        _proof.Begin(at, new MeterTime(local, (short)now.Offset.TotalMinutes));
        _values = [.. Values(watts, withRegisters)];
        foreach (Measurement value in _values)
            _proof.Take(value, null);
        _proof.End();
        Telegrams++;
        if (_proof.Doubts.Count > 0 && Asked.Count < 10)
            Asked.AddRange(_proof.Doubts.Except(Asked));
    }

    private IEnumerable<Measurement> Values(Phases watts, bool withRegisters)
    {
        if (habits.SendsNet)
        {
            yield return Power("1-0:16.7.0", watts.Sum);
        }
        else
        {
            yield return Power("1-0:1.7.0", Math.Max(0, watts.Sum));
            yield return Power("1-0:2.7.0", Math.Max(0, -watts.Sum));
        }
        int[] phases = habits.ThreePhases ? [watts.L1, watts.L2, watts.L3] : [watts.Sum];
        for (int phase = 0; phase < phases.Length; phase++)
        {
            // Capacitors of what stands by take their current always.
            decimal volts = 230 + ((phase * 3) - 2), vars = 40 * 230m / 100 * (110 - habits.PowerFactor) / 10, active = Math.Abs(phases[phase]);
            decimal apparent = Math.Max((active * 100 / habits.PowerFactor) * (habits.BetweenPhases ? 1.732m : 1), vars);
            yield return Measurement.OfNumber(Code($"1-0:{32 + (20 * phase)}.7.0"), volts, Unit.Volt);
            yield return Measurement.OfNumber(Code($"1-0:{31 + (20 * phase)}.7.0"), Math.Floor(apparent * 1000 / volts / habits.CurrentStep) * habits.CurrentStep / 1000, Unit.Ampere);
            if (!habits.SendsPhases)
                continue;
            yield return Power($"1-0:{21 + (20 * phase)}.7.0", Math.Max(0, phases[phase]));
            yield return Power($"1-0:{22 + (20 * phase)}.7.0", Math.Max(0, -phases[phase]));
        }
        if (!withRegisters)
            yield break;
        yield return Energy("1-0:1.8.0", 0);
        yield return Energy("1-0:2.8.0", 1);
        if (habits.HasTariffs)
        {
            yield return Energy("1-0:1.8.2", 2);
            yield return Energy("1-0:1.8.1", 3);
        }
    }

    private Measurement Power(string code, int watts) => Measurement.OfNumber(Code(code), watts / habits.PowerStep * habits.PowerStep, Unit.Watt);

    private Measurement Energy(string code, int register) => Measurement.OfNumber(Code(code), 1000 + (_registers[register] / 1000m), Unit.KilowattHour);

    private static readonly Dictionary<string, ObisCode> Codes = [];

    private static ObisCode Code(string code)
    {
        lock (Codes)
        {
            if (!Codes.TryGetValue(code, out ObisCode known))
                Codes[code] = known = ObisCode.Parse(code);
            return known;
        }
    }
}
