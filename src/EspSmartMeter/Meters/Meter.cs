using EspSmartMeter.Meters.Guard;
using EspSmartMeter.Meters.Scale;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using EspSmartMeter.Timing;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>One meter: its newest values, merged from the lists it sends in turn. One thread at a time tells it of telegrams; any may read.</summary>
internal sealed class Meter
{
    private readonly ScaleFactors _factors;
    private readonly MeterGuard _guard;
    private readonly ValueTable _values = new();
    private readonly SubmeterTable _submeters = new();
    private LiveRegisters _live = new();
    private readonly TariffTotals _totals = new();
    private ScaleProof _scale = new();
    private MedianInterval _interval = new();
    private MeterState _state = new();
    private MakerCheck _maker = new(null);

    public Meter(string id, string? label, Source source, IReadOnlyList<ScaleOptions> scale)
    {
        Id = id;
        Label = label;
        Source = source;
        _guard = new MeterGuard(source.Fuse);
        _factors = new ScaleFactors(scale, id);
    }

    /// <summary>Safe for topics; from the payload, else from the source. Never part of a name that people see.</summary>
    public string Id { get; }

    /// <summary>What it is called beside its kind, as <see cref="MeterLabels"/> once decided; null: nothing.</summary>
    public string? Label { get; }

    /// <summary>Where its telegrams come from now.</summary>
    public Source Source { get; private set; }

    /// <summary>Amperes a phase that its registers are judged by.</summary>
    public decimal FuseAmperes => _guard.FuseAmperes;

    /// <summary>What it calls itself; null where it never said.</summary>
    public MeterNumbers? Numbers { get; private set; }

    /// <summary>The maker of another meter that sends under this one's identity; null: there is none.</summary>
    public string? Rival => _maker.Rival;

    /// <summary>When it was first heard; null: it never was.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>True once it goes on as the meter that stood in its place before.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>When a telegram of it came last, of this run or an earlier one.</summary>
    public DateTimeOffset LastHeard => State.Values.Select(value => value.Received).DefaultIfEmpty(DateTimeOffset.MinValue).Max();

    /// <summary>What is known now.</summary>
    public MeterState State => Volatile.Read(ref _state);

    /// <summary>
    /// False where no telegram came since this start, where the meter has been silent for longer than it ever is, or where its link is down for more than a minute.
    /// </summary>
    public bool IsAvailable(DateTimeOffset now)
    {
        MeterState state = State;
        return state.Received is DateTimeOffset received
            && now - received <= Freshness.OfMeter(state.Interval)
            && !Source.Statistics.IsDownFor(TimeSpan.FromMinutes(1), now);
    }

    /// <summary>
    /// True where another source leads: a meter that is heard on two counts on the one that was first, until that has been silent for three intervals.
    /// </summary>
    public bool IsLedElsewhere(Source source, DateTimeOffset now) =>
        source != Source && State is { Received: DateTimeOffset received } state && now >= received && now - received <= Freshness.OfLeader(state.Interval);

    /// <summary>False for a telegram of another maker's meter, which goes by the same identity.</summary>
    public bool IsOwn(Reading reading) => _maker.IsOwn(reading.Manufacturer, reading.Received);

    /// <summary>Merges a telegram: what it lacks stays as it was, and so does what the guard withholds.</summary>
    /// <returns>What was withheld; null: nothing.</returns>
    public Rejected? Take(Reading reading, Source source)
    {
        Source = source;
        First ??= reading.Received;
        if (MeterNumbers.Of(reading) is MeterNumbers sent)
            Numbers = Numbers?.With(sent) ?? sent;
        _interval.Came(reading.Received);
        _submeters.List(reading);
        TelegramContext telegram = _guard.Begin(reading);
        _scale.Begin(reading.Received, reading.Timestamp);
        foreach (ref readonly Measurement measurement in reading.Measurements)
            Take(measurement, telegram);
        _scale.End();
        _values.EndTelegram();
        Publish(reading);
        return _guard.TakeWithheld() is string withheld
            ? new Rejected(RejectionLayer.Meter, RejectionReason.Implausible, reading.Offset, ReadOnlyMemory<byte>.Empty, $"withheld: {withheld}")
            : null;
    }

    /// <summary>What was known of a submeter goes.</summary>
    public void Forget(string submeter)
    {
        _submeters.Forget(submeter);
        _values.Forget(submeter);
        Become(Newest(State));
    }

    /// <summary>Takes over what was known before a restart; it is not available before its first telegram.</summary>
    public void Restore(StoredMeter stored)
    {
        _interval = new MedianInterval(stored.Interval);
        _maker = new MakerCheck(stored.Manufacturer);
        Numbers = stored.Numbers;
        First = stored.First;
        _submeters.Restore(stored.Submeters);
        foreach (StoredValue value in stored.Values)
        {
            if (value.ToValue() is MeterValue restored)
            {
                _values.Restore(restored);
                _guard.Restore(restored.Measurement, restored.SubmeterId, restored.Received, restored.Factor, value.Register);
            }
        }
        foreach (StoredLive live in stored.Live ?? [])
            live.Resume(_live);
        _live.Know(_values.Newest());
        foreach (StoredTotal total in stored.Totals ?? [])
            _totals.Restore(total);
        Become(Newest(new MeterState
        {
            SerialNumber = stored.SerialNumber,
            Manufacturer = stored.Manufacturer,
            Model = stored.Model,
            Interval = stored.Interval,
        }));
    }

    /// <summary>Its owner says how its registers go on after a step.</summary>
    public void Decide(Decision decision)
    {
        _guard.Decide(decision);
        Become(State);
    }

    /// <summary>Its owner wants its registers as it has them.</summary>
    public void DropOffsets()
    {
        _guard.DropOffsets();
        _totals.DropOffset();
        Become(State);
    }

    /// <summary>
    /// Another meter was put in its place and goes on as this one: its telegrams are this one's from now on, and its registers go on from where these stood.
    /// </summary>
    public void ContinueAs(Meter successor)
    {
        successor.IsReplaced = true;
        MeterState other = successor.State;
        Dictionary<ObisCode, decimal?> shown = State.Values.Where(value => value is { SubmeterId: null, Live: not null }).ToDictionary(value => value.Code, value => value.Live!.Remembered().Shown);
        (Source, Numbers, First) = (successor.Source, successor.Numbers, successor.First);
        (_maker, _interval, _live, _scale) = (successor._maker, successor._interval, successor._live, successor._scale);
        _guard.ContinueAs(successor._guard);
        _submeters.Restore([.. other.Submeters.Where(submeter => !State.Submeters.Any(own => own.Id == submeter.Id)).Select(StoredSubmeter.Of)]);
        foreach (MeterValue value in other.Values)
            _values.TakeOver(_guard.Of(value.Code, value.SubmeterId) is { } known ? value.Believe(known.Own, known.Offset, known.Since) : value);
        MeterState next = Newest(other);
        foreach (MeterValue value in next.Values.Where(value => value is { SubmeterId: null, Live: not null }))
            _live.Know(value.Code, value.Sum, shown.GetValueOrDefault(value.Code) ?? value.Sum);
        _totals.Take(next.Values);
        Become(next with { Telegrams = State.Telegrams + other.Telegrams });
    }

    /// <summary>A submeter goes on as the one that it stands in the place of; false where it stands in none's.</summary>
    public bool ContinueOld(string submeter)
    {
        if (_submeters.ContinueOld(submeter) is not string old)
            return false;
        _guard.ContinueAs(submeter, old);
        _values.Rename(submeter, old);
        foreach (MeterValue value in _values.Newest().Where(value => value.SubmeterId == old))
        {
            if (_guard.Of(value.Code, old) is { } known)
                _values.Correct(old, value.Code, its => its.Believe(known.Own, known.Offset, known.Since));
        }
        Become(Newest(State));
        return true;
    }

    /// <summary>The broker remembers what an earlier run published of registers that are known by now, and may know more than that run's file.</summary>
    public MeterState Know(IReadOnlyList<CarriedRegister> carried)
    {
        foreach (CarriedRegister register in carried)
        {
            if (_values.Find(register.Submeter, register.Code) is MeterValue found && _guard.Know(register, found.Measurement, found.Received) is { } known)
                _values.Correct(register.Submeter, register.Code, value => value.Believe(known.Own, known.Offset, known.Since));
            _totals.Know(register);
        }
        MeterState next = Newest(State);
        foreach (CarriedRegister register in carried.Where(register => register.Submeter is null))
            _live.Know(register.Code, next.Values.FirstOrDefault(value => value.Code == register.Code && value.SubmeterId is null)?.Sum, register.Shown);
        _totals.Take(next.Values);
        return Become(next);
    }

    /// <summary>With the values and submeters that are known now.</summary>
    private MeterState Newest(MeterState state)
    {
        IReadOnlyList<MeterValue> values = _live.With(_values.Newest());
        return state with { Values = values, Submeters = _submeters.With(values) };
    }

    /// <summary>With what its registers come to; the only way that its state changes.</summary>
    private MeterState Become(MeterState next)
    {
        next = next with
        {
            Waiting = _guard.Waiting,
            Continued = _guard.Continued,
            ScaleDoubts = _scale.Doubts,
            HasOffset = _guard.HasOffset || _totals.HasOffset,
            Totals = _totals.Newest,
            Remembered = [.. _guard.Remembered, .. _totals.Remembered],
            Change = State.Change + 1,
        };
        Volatile.Write(ref _state, next);
        return next;
    }

    /// <summary>What is to survive a restart.</summary>
    public StoredMeter Stored()
    {
        MeterState state = State;
        return new StoredMeter
        {
            Id = Id,
            Label = Label,
            Source = Source.Address,
            SerialNumber = state.SerialNumber,
            FirstNumber = Numbers?.First,
            SecondNumber = Numbers?.Second,
            Manufacturer = state.Manufacturer,
            Model = state.Model,
            Interval = state.Interval,
            First = First ?? default,
            Values = [.. state.Values.Select(value => StoredValue.Of(value, _guard.Memory(value.Code, value.SubmeterId)))],
            Submeters = [.. state.Submeters.Select(StoredSubmeter.Of)],
            Live = [.. state.Values.Select(StoredLive.Of).OfType<StoredLive>()],
            Totals = _totals.Stored,
        };
    }

    private void Publish(Reading reading)
    {
        MeterState before = State;
        IReadOnlyList<MeterValue> values = _live.Take(
            _values.Newest(), reading.Received, reading.Timestamp, Source.LiveRegisters, code => _guard.IsInDoubt(code, null));
        _totals.Take(values);
        Become(new MeterState
        {
            SerialNumber = before.SerialNumber ?? reading.MeterId,
            Manufacturer = reading.Manufacturer ?? before.Manufacturer,
            Model = reading.Model ?? before.Model,
            Received = reading.Received,
            Timestamp = reading.Timestamp ?? before.Timestamp,
            Telegram = TelegramInfo.Of(reading),
            Telegrams = before.Telegrams + 1,
            Interval = _interval.Value,
            Values = values,
            Submeters = _submeters.With(values),
            Hidden = _live.Hidden,
        });
    }

    private void Take(in Measurement sent, in TelegramContext telegram)
    {
        SubmeterTable.Listed? submeter = _submeters.Of(sent.Code);
        if (submeter is not null && !submeter.IsNewer(sent.TakenAt))
            return;
        decimal? factor = _factors.Of(sent);
        Measurement scaled = factor is decimal by ? ScaleFactors.Scaled(sent, by) : sent;
        if (submeter is null)
            _scale.Take(scaled, factor);
        // A repeated code is no register of its own: the first is, the rest are shown beside it.
        if (_values.HasCome(submeter?.Id, sent.Code))
            _values.CameAgain(submeter?.Id, scaled);
        else if (_guard.Judge(scaled, submeter?.Id, factor, telegram) is Believed believed)
            _values.Came(submeter?.Id, believed.Own, telegram.At, factor, submeter?.Kind ?? SubmeterKind.Unknown, believed.Offset, believed.OffsetSince);
    }
}
