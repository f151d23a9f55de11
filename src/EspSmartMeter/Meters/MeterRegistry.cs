using EspSmartMeter.Languages;
using EspSmartMeter.Meters.Guard;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>Every meter that is known, and the way of a telegram to its meter.</summary>
internal sealed class MeterRegistry(AppOptions options) : ISourceReceiver
{
    /// <summary>A house has a few meters, and a line brings a few: a stream that invents serial numbers must not fill the memory.</summary>
    private const int LeastRoom = 64, RoomOfALine = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SourceIdentity> _identities = [];
    private IReadOnlyList<StoredSource> _storedSources = [];
    private volatile List<Meter> _meters = [];
    private volatile IMeterObserver[] _observers = [];
    private readonly Newcomers _newcomers = new();

    /// <summary>Meters of the last run whose source is no longer configured: known again when they are heard on another.</summary>
    private readonly List<StoredMeter> _unheard = [];

    /// <summary>All meters, in the order they were first heard of.</summary>
    public IReadOnlyList<Meter> Meters => _meters;

    /// <summary>Says that there are more meters than there is room for, and telegrams are dropped; null: there are not.</summary>
    public Sentence? NoRoom { get; private set; }

    /// <summary>Takes over what the last run knew. To be called before the first telegram.</summary>
    public void Restore(StoredState lastRun, IReadOnlyList<Source> sources)
    {
        List<Meter> meters = [];
        int room = RoomFor(lastRun.Sources.Select(source => source.Address).Union(sources.Select(source => source.Address)).Count());
        foreach (StoredMeter stored in lastRun.Meters.Take(room))
        {
            if (sources.FirstOrDefault(source => source.Address == stored.Source) is Source source)
                meters.Add(Restored(stored, source));
            else
                _unheard.Add(stored);
        }
        _storedSources = lastRun.Sources;
        foreach (Source source in sources)
        {
            OnLine(source);
            source.Statistics.Expects(lastRun.Meters.Where(meter => meter.Source == source.Address).Min(meter => meter.Interval));
            _ = Identity(source);
        }
        _meters = meters;
    }

    /// <summary>Adds an observer. It first hears of the next telegram; <see cref="Meters"/> tells what was before.</summary>
    public void Subscribe(IMeterObserver observer)
    {
        lock (_gate)
            _observers = [.. _observers, observer];
    }

    /// <summary>A line begins: it takes over what the last run knew of it.</summary>
    public void OnLine(Source line)
    {
        if (_storedSources.FirstOrDefault(stored => stored.Address == line.Address) is StoredSource stored)
            line.Restore(stored.FrameCounters ?? [], stored.ChipId, stored.LineMode);
    }

    /// <summary>Takes a telegram to its meter; one that does not name its meter may wait for another that does.</summary>
    public void OnReading(Source source, Reading reading)
    {
        List<(Meter Meter, MeterState State)> changed;
        lock (_gate)
            changed = Deliver(source, Identity(source).Resolve(reading));
        Tell(changed);
    }

    /// <summary>Nothing came for a moment: telegrams that waited long enough for a name go without.</summary>
    public void OnIdle(Source source, DateTimeOffset now)
    {
        List<(Meter Meter, MeterState State)> changed;
        lock (_gate)
        {
            IReadOnlyList<(string, Reading)> due = Identity(source).Due(now);
            if (due.Count == 0)
                return;
            changed = Deliver(source, due);
        }
        Tell(changed);
    }

    /// <summary>A meter's owner says how its registers go on after a step; false where no meter has that id.</summary>
    public bool Decide(string id, Decision decision) => Change(id, meter => meter.Decide(decision));

    /// <summary>A meter's owner wants its registers as the meter has them; false where no meter has that id.</summary>
    public bool DropOffsets(string id) => Change(id, meter => meter.DropOffsets());

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
        Tell([(meter, meter.State)]);
        return true;
    }

    public void OnRejected(Source source, Rejected rejected, DateTimeOffset at)
    {
        foreach (IMeterObserver observer in _observers)
            observer.OnRejected(source, rejected, at);
    }

    public void OnLink(Source source)
    {
        foreach (IMeterObserver observer in _observers)
            observer.OnLink(source);
    }

    private List<(Meter Meter, MeterState State)> Deliver(Source source, IReadOnlyList<(string MeterId, Reading Reading)> ready)
    {
        List<(Meter Meter, MeterState State)> changed = [];
        foreach ((string id, Reading reading) in ready)
        {
            if (!_meters.Exists(known => known.Id == id) && !_newcomers.MayEnter(id, reading, lineHasMeter: _meters.Exists(known => known.Source == source)))
                continue;
            if (FindOrAdd(id, source) is not Meter meter)
                continue;
            if (meter.Take(reading, source) is Rejected withheld)
            {
                source.Statistics.Refused(withheld, reading.Received);
                OnRejected(source, withheld, reading.Received);
            }
            changed.Add((meter, meter.State));
        }
        return changed;
    }

    private void Tell(List<(Meter Meter, MeterState State)> changed)
    {
        foreach ((Meter meter, MeterState state) in changed)
        {
            foreach (IMeterObserver observer in _observers)
                observer.OnTelegram(meter, state);
        }
    }

    /// <summary>What is to survive a restart.</summary>
    public StoredState Stored()
    {
        lock (_gate)
        {
            return new StoredState
            {
                Meters = [.. _meters.Select(meter => meter.Stored()), .. _unheard],
                Sources = [.. _identities.Values.Select(identity => identity.Stored), .. _storedSources.Where(source => !_identities.ContainsKey(source.Address))],
            };
        }
    }

    private SourceIdentity Identity(Source source)
    {
        if (!_identities.TryGetValue(source.Address, out SourceIdentity? identity))
            _identities[source.Address] = identity = new SourceIdentity(source, _storedSources.FirstOrDefault(stored => stored.Address == source.Address));
        return identity;
    }

    private Meter? FindOrAdd(string id, Source source)
    {
        foreach (Meter known in _meters)
        {
            if (known.Id == id)
                return known;
        }
        int room = RoomFor(_identities.Count);
        if (_meters.Count >= room)
        {
            NoRoom ??= Sentence.Of("meters.no_room", room, RoomOfALine);
            return null;
        }
        StoredMeter? stored = _unheard.Find(unheard => unheard.Id == id);
        _unheard.RemoveAll(unheard => unheard.Id == id);
        Meter meter = stored is null ? new Meter(id, source, options.Scale) : Restored(stored, source);
        _meters = [.. _meters, meter];
        return meter;
    }

    /// <summary>How many meters are kept where so many lines are read.</summary>
    private static int RoomFor(int lines) => Math.Max(LeastRoom, RoomOfALine * lines);

    private Meter Restored(StoredMeter stored, Source source)
    {
        Meter meter = new(stored.Id, source, options.Scale);
        meter.Restore(stored);
        return meter;
    }
}
