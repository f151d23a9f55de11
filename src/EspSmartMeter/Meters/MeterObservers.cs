using EspSmartMeter.Sources;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>Those who hear of meters. More may come at any time; each hears of what comes from then on.</summary>
internal sealed class MeterObservers
{
    private readonly Lock _gate = new();
    private volatile IMeterObserver[] _observers = [];

    public void Add(IMeterObserver observer)
    {
        lock (_gate)
            _observers = [.. _observers, observer];
    }

    public void OnTelegrams(IEnumerable<(Meter Meter, MeterState State)> changed)
    {
        foreach ((Meter meter, MeterState state) in changed)
        {
            foreach (IMeterObserver observer in _observers)
                observer.OnTelegram(meter, state);
        }
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
}
