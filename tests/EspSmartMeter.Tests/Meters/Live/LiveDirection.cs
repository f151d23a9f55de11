using EspSmartMeter.Meters.Live;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Meters.Live;

/// <summary>
/// One direction of a simulated home's energy: what truly flows, what its meter reads, what the register that is carried forward shows, and what it may show at most
/// by the samples alone.
/// </summary>
internal sealed class LiveDirection(TimeSpan interval, int stepWattHours, decimal first)
{
    private const int JoulesAWattHour = 3600, JoulesAKilowattHour = 1000 * JoulesAWattHour;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TimeSpan _longest = interval * 3 > TimeSpan.FromSeconds(15) ? interval * 3 : TimeSpan.FromSeconds(15);
    private readonly Queue<(DateTimeOffset At, decimal Lowest, decimal Highest)> _past = new();
    private decimal _first = first, _taken, _lowest, _highest, _lowestAtStamp, _highestAtStamp;
    private decimal? _read, _ahead;
    private long _joules, _base;
    private (DateTimeOffset At, int Watts)? _sample;

    public LiveRegister Register { get; private set; } = new() { IsCarried = true };

    /// <summary>The last figure that was published, in kWh.</summary>
    public decimal? Published { get; private set; }

    /// <summary>What truly flowed so far.</summary>
    public long Joules => _joules;

    public List<string> Faults { get; } = [];

    /// <summary>The meter's register now, in whole steps.</summary>
    private decimal MeterReading => _first + ((_joules - _base) / (stepWattHours * JoulesAWattHour) * Step);

    public void Flow(int watts) => _joules += watts;

    /// <summary>The meter takes its register, to send it some seconds later.</summary>
    public void Take() => _taken = MeterReading;

    /// <summary>Another meter hangs on the wall.</summary>
    public void Swap(decimal first) => (_first, _base) = (first, _joules);

    public void Sample(DateTimeOffset at, int watts)
    {
        Register.Sample(at, watts, interval, _longest);
        if (_sample is (DateTimeOffset last, int before) && at > last && at - last <= _longest)
        {
            decimal seconds = (decimal)(at - last).TotalSeconds;
            _lowest += Math.Min(before, watts) * seconds;
            _highest += Math.Max(before, watts) * seconds;
        }
        _sample = (at, watts);
        if (_past.TryPeek(out (DateTimeOffset At, decimal, decimal) oldest) && (at < oldest.At || at - oldest.At > RegisterStamp.Oldest + interval))
            _past.Dequeue();
        _past.Enqueue((at, _lowest, _highest));
    }

    /// <summary>The register that was taken comes.</summary>
    public void Read(MeterTime? stamp, DateTimeOffset at)
    {
        DateTimeOffset of = RegisterStamp.Of(stamp, at, Hour);
        bool another = _taken < _read;
        decimal? before = another ? null : Published;
        Register.Read(_taken, of, at);
        // By how much it can be ahead of this reading: as at the last, less what the meter has counted since, or by the error of this interval.
        decimal highest = _past.TakeWhile(past => past.At <= of).Select(past => (decimal?)past.Highest).LastOrDefault() ?? _past.Select(past => (decimal?)past.Highest).FirstOrDefault() ?? _highest;
        decimal lowest = _past.SkipWhile(past => past.At < of).Select(past => (decimal?)past.Lowest).FirstOrDefault() ?? _lowest;
        _ahead = another || _read is not decimal read
            ? before is decimal shown ? Math.Max(0, shown - _taken) : 0
            : Math.Max(0, read - _taken + Math.Max(_ahead ?? 0, Kilowatthours(_highest - _highestAtStamp) + Sampling + Step));
        (_read, _highestAtStamp, _lowestAtStamp) = (_taken, highest, lowest);
        if (another)
            Published = null;
        decimal now = Register.At(at)!.Value.Number, least = _taken + Kilowatthours(_lowest - _lowestAtStamp) - 0.001m;
        if (now < least)
            Faults.Add($"{at:O}: after the reading {_taken} it shows {now}, and at least {least} has flowed");
        decimal most = _taken + Kilowatthours(_highest - _highestAtStamp) + Sampling + Step;
        if (before is null || before <= least ? now > most : now > Math.Max(most, before.Value))
            Faults.Add($"{at:O}: the reading {_taken} passes {before}, and it shows {now}, more than {most}");
    }

    /// <summary>Publishes what is shown now.</summary>
    public void Publish(DateTimeOffset now)
    {
        if (Register.At(now) is not { Number: decimal shown })
            return;
        if (shown < Published)
            Faults.Add($"{now:O}: fell from {Published} to {shown}");
        if (shown > _read + Kilowatthours(_highest - _highestAtStamp) + Sampling + Step + _ahead)
            Faults.Add($"{now:O}: {shown} is above the meter's {_read} by more than {Kilowatthours(_highest - _highestAtStamp)} + {Step} + {_ahead}");
        Published = shown;
    }

    /// <summary>Another run of the app, with what it remembers and what the broker does.</summary>
    public void Restart(LiveMemory? memory)
    {
        Register = new LiveRegister { IsCarried = true };
        if (memory is not null)
            Register.Resume(memory);
        if (Published is decimal published)
            Register.HasShown(published);
    }

    private decimal Step => stepWattHours / 1000m;

    /// <summary>The power goes on until the next is due.</summary>
    private decimal Sampling => Kilowatthours((_sample?.Watts ?? 0) * (decimal)interval.TotalSeconds);

    private static decimal Kilowatthours(decimal joules) => joules / JoulesAKilowattHour;
}
