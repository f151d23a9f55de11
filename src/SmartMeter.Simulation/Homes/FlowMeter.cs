namespace SmartMeter.Simulation.Homes;

/// <summary>A gas or water meter on the M-Bus: it counts litres, and the electricity meter asks it at set times.</summary>
public sealed class FlowMeter
{
    private readonly int _askedEverySeconds;
    private long _millilitres;

    internal FlowMeter(long litres, int askedEverySeconds, DateTimeOffset start)
    {
        _millilitres = litres * 1000;
        _askedEverySeconds = askedEverySeconds;
        long second = start.ToUnixTimeSeconds();
        (Litres, TakenAt) = (litres, DateTimeOffset.FromUnixTimeSeconds(second - (second % askedEverySeconds)));
    }

    /// <summary>The register when it was asked last.</summary>
    public long Litres { get; private set; }

    public DateTimeOffset TakenAt { get; private set; }

    internal void Add(int millilitres, long utcSecond)
    {
        if (utcSecond % _askedEverySeconds == 0)
            (Litres, TakenAt) = (_millilitres / 1000, DateTimeOffset.FromUnixTimeSeconds(utcSecond));
        _millilitres += millilitres;
    }
}
