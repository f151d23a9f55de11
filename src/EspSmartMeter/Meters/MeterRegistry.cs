using EspSmartMeter.Languages;
using EspSmartMeter.Meters.Guard;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>Every meter that is known, and the way of a telegram to its meter.</summary>
internal sealed class MeterRegistry : ISourceReceiver
{
    /// <summary>A house has a few meters, and a line brings a few: a stream that invents serial numbers must not fill the memory.</summary>
    private const int LeastRoom = 64, RoomOfALine = 4;

    private readonly AppOptions _options;
    private readonly Lock _gate = new();
    private readonly SourceIdentities _sources;
    private readonly MeterObservers _observers = new();
    private volatile List<Meter> _meters = [];
    private Sentence? _noRoom;

    /// <summary>Meters of the last run whose source is no longer configured: known again when they are heard on another.</summary>
    private readonly List<StoredMeter> _unheard = [];

    public MeterRegistry(AppOptions options) => (_options, _sources) = (options, new SourceIdentities(Known));

    /// <summary>All meters, in the order they were first heard of.</summary>
    public IReadOnlyList<Meter> Meters => _meters;

    /// <summary>The ids of all meters, those included that are not heard since their source is not configured any more.</summary>
    public IReadOnlySet<string> KnownIds
    {
        get
        {
            lock (_gate)
                return _meters.Select(meter => meter.Id).Concat(_unheard.Select(stored => stored.Id)).ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>What is wrong with the meters as a whole: more than there is room for, or two under one identity.</summary>
    public IEnumerable<Sentence> Faults =>
    [
        .. _noRoom is Sentence full ? [full] : (Sentence[])[],
        .. _meters.Where(meter => meter.Rival is not null).Select(meter => Sentence.Of("meters.two_makers", meter.State.Manufacturer ?? "?", meter.Rival!, meter.Source.Name)),
    ];

    /// <summary>Takes over what the last run knew. To be called before the first telegram.</summary>
    public void Restore(StoredState lastRun, IReadOnlyList<Source> sources)
    {
        List<Meter> meters = [];
        _unheard.Clear();
        _sources.Restore(lastRun.Sources, sources);
        int room = RoomFor(lastRun.Sources.Select(source => source.Address).Union(sources.Select(source => source.Address)).Count());
        foreach (StoredMeter stored in lastRun.Meters.Take(room))
        {
            if (_sources.At(stored.Source) is Source source)
                meters.Add(Restored(stored, source));
            else
                _unheard.Add(stored);
        }
        _meters = meters;
        foreach (Source source in sources)
        {
            _sources.Begin(source);
            source.Statistics.Expects(meters.Where(meter => meter.Source == source).Min(meter => meter.State.Interval));
        }
    }

    /// <summary>Adds an observer. It first hears of the next telegram; <see cref="Meters"/> tells what was before.</summary>
    public void Subscribe(IMeterObserver observer) => _observers.Add(observer);

    /// <summary>A line begins: it takes over what the last run knew of it.</summary>
    public void OnLine(Source line)
    {
        lock (_gate)
            _sources.Resume(line);
    }

    /// <summary>Takes a telegram to its meter; one that does not name its meter may wait for another that does.</summary>
    public void OnReading(Source source, Reading reading)
    {
        List<(Meter Meter, MeterState State)> changed;
        lock (_gate)
            changed = Deliver(source, _sources.Of(source).Resolve(reading));
        _observers.OnTelegrams(changed);
    }

    /// <summary>Nothing came for a moment: telegrams that waited long enough for a name go without.</summary>
    public void OnIdle(Source source, DateTimeOffset now)
    {
        List<(Meter Meter, MeterState State)> changed;
        lock (_gate)
        {
            IReadOnlyList<(string, Reading)> due = _sources.Of(source).Due(now);
            if (due.Count == 0)
                return;
            changed = Deliver(source, due);
        }
        _observers.OnTelegrams(changed);
    }

    /// <summary>A meter's owner says how its registers go on after a step; false where no meter has that id.</summary>
    public bool Decide(string id, Decision decision) => Change(id, meter => meter.Decide(decision));

    /// <summary>A meter's owner wants its registers as the meter has them; false where no meter has that id.</summary>
    public bool DropOffsets(string id) => Change(id, meter => meter.DropOffsets());

    /// <summary>
    /// The meter that a new one stands in the place of: heard on the same source and of the same kind, and silent since before this one came; null: there is none. That the
    /// one goes on as the other is for their owner to say.
    /// </summary>
    public Meter? OldOf(Meter meter, DateTimeOffset now) => meter.Numbers is null || meter.First is not DateTimeOffset first ? null
        : _meters.Where(old => old != meter && old.Source == meter.Source && old.State.Medium == meter.State.Medium && !old.IsAvailable(now) && old.LastHeard <= first)
            .MaxBy(old => old.LastHeard);

    /// <summary>The owner says that a meter goes on as the one whose place it stands in; false where it stands in none's.</summary>
    public bool ContinueOld(string id, DateTimeOffset now)
    {
        Meter? old;
        lock (_gate)
        {
            if (_meters.Find(known => known.Id == id) is not Meter meter || (old = OldOf(meter, now)) is null)
                return false;
            old.ContinueAs(meter);
            _meters = [.. _meters.Where(known => known != meter)];
            _sources.Rename(id, old.Id);
        }
        _observers.OnTelegrams([(old, old.State)]);
        return true;
    }

    /// <summary>The same of a submeter.</summary>
    public bool ContinueOld(string id, string submeter)
    {
        bool done = false;
        return Change(id, meter => done = meter.ContinueOld(submeter)) && done;
    }

    /// <inheritdoc cref="Meter.Know"/>
    public MeterState Know(Meter meter, IReadOnlyList<CarriedRegister> carried)
    {
        lock (_gate)
            return meter.Know(carried);
    }

    private bool Change(string id, Action<Meter> change)
    {
        Meter? meter;
        lock (_gate)
        {
            meter = _meters.Find(known => known.Id == id);
            if (meter is null)
                return false;
            change(meter);
        }
        _observers.OnTelegrams([(meter, meter.State)]);
        return true;
    }

    public void OnRejected(Source source, Rejected rejected, DateTimeOffset at) => _observers.OnRejected(source, rejected, at);

    public void OnLink(Source source) => _observers.OnLink(source);

    private List<(Meter Meter, MeterState State)> Deliver(Source source, IReadOnlyList<(string MeterId, Reading Reading)> ready)
    {
        List<(Meter Meter, MeterState State)> changed = [];
        foreach ((string id, Reading reading) in ready)
        {
            SourceIdentity identity = _sources.Of(source);
            if (!identity.Newcomers.MayEnter(id, reading, _meters.Exists(known => known.Id == id), lineHasMeter: _meters.Exists(known => known.Source == source)))
            {
                identity.Unname(id);
                continue;
            }
            if (FindOrAdd(id, source, reading) is not Meter meter || meter.IsLedElsewhere(source, reading.Received))
                continue;
            if (!meter.IsOwn(reading))
            {
                RefuseOther(source, meter, reading);
                continue;
            }
            if (meter.Take(reading, source) is Rejected withheld)
            {
                source.Statistics.Refused(withheld, reading.Received);
                OnRejected(source, withheld, reading.Received);
            }
            changed.Add((meter, meter.State));
        }
        return changed;
    }

    private void RefuseOther(Source source, Meter meter, Reading reading)
    {
        Rejected other = new(
            RejectionLayer.Meter, RejectionReason.Implausible, reading.Offset, ReadOnlyMemory<byte>.Empty,
            $"withheld: a meter of {reading.Manufacturer} under the identity of one of {meter.State.Manufacturer}");
        source.Statistics.Refused(other, reading.Received);
        OnRejected(source, other, reading.Received);
    }

    /// <summary>What is to survive a restart.</summary>
    public StoredState Stored()
    {
        lock (_gate)
        {
            return new StoredState
            {
                Meters = [.. _meters.Select(meter => meter.Stored()), .. _unheard],
                Sources = [.. _sources.Stored],
            };
        }
    }

    /// <summary>Its owner wants a meter forgotten, or a submeter of it: what was known of it goes. Where it speaks again, it is new.</summary>
    /// <param name="id">The meter's; of a submeter <c>meter/submeter</c>.</param>
    public void Forget(string id)
    {
        string[] parts = id.Split('/');
        lock (_gate)
        {
            if (parts.Length == 2)
            {
                _meters.Find(meter => meter.Id == parts[0])?.Forget(parts[1]);
                return;
            }
            _meters = [.. _meters.Where(meter => meter.Id != id)];
            _unheard.RemoveAll(stored => stored.Id == id);
        }
    }

    private IEnumerable<(string Id, MeterNumbers? Numbers, Source? Source)> Known() =>
    [
        .. _meters.Select(meter => (meter.Id, meter.Numbers, (Source?)meter.Source)),
        .. _unheard.Select(stored => (stored.Id, stored.Numbers, (Source?)null)),
    ];

    private Meter? FindOrAdd(string id, Source source, Reading reading)
    {
        foreach (Meter known in _meters)
        {
            if (known.Id == id)
                return known;
        }
        int room = RoomFor(_sources.Count);
        if (_meters.Count >= room)
        {
            _noRoom ??= Sentence.Of("meters.no_room", room, RoomOfALine);
            return null;
        }
        StoredMeter? stored = _unheard.Find(unheard => unheard.Id == id);
        _unheard.RemoveAll(unheard => unheard.Id == id);
        Meter meter = stored is null ? new Meter(id, LabelOf(source, reading), source, _options.Scale) : Restored(stored, source);
        _meters = [.. _meters, meter];
        return meter;
    }

    private string? LabelOf(Source source, Reading reading)
    {
        Medium medium = Medium.None;
        foreach (ref readonly Measurement measurement in reading.Measurements)
        {
            if (medium == Medium.None && !Submeters.Owns(measurement.Code))
                medium = Catalogue.MediumOf(measurement.Code);
        }
        (string? Label, Medium Medium)[] others =
        [
            .. _meters.Select(meter => (meter.Label, meter.State.Medium)),
            .. _unheard.Select(stored => (stored.Label, stored.Medium)),
        ];
        return new MeterLabels(_sources.Sources).Of(
            source, Flag.IsOperator(reading.Manufacturer) ? null : reading.Manufacturer, MeterNumbers.Of(reading)?.Serial, label => others.Contains((label, medium == Medium.None ? Medium.Electricity : medium)));
    }

    /// <summary>How many meters are kept where so many lines are read.</summary>
    private static int RoomFor(int lines) => Math.Max(LeastRoom, RoomOfALine * lines);

    private Meter Restored(StoredMeter stored, Source source)
    {
        Meter meter = new(stored.Id, stored.Label, source, _options.Scale);
        meter.Restore(stored);
        return meter;
    }
}
