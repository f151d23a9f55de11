namespace SmartMeter.Simulation.Homes;

/// <summary>What a simulated home is made of.</summary>
/// <param name="ThreePhases">False: one phase.</param>
/// <param name="Solar">A roof that exports at noon.</param>
/// <param name="Clock">The wall clock its people, and its meter, live by.</param>
/// <param name="GasAskedEverySeconds">Hourly; 300 in Belgium.</param>
/// <param name="WaterAskedEverySeconds">How often the water meter is asked.</param>
/// <param name="Kind">What it is full of.</param>
public sealed record HomeOptions(
    bool ThreePhases = true, bool Solar = false, EuropeanClock? Clock = null, int GasAskedEverySeconds = 3600, int WaterAskedEverySeconds = 3600,
    HomeKind Kind = HomeKind.Usual);

/// <summary>
/// A home at a moment: what flows, and what the registers have counted. A step is one second; every quantity is an integer, power is
/// constant within a step, and registers are its exact integral.
/// </summary>
public sealed class Home
{
    private const int Quadrants = 4, PhaseCount = 3;
    private static readonly DateTimeOffset Earliest = DateTimeOffset.FromUnixTimeSeconds(0);

    private readonly HomeOptions _options;
    private readonly SeededNoise _noise;
    private readonly HomePower _power;
    private readonly EnergyRegister[] _quadrants = new EnergyRegister[Quadrants];
    private readonly EnergyRegister[] _phaseImport = new EnergyRegister[PhaseCount];
    private readonly EnergyRegister[] _phaseExport = new EnergyRegister[PhaseCount];
    private long _second;
    private TimeSpan _offset;
    private int _hour, _dayOfYear;

    public Home(HomeOptions options, int seed, DateTimeOffset start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(start, Earliest);
        _options = options;
        Clock = options.Clock ?? EuropeanClock.Central;
        _noise = new SeededNoise(seed);
        _power = new HomePower(options.Kind, seed, options.ThreePhases, options.Solar);
        _second = start.ToUnixTimeSeconds();

        ActiveImport = new EnergyRegister(9_000_000 + Initial(1, 9_000_000), 7_000_000 + Initial(2, 9_000_000));
        ActiveExport = options.Solar ? new EnergyRegister(1_000_000 + Initial(3, 4_000_000), 2_000_000 + Initial(4, 6_000_000)) : new EnergyRegister(0, 0);
        ReactiveImport = new EnergyRegister(200_000 + Initial(5, 400_000), 100_000 + Initial(6, 400_000));
        ReactiveExport = new EnergyRegister(900_000 + Initial(7, 2_000_000), 700_000 + Initial(8, 900_000));
        for (int i = 0; i < Quadrants; i++)
            _quadrants[i] = new EnergyRegister(10_000 + Initial(9 + i, 300_000), 0);
        for (int phase = 0; phase < PhaseCount; phase++)
        {
            _phaseImport[phase] = new EnergyRegister(3_000_000 + Initial(15 + phase, 3_000_000), 0);
            _phaseExport[phase] = new EnergyRegister(options.Solar ? 1_000_000 + Initial(18 + phase, 1_000_000) : 0, 0);
        }
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(_second);
        Gas = new FlowMeter(1_500_000 + Initial(13, 6_000_000), options.GasAskedEverySeconds, now);
        Water = new FlowMeter(100_000 + Initial(14, 900_000), options.WaterAskedEverySeconds, now);
        Peaks = new DemandPeaks(Clock, _noise, now);
        Measure();
    }

    public EuropeanClock Clock { get; }

    /// <summary>The instant that everything here is true at, to the second.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(_second);

    /// <summary>The meter's wall clock.</summary>
    public DateTimeOffset Local => DateTimeOffset.FromUnixTimeSeconds(_second).ToOffset(_offset);

    /// <summary>Watts a phase takes (positive) or gives.</summary>
    public Phases Power { get; private set; }

    /// <summary>Vars a phase takes (positive: inductive) or gives.</summary>
    public Phases Reactive { get; private set; }

    /// <summary>Tenths of a volt; 0 on a phase that is not there.</summary>
    public Phases Decivolts { get; private set; }

    public Phases Milliamperes { get; private set; }

    /// <summary>1 or 2 (low price) as the Netherlands number them: 1 is low, at night and at weekends.</summary>
    public int Tariff { get; private set; }

    public long PowerImport => Math.Max(0, Power.Sum);

    public long PowerExport => Math.Max(0, -Power.Sum);

    public long ReactiveImportPower => Math.Max(0, Reactive.Sum);

    public long ReactiveExportPower => Math.Max(0, -Reactive.Sum);

    /// <summary>Wh.</summary>
    public EnergyRegister ActiveImport { get; }

    /// <summary>Wh.</summary>
    public EnergyRegister ActiveExport { get; }

    /// <summary>varh.</summary>
    public EnergyRegister ReactiveImport { get; }

    /// <summary>varh.</summary>
    public EnergyRegister ReactiveExport { get; }

    /// <summary>varh of quadrant 1 to 4.</summary>
    public long Quadrant(int number) => _quadrants[number - 1].Total;

    /// <summary>Wh that phase 1 to 3 alone has taken.</summary>
    public long PhaseImport(int phase) => _phaseImport[phase - 1].Total;

    /// <summary>Wh that phase 1 to 3 alone has given.</summary>
    public long PhaseExport(int phase) => _phaseExport[phase - 1].Total;

    public FlowMeter Gas { get; }

    public FlowMeter Water { get; }

    public DemandPeaks Peaks { get; }

    /// <summary>Thousandths of a hertz.</summary>
    public int Millihertz => 50_000 + _noise.Smooth(204, _second, 60, 30);

    /// <summary>Active by apparent power, in thousandths.</summary>
    public int PowerFactor(int phase)
    {
        (long watts, long vars) = phase switch
        {
            1 => ((long)Power.L1, (long)Reactive.L1),
            2 => (Power.L2, Reactive.L2),
            3 => (Power.L3, Reactive.L3),
            _ => (Power.Sum, Reactive.Sum),
        };
        long apparent = SquareRoot((watts * watts) + (vars * vars));
        return apparent == 0 ? 1000 : (int)Math.Min(1000, Math.Abs(watts) * 1000 / apparent);
    }

    /// <summary>VA, import or export as the active power goes.</summary>
    public long Apparent => SquareRoot(((long)Power.Sum * Power.Sum) + ((long)Reactive.Sum * Reactive.Sum));

    /// <summary>Lets time pass, second by second. Going back is an error.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        long target = instant.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfLessThan(target, _second);
        while (_second < target)
        {
            Count();
            _second++;
            Measure();
        }
    }

    private long Initial(int register, int bound) => _noise.Below(401, register, bound);

    // The second that begins at _second: what flows is constant in it.
    private void Count()
    {
        ActiveImport.Add(PowerImport, Tariff);
        ActiveExport.Add(PowerExport, Tariff);
        ReactiveImport.Add(ReactiveImportPower, Tariff);
        ReactiveExport.Add(ReactiveExportPower, Tariff);
        int quadrant = Power.Sum >= 0 ? (Reactive.Sum >= 0 ? 0 : 3) : (Reactive.Sum >= 0 ? 1 : 2);
        _quadrants[quadrant].Add(Math.Abs((long)Reactive.Sum), 1);
        CountPhase(0, Power.L1);
        CountPhase(1, Power.L2);
        CountPhase(2, Power.L3);
        Gas.Add(GasFlow(), _second);
        Water.Add(WaterFlow(), _second);
        Peaks.Add(PowerImport, _second);
    }

    private void CountPhase(int phase, int watts)
    {
        _phaseImport[phase].Add(Math.Max(0, watts), 1);
        _phaseExport[phase].Add(Math.Max(0, -watts), 1);
    }

    private void Measure()
    {
        if (_second % 900 == 0 || _offset == default)
            KeepTime();
        long localSecond = _second + (_offset.Ticks / TimeSpan.TicksPerSecond);
        (Power, Phases motors) = _power.At(_second, localSecond, _dayOfYear);
        Reactive = new Phases(VarsOf(1, motors.L1), VarsOf(2, motors.L2), VarsOf(3, motors.L3));
        Decivolts = new Phases(Voltage(1, Power.L1), Voltage(2, Power.L2), Voltage(3, Power.L3));
        Milliamperes = new Phases(
            Current(Power.L1, Reactive.L1, Decivolts.L1), Current(Power.L2, Reactive.L2, Decivolts.L2), Current(Power.L3, Reactive.L3, Decivolts.L3));
    }

    // What changes at full quarter-hours at most: the season, the hour, the day, the tariff.
    private void KeepTime()
    {
        DateTimeOffset local = Clock.At(Now);
        (_offset, _hour, _dayOfYear) = (local.Offset, local.Hour, local.DayOfYear);
        bool high = local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && local.Hour is >= 7 and < 23;
        Tariff = high ? 2 : 1;
    }

    private bool Has(int phase) => phase == 1 || _options.ThreePhases;

    // Motors lag, power supplies lead.
    private int VarsOf(int phase, int motorWatts) =>
        Has(phase) ? (motorWatts * 45 / 100) - 55 + _noise.Smooth(210 + phase, _second, 300, 30) : 0;

    // The grid wanders; the own line of 0.25 ohm drops or lifts it.
    private int Voltage(int phase, int watts) =>
        Has(phase) ? 2310 + _noise.Smooth(200, _second, 600, 45) + _noise.Smooth(220 + phase, _second, 9, 7) - (watts / 92) : 0;

    private static int Current(long watts, long vars, int decivolts) =>
        decivolts == 0 ? 0 : (int)(SquareRoot(((watts * watts) + (vars * vars)) * 100_000_000) / decivolts);

    private int GasFlow()
    {
        // A boiler of 1.2 m³/h, on for a third of the time by day, less at night.
        int share = _hour is >= 6 and < 22 ? 33 : 8;
        return _noise.Below(501, _second / 600, 100) < share ? 333 : 0;
    }

    private int WaterFlow() => _hour is >= 6 and < 23 && _noise.Below(502, _second / 60, 40) == 0 ? 150 : 0;

    private static long SquareRoot(long value)
    {
        long root = (long)Math.Sqrt(value);
        while (root * root > value)
            root--;
        while ((root + 1) * (root + 1) <= value)
            root++;
        return root;
    }
}
