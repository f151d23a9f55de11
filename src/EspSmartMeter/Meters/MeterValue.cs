using EspSmartMeter.Meters.Live;
using EspSmartMeter.Timing;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>The newest of one OBIS code of a meter, and what is known about its coming.</summary>
internal sealed record MeterValue
{
    /// <summary>The value, in canonical units, with the user's factor applied.</summary>
    public required Measurement Measurement { get; init; }

    /// <summary>The further values of a code that the same telegram brought several times.</summary>
    public IReadOnlyList<Measurement> Also { get; init; } = [];

    /// <summary>When the telegram came that brought it.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>How often it comes; null until it came twice.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>The factor of the option <c>scale</c> that is in it; null: none.</summary>
    public decimal? Factor { get; init; }

    /// <summary>
    /// What is added to a register where it goes on as a sum (Home Assistant), so that a step that is no energy is not counted; elsewhere it is as the meter has it.
    /// </summary>
    public decimal Offset { get; init; }

    /// <summary>When that was decided last; null: never, it is 0.</summary>
    public DateTimeOffset? OffsetSince { get; init; }

    /// <summary>A register of which something else is believed than was said.</summary>
    public MeterValue Believe(decimal own, decimal offset, DateTimeOffset? since) =>
        this with { Measurement = Measurement with { Number = own }, Offset = offset, OffsetSince = since };

    /// <summary>A register as it goes on.</summary>
    public decimal Sum => Measurement.Number + Offset;

    /// <summary>The submeter it belongs to (<see cref="Submeter.Id"/>); null: the meter itself.</summary>
    public string? SubmeterId { get; init; }

    /// <summary>What the submeter it belongs to measures; Unknown for the meter itself.</summary>
    public SubmeterKind SubmeterKind { get; init; }

    /// <summary>What carries a register forward that comes rarely; null: it is shown as it comes.</summary>
    public LiveRegister? Live { get; init; }

    public ObisCode Code => Measurement.Code;

    /// <summary>What it means where no meter sends it and it was made of values that are sent; null: it was sent.</summary>
    public Quantity? Made { get; init; }

    /// <summary>What it means; null where the catalogue does not know its code.</summary>
    public Quantity? Quantity => Made ?? Catalogue.Find(Code, Measurement.Unit);

    /// <inheritdoc cref="Catalogue.KeyOf(ObisCode, Unit)"/>
    public string Key => Made?.Key ?? Catalogue.KeyOf(Code, Measurement.Unit);

    /// <summary>True for an instant that has not come for three intervals: it no longer tells what is now. Registers never grow stale.</summary>
    public bool IsStale(DateTimeOffset now) =>
        Quantity?.Kind is QuantityKind.Instant && now - Received > Freshness.OfValue(Interval);

    /// <summary>True where unit and scale are known, so that the value may be published.</summary>
    public bool IsPublishable => Measurement.ScaleKnown;
}
