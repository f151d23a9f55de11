using EspSmartMeter.Meters.Live;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation.Homes;

namespace EspSmartMeter.Tests.Meters.Live;

/// <summary>How a meter stamps its hourly registers.</summary>
internal enum Stamps
{
    Right,
    None,

    /// <summary>Standard time all year, told as local time: an hour behind in summer.</summary>
    StandardTime,

    /// <summary>By a clock that is two minutes ahead, and sends by it.</summary>
    Ahead,

    /// <summary>By a clock that is seven minutes behind, and sends by it.</summary>
    Behind,
}

/// <summary>
/// A home, its meter that sends power every few seconds and registers each hour, and the app that carries them forward, in virtual time; with what goes wrong: telegrams
/// that do not come, restarts, clocks.
/// </summary>
internal sealed class LiveHome
{
    private const int Hour = 3600, Quarter = 900, ListDelay = 8;

    private readonly HomePower _home;
    private readonly Random _chance;
    private readonly Stamps _stamps;
    private readonly int _halvesASample;
    private readonly bool _disturbed;
    private LiveMemory?[] _saved = [null, null];
    private DateTimeOffset _outageUntil;
    private TimeSpan _clock, _meterClock;
    private bool _lostList, _disturbance, _disturbanceBefore;

    public LiveHome(HomeKind kind, Stamps stamps, double seconds, int stepWattHours, int seed, bool disturbed)
    {
        TimeSpan interval = TimeSpan.FromSeconds(seconds);
        _home = new HomePower(kind, seed);
        _chance = new Random(seed);
        _stamps = stamps;
        _halvesASample = (int)(seconds * 2);
        _disturbed = disturbed;
        _meterClock = TimeSpan.FromMinutes(stamps == Stamps.Ahead ? 2 : stamps == Stamps.Behind ? -7 : 0);
        Directions = [new LiveDirection(interval, stepWattHours, 12_345), new LiveDirection(interval, stepWattHours, 6_789)];
        Errors = [new HourlyErrors(stepWattHours), new HourlyErrors(stepWattHours)];
    }

    /// <summary>Import and export.</summary>
    public LiveDirection[] Directions { get; }

    /// <summary>Of undisturbed hours.</summary>
    public HourlyErrors[] Errors { get; }

    public void Live(DateTimeOffset from, int days)
    {
        long start = from.ToUnixTimeSeconds(), end = start + (days * 24L * Hour);
        DateTimeOffset now = from;
        for (long second = start; second < end; second++)
        {
            if (second % Quarter == 0)
                now = EuropeanClock.Central.At(DateTimeOffset.FromUnixTimeSeconds(second));
            DateTimeOffset instant = DateTimeOffset.FromUnixTimeSeconds(second);
            int watts = _home.At(second, second + (long)now.Offset.TotalSeconds, now.DayOfYear).Watts.Sum;
            Second(second, instant, watts);
        }
    }

    private void Second(long second, DateTimeOffset instant, int watts)
    {
        long meterSecond = second + (long)_meterClock.TotalSeconds;
        for (int half = 0; half < 2; half++)
        {
            if (((second * 2) + half) % _halvesASample == 0)
                Sample(instant + TimeSpan.FromMilliseconds(500 * half), watts);
        }
        if (meterSecond % Hour == 0)
            Each(direction => direction.Take());
        if (meterSecond % Hour == ListDelay)
            SendRegisters(instant);
        // Once a minute, and in the last two seconds of each quarter of an hour, by the app's own clock.
        if (second % 60 == 20 || (second + (long)_clock.TotalSeconds) % Quarter == Quarter - 2)
            Each(direction => direction.Publish(instant + _clock + TimeSpan.FromMilliseconds(300)));
        if (second % Quarter == 21)
            _saved = [.. Directions.Select(direction => direction.Register.Remembered())];
        Directions[0].Flow(Math.Max(0, watts));
        Directions[1].Flow(Math.Max(0, -watts));
        if (second % Hour == Hour - 1)
            EndHour();
        if (_disturbed && second % Hour == Hour / 3)
            Disturb(instant);
    }

    private void Sample(DateTimeOffset at, int watts)
    {
        if (at < _outageUntil)
            return;
        Directions[0].Sample(at + _clock, Math.Max(0, watts));
        Directions[1].Sample(at + _clock, Math.Max(0, -watts));
    }

    private void SendRegisters(DateTimeOffset at)
    {
        bool lost = _lostList || at < _outageUntil;
        _lostList = false;
        if (lost)
            return;
        DateTimeOffset full = at + _meterClock - TimeSpan.FromSeconds(ListDelay);
        DateTimeOffset local = EuropeanClock.Central.At(full), standard = EuropeanClock.CentralStandard.At(full);
        MeterTime? stamp = _stamps switch
        {
            Stamps.None => null,
            Stamps.StandardTime => new MeterTime(standard.DateTime, (short)local.Offset.TotalMinutes),
            _ => new MeterTime(local.DateTime, (short)local.Offset.TotalMinutes),
        };
        Each(direction => direction.Read(stamp, at + _clock));
    }

    private void EndHour()
    {
        for (int i = 0; i < Directions.Length; i++)
            Errors[i].EndHour(Directions[i].Published, Directions[i].Joules, undisturbed: !_disturbance && !_disturbanceBefore);
        (_disturbanceBefore, _disturbance) = (_disturbance, false);
    }

    /// <summary>In about every tenth hour something goes wrong.</summary>
    private void Disturb(DateTimeOffset now)
    {
        // An outage, or a clock that is still wrong, is none less in its second hour.
        _disturbance |= now < _outageUntil || _clock != TimeSpan.Zero;
        int chance = _chance.Next(1000);
        _disturbance |= chance < 110;
        if (chance < 30)
            _outageUntil = now + TimeSpan.FromSeconds(Math.Pow(10, 1 + (3 * _chance.NextDouble())));
        else if (chance < 45)
            Restart([.. Directions.Select(direction => direction.Register.Remembered())], now);
        else if (chance < 60)
            Restart(_saved, now);
        else if (chance < 63)
            Restart([null, null], now);
        else if (chance < 80)
            _lostList = true;
        else if (chance < 90)
            _clock = TimeSpan.FromSeconds(_chance.Next(-5400, 5400));
        else if (chance < 109)
            _clock = TimeSpan.FromSeconds(_chance.Next(-1, 2));
        else if (chance == 109)
            Each(direction => direction.Swap(_chance.Next(0, 20)));
        else if (chance > 800)
            _clock = TimeSpan.Zero;
        _disturbance |= _clock.Duration() > TimeSpan.FromSeconds(1);
    }

    /// <summary>The app is away for a moment.</summary>
    private void Restart(LiveMemory?[] memories, DateTimeOffset now)
    {
        for (int i = 0; i < Directions.Length; i++)
            Directions[i].Restart(memories[i]);
        _outageUntil = now + TimeSpan.FromSeconds(_chance.Next(2, 60));
    }

    private void Each(Action<LiveDirection> what)
    {
        foreach (LiveDirection direction in Directions)
            what(direction);
    }
}
