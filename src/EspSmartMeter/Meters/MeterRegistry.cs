using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Meters;

/// <summary>Every meter that is known, and the way of a telegram to its meter.</summary>
internal sealed class MeterRegistry(AppOptions options)
{
    /// <summary>A house has a few meters; a stream that invents serial numbers must not fill the memory.</summary>
    private const int MostMeters = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<SourceStatus, SourceIdentity> _identities = [];
    private volatile IReadOnlyList<Meter> _meters = [];
    private volatile IMeterObserver[] _observers = [];

    /// <summary>All meters, in the order they were first heard of.</summary>
    public IReadOnlyList<Meter> Meters => _meters;

    /// <summary>Adds an observer. It first hears of the next telegram; <see cref="Meters"/> tells what was before.</summary>
    public void Subscribe(IMeterObserver observer)
    {
        lock (_gate)
            _observers = [.. _observers, observer];
    }

    /// <summary>Takes a telegram to its meter; one that does not name its meter may wait for another that does.</summary>
    public void Take(SourceStatus source, Reading reading)
    {
        List<(Meter Meter, MeterState State)> changed = [];
        lock (_gate)
        {
            if (!_identities.TryGetValue(source, out SourceIdentity? identity))
                _identities[source] = identity = new SourceIdentity(source);
            foreach ((string id, Reading ready) in identity.Resolve(reading))
            {
                if (FindOrAdd(id, source) is Meter meter)
                    changed.Add((meter, meter.Take(ready, source)));
            }
        }
        foreach ((Meter meter, MeterState state) in changed)
        {
            foreach (IMeterObserver observer in _observers)
                observer.OnTelegram(meter, state);
        }
    }

    private Meter? FindOrAdd(string id, SourceStatus source)
    {
        foreach (Meter known in _meters)
        {
            if (known.Id == id)
                return known;
        }
        if (_meters.Count == MostMeters)
            return null;
        Meter meter = new(id, source, options.Scale);
        _meters = [.. _meters, meter];
        return meter;
    }
}
