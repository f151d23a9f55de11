namespace EspSmartMeter.Peaks;

/// <summary>What of a running window survives a restart.</summary>
/// <param name="Start">When it began.</param>
/// <param name="Energy">So far, by the integral of power, in milliwatts times milliseconds.</param>
/// <param name="Heard">How much of it power was known in, in milliseconds.</param>
/// <param name="Register">The register at its start, in mWh; null: not known.</param>
internal sealed record RunningWindow(long Start, long Energy, long Heard, long? Register);

/// <summary>
/// Measures windows, one after the other. A window is closed by the difference of the registers at its ends, where they come there, else by the integral of power; where
/// less than nine tenths of it were heard and no registers tell, it is not whole. Moments are milliseconds since 1970.
/// </summary>
internal sealed class WindowMeter(PeakClock clock)
{
    /// <summary>Milliwatts times milliseconds.</summary>
    private const long AMilliwattHour = 3_600_000;

    /// <summary>10 MW for an hour; no house has more.</summary>
    private const long MostMilliwattHours = 10_000_000_000;

    /// <summary>A register of the window's end may come this late.</summary>
    private const long Patience = 60_000;

    /// <summary>Registers this near a boundary are of it; between two that are no further apart than a minute it is told by both.</summary>
    private const long AtBoundary = 2_000, Near = 60_000;

    /// <summary>More than the running month and the one before it is never told of.</summary>
    private const long LongestSilence = 62 * 86_400_000L;

    private RunningWindow? _ended;
    private long? _sampled, _register;
    private long _registerAt, _milliwatts;

    /// <summary>The running one; null until the first telegram.</summary>
    public RunningWindow? Running { get; private set; }

    public long End => Running!.Start + clock.WindowLength;

    /// <summary>When the oldest window began that is not closed yet: the running one, or the one before it, which waits for its register.</summary>
    public long OldestOpen => _ended?.Start ?? Running!.Start;

    /// <summary>The newest moment that was told of.</summary>
    public long Now { get; private set; }

    /// <summary>Goes on with the window of another run.</summary>
    public void Restore(RunningWindow running) => Running = running;

    /// <summary>Takes in a telegram; adds the windows that it closes.</summary>
    public void Take(in PeakSample sample, List<ClosedWindow> closed)
    {
        // The clock was set back, or was ahead in the last run.
        if (sample.At < Now - clock.WindowLength || sample.At < Running?.Start - clock.WindowLength)
            Forget();
        if (sample.At < Now)
            return;
        TakePower(sample, closed);
        MoveTo(sample.At, closed);
        if (sample.MilliwattHours is long register && (_register is not long before || (sample.RegisterAt > _registerAt && register >= before)))
            TakeRegister(sample.RegisterAt, register, closed);
        else if (sample.MilliwattHours < _register)
            // Another meter's, or set by somebody: nothing before tells of it.
            (_register, _registerAt, Running) = (sample.MilliwattHours, sample.RegisterAt, Running! with { Register = null });
        CloseLate(closed);
    }

    /// <summary>Time goes on without a telegram.</summary>
    public void Pass(long now, List<ClosedWindow> closed)
    {
        if (Running is null || now < Now)
            return;
        MoveTo(now, closed);
        CloseLate(closed);
    }

    /// <summary>The energy of the running window up to now, in milliwatts times milliseconds; what was not heard is taken to be as the power now.</summary>
    public long EnergySoFar()
    {
        RunningWindow running = Running!;
        if (running.Register is long start && _register is long last && last >= start && _registerAt >= running.Start && Now - _registerAt <= Near)
            return ((last - start) * AMilliwattHour) + ((Now - _registerAt) * _milliwatts);
        return running.Energy + ((Now - running.Start - running.Heard) * _milliwatts);
    }

    private void Forget() => (_ended, _sampled, _register, Running, Now) = (null, null, null, null, 0);

    private void TakePower(in PeakSample sample, List<ClosedWindow> closed)
    {
        if (sample.Milliwatts is not long milliwatts)
            return;
        // It stands for the time since the one before.
        if (_sampled is long since && sample.At - since <= sample.Longest)
        {
            while (Running is not null && sample.At > End)
            {
                long end = End;
                Add(since, end, milliwatts);
                MoveTo(end, closed);
                since = end;
            }
            Add(since, sample.At, milliwatts);
        }
        (_sampled, _milliwatts) = (sample.At, milliwatts);
    }

    private void Add(long from, long to, long milliwatts)
    {
        if (Running is not RunningWindow running)
            return;
        // No window is heard for longer than it lasts, whatever a stored one says.
        long heard = Math.Min(to - Math.Max(from, running.Start), clock.WindowLength - running.Heard);
        if (heard > 0)
            Running = running with { Energy = running.Energy + (heard * milliwatts), Heard = running.Heard + heard };
    }

    private void MoveTo(long now, List<ClosedWindow> closed)
    {
        Now = Math.Max(Now, now);
        if (Running is null)
        {
            Running = new RunningWindow(clock.StartOf(now), 0, 0, null);
            return;
        }
        if (now < End)
            return;
        if (_ended is not null)
            Close(null, closed);
        _ended = Running;
        // What lies wholly in a silence is no window that anything is known of.
        if (clock.StartOf(now) > End)
            CloseSilent(clock.StartOf(now), closed);
        Running = new RunningWindow(clock.StartOf(now), 0, 0, null);
    }

    private void CloseSilent(long until, List<ClosedWindow> closed)
    {
        long start = Math.Max(End, until - LongestSilence);
        Close(null, closed);
        for (; start < until; start += clock.WindowLength)
            closed.Add(new ClosedWindow(start, 0, false, false));
    }

    private void TakeRegister(long at, long register, List<ClosedWindow> closed)
    {
        long boundary = Running!.Start;
        if (at >= boundary && Running.Register is null && AtMoment(boundary, at, register) is long there)
        {
            if (_ended is not null)
                Close(there, closed);
            Running = Running with { Register = there };
        }
        (_register, _registerAt) = (register, at);
    }

    /// <summary>What the register was at a boundary that it has just passed; null: nothing tells.</summary>
    private long? AtMoment(long boundary, long at, long register)
    {
        if (at - boundary <= AtBoundary)
            return register;
        return _register is long before && _registerAt <= boundary && at - _registerAt <= Near
            ? before + ((register - before) * (boundary - _registerAt) / (at - _registerAt))
            : null;
    }

    private void CloseLate(List<ClosedWindow> closed)
    {
        if (_ended is RunningWindow ended && (_register is null || Now >= ended.Start + clock.WindowLength + Patience))
            Close(null, closed);
    }

    private void Close(long? register, List<ClosedWindow> closed)
    {
        RunningWindow ended = _ended!;
        _ended = null;
        if (register is long last && ended.Register is long first && last >= first && last - first <= MostMilliwattHours)
        {
            closed.Add(new ClosedWindow(ended.Start, (last - first) * AMilliwattHour / clock.WindowLength, true, true));
            return;
        }
        bool whole = ended.Heard * 10 >= clock.WindowLength * 9;
        closed.Add(new ClosedWindow(ended.Start, whole ? ended.Energy / ended.Heard : 0, whole, false));
    }
}
