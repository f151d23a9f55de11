using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Meters;

/// <summary>One meter: its newest values, merged from the lists it sends in turn. One thread at a time tells it of telegrams; any may read.</summary>
internal sealed class Meter
{
    private readonly IReadOnlyList<ScaleOptions> _scale;
    private readonly LearntInterval _interval;
    private readonly ValueTable _values = new();
    private readonly SubmeterTable _submeters = new();
    private MeterState _state = new();

    public Meter(string id, SourceStatus source, IReadOnlyList<ScaleOptions> scale)
    {
        Id = id;
        Source = source;
        _scale = [.. scale.Where(option => option.Meter is null || MeterId.Safe(option.Meter) == id)];
        _interval = new LearntInterval();
    }

    /// <summary>Safe for topics; from the payload, else from the source. Never part of a name that people see.</summary>
    public string Id { get; }

    /// <summary>Where its telegrams come from now.</summary>
    public SourceStatus Source { get; private set; }

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
            && !Source.IsDownFor(TimeSpan.FromMinutes(1), now);
    }

    /// <summary>Merges a telegram: what it lacks stays as it was.</summary>
    public MeterState Take(Reading reading, SourceStatus source)
    {
        Source = source;
        _interval.Came(reading.Received);
        _submeters.List(reading);
        foreach (ref readonly Measurement measurement in reading.Measurements)
            Take(measurement, reading.Received);
        _values.EndTelegram();

        MeterState before = State;
        IReadOnlyList<MeterValue> values = _values.Newest();
        MeterState after = new()
        {
            SerialNumber = reading.MeterId ?? before.SerialNumber,
            Manufacturer = reading.Manufacturer ?? before.Manufacturer,
            Model = reading.Model ?? before.Model,
            Received = reading.Received,
            Timestamp = reading.Timestamp ?? before.Timestamp,
            Telegram = TelegramInfo.Of(reading),
            Telegrams = before.Telegrams + 1,
            Interval = _interval.Value,
            Values = values,
            Submeters = _submeters.With(values),
        };
        Volatile.Write(ref _state, after);
        return after;
    }

    private void Take(in Measurement sent, DateTimeOffset received)
    {
        SubmeterTable.Listed? submeter = _submeters.Of(sent.Code);
        decimal? factor = FactorOf(sent);
        Measurement measurement = factor is decimal by ? Scaled(sent, by) : sent;
        if (submeter is not null && !submeter.IsNewer(measurement.TakenAt))
            return;
        _values.Came(submeter?.Id, measurement, received, factor, submeter?.Kind ?? SubmeterKind.Unknown);
    }

    private decimal? FactorOf(in Measurement measurement)
    {
        if (measurement.Kind != ValueKind.Number)
            return null;
        foreach (ScaleOptions option in _scale)
        {
            if (option.Code == measurement.Code)
                return option.Factor;
        }
        return null;
    }

    /// <summary>The user who gives a factor tells the scale; the unit is then the quantity's own.</summary>
    private static Measurement Scaled(in Measurement sent, decimal factor) => sent with
    {
        Number = sent.Number * factor,
        Unit = sent.Unit == Unit.None ? Catalogue.Find(sent.Code)?.Unit ?? Unit.None : sent.Unit,
        ScaleKnown = true,
    };
}
