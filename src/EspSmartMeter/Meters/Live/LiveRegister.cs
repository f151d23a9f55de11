namespace EspSmartMeter.Meters.Live;

/// <summary>What a register that is carried forward shows at a moment, in kWh.</summary>
/// <param name="Number">Its last reading, and the energy since.</param>
/// <param name="Reading">The last reading itself.</param>
internal readonly record struct LiveValue(decimal Number, decimal Reading)
{
    public bool IsEstimated => Number != Reading;
}

/// <summary>What of a register that is carried forward survives a restart.</summary>
/// <param name="Reading">Its last reading, in kWh; null: only what it showed is known.</param>
/// <param name="Joules">Carried since that reading's stamp.</param>
/// <param name="Shown">The highest it ever showed, in kWh.</param>
/// <param name="Sampled">When the last power came.</param>
/// <param name="Watts">The last power.</param>
/// <param name="Gap">What no reading has told of yet.</param>
internal sealed record LiveMemory(decimal? Reading, decimal Joules, decimal? Shown, DateTimeOffset? Sampled, decimal? Watts, PowerGap? Gap);

/// <summary>
/// A register that comes rarely, carried forward by the power that comes often: its reading, and the integral of power since that reading's stamp.
/// Within one meter it never falls. A reading sets it: up at once; where it was ahead it waits until reading and integral have passed. So an error moves
/// energy between neighbouring hours and never grows. Any thread may ask; what was shown to one is not taken back for another.
/// </summary>
internal sealed class LiveRegister
{
    private const int JoulesAKilowattHour = 3_600_000, JoulesAWattHour = 3600;

    /// <summary>In kWh; a day of the largest house connection. What was shown and lies further ahead was another meter's.</summary>
    private const decimal MostAhead = 2000;

    private readonly Lock _gate = new();
    private readonly PowerIntegral _power = new();
    private decimal? _reading, _shown;

    /// <summary>What the integral was at the reading's stamp.</summary>
    private decimal _origin;

    /// <summary>The finest that its readings were told in, in kWh.</summary>
    private decimal _step = 1;

    /// <summary>False: it shows what the meter reads, once that has passed what it showed before.</summary>
    public bool IsCarried
    {
        get;
        set
        {
            lock (_gate)
                field = value;
        }
    }

    /// <summary>False where it shows what its meter reads, and will: it is not carried, and has passed what it showed while it was.</summary>
    public bool MayDiffer
    {
        get
        {
            lock (_gate)
                return IsCarried || _reading < _shown;
        }
    }

    /// <summary>True while nobody knows whether the meter's readings are its own: it shows what it showed.</summary>
    public bool Stands
    {
        get;
        set
        {
            lock (_gate)
                field = value;
        }
    }

    /// <inheritdoc cref="PowerIntegral.Sample"/>
    public void Sample(DateTimeOffset at, decimal watts, TimeSpan interval, TimeSpan longest)
    {
        lock (_gate)
            _power.Sample(at, watts, interval, longest);
    }

    /// <summary>A reading that is believed. One below the last is another meter's: nothing of the old one holds.</summary>
    /// <param name="number">In kWh. Its last decimal is the register's step.</param>
    /// <param name="stamp">The moment it is of.</param>
    /// <param name="at">When it came.</param>
    /// <returns>What it tells of a gap in power; null: there was none, or it hid nothing.</returns>
    public HiddenEnergy? Read(decimal number, DateTimeOffset stamp, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (number < _reading)
                (_reading, _shown, _step) = (null, null, 1);
            if (_shown - number > MostAhead)
                _shown = null;
            _step = Math.Min(_step, LastDecimal(number));
            HiddenEnergy? hidden = _power.TakeGap(stamp, at) is PowerGap gap && Unexplained(number, stamp) is decimal kilowattHours
                ? new HiddenEnergy(gap, kilowattHours, at)
                : null;
            _origin = _power.At(stamp) - WithinStep(number, stamp);
            _reading = number;
            return hidden;
        }
    }

    /// <summary>The reading of the last run, of a register that was not carried then, as far as it was kept.</summary>
    public void Know(decimal number)
    {
        lock (_gate)
            _reading ??= number;
    }

    /// <summary>Its last reading is another than was told: what the broker remembers is added to it.</summary>
    public void Correct(decimal number)
    {
        lock (_gate)
        {
            if (_reading is not null && _reading != number)
                (_reading, _shown) = (number, null);
        }
    }

    /// <summary>Another run, or the broker, knows that it showed this: it does not fall below.</summary>
    public void HasShown(decimal number)
    {
        lock (_gate)
        {
            if (!(number - _reading > MostAhead))
                _shown = Math.Max(_shown ?? number, number);
        }
    }

    /// <summary>What it shows at this moment; null where it was never carried: it is then what the meter reads.</summary>
    public LiveValue? At(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_reading is not decimal reading || !(IsCarried || _shown is not null))
                return null;
            decimal wattHours = IsCarried ? Math.Floor((_power.At(now) - _origin) / JoulesAWattHour) : 0;
            decimal number = reading + Math.Max(0, wattHours / 1000);
            if (!(number < _shown) && !(Stands && _shown is not null))
                _shown = number;
            return new LiveValue(_shown ?? number, reading);
        }
    }

    /// <summary>What is to survive a restart.</summary>
    public LiveMemory Remembered()
    {
        lock (_gate)
            return new LiveMemory(_reading, _power.Joules - _origin, _shown, _power.Sampled, _power.Watts, _power.Gap);
    }

    /// <summary>Takes over what another run remembered: it was carried, or has still to be passed.</summary>
    public void Resume(LiveMemory memory)
    {
        lock (_gate)
        {
            IsCarried = true;
            (_reading, _shown, _origin) = (memory.Reading, memory.Shown, -memory.Joules);
            _step = memory.Reading is decimal reading ? LastDecimal(reading) : 1;
            if (memory.Sampled is DateTimeOffset sampled)
                _power.Resume(sampled, memory.Watts, memory.Gap);
        }
    }

    /// <summary>What this reading is above the one before and what was carried since; null where that is no more than the register's step.</summary>
    private decimal? Unexplained(decimal number, DateTimeOffset stamp)
    {
        if (!IsCarried || _reading is not decimal before)
            return null;
        decimal kilowattHours = Math.Floor((number - before) * 1000 - ((_power.At(stamp) - _origin) / JoulesAWattHour)) / 1000;
        return kilowattHours > _step ? kilowattHours : null;
    }

    /// <summary>
    /// The joules by which it is ahead of the reading within the reading's own step: a reading of 12.34 says 12.34 up to 12.35, and what lies in between is
    /// no error. Forgotten each hour, it would be missing in one hour and come twice in the next.
    /// </summary>
    private decimal WithinStep(decimal number, DateTimeOffset stamp)
    {
        if (!IsCarried || _reading is not decimal before)
            return 0;
        decimal ahead = ((before - number) * JoulesAKilowattHour) + _power.At(stamp) - _origin;
        return Math.Clamp(ahead, 0, _step * JoulesAKilowattHour);
    }

    private static decimal LastDecimal(decimal number) => new(1, 0, 0, false, number.Scale);
}
