using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.HomeWizard;

/// <summary>What of a meter may be told to a program that steers by it: registers, and instants that came within three of their intervals.</summary>
internal sealed class FreshValues
{
    /// <summary>So many intervals may pass: a wallbox must not be steered by what was.</summary>
    private const int Intervals = 3;

    /// <summary>Until the interval is learnt: one that comes more rarely is told from its second time on.</summary>
    private static readonly TimeSpan Unlearnt = TimeSpan.FromSeconds(15);

    /// <summary>So many telegrams bring what a meter sends often, also where the first is not believed by itself.</summary>
    private const int Enough = 3;

    private static readonly string[] Powers = ["power_net", "power_import", "power_export", "power_absolute"];

    private readonly MeterState _state;
    private readonly Dictionary<string, MeterValue> _byKey = [];
    private readonly HashSet<string> _stale = [];

    public FreshValues(MeterState state, DateTimeOffset now)
    {
        _state = state;
        foreach (MeterValue value in state.Values.Where(value => value is { SubmeterId: null, IsPublishable: true }))
        {
            if (value.Quantity?.Kind is QuantityKind.Instant && !IsWithin(value.Received, value.Interval, now))
                _stale.Add(value.Key);
            else
                _byKey.TryAdd(value.Key, value);
        }
    }

    /// <summary>True for a meter whose newest telegram came within three intervals.</summary>
    public static bool IsFresh(MeterState state, DateTimeOffset now) => state.Received is DateTimeOffset received && IsWithin(received, state.Interval, now);

    /// <summary>The number of a key in that unit, as the meter has it; null: there is none, or it is too old.</summary>
    public decimal? Number(string key, Unit unit) => Value(key) is { Measurement: { Kind: ValueKind.Number } number } && number.Unit == unit ? number.Number : null;

    public MeterValue? Value(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>The power of the whole or of a phase (<c>_l1</c>), positive from the grid.</summary>
    public decimal? Power(string phase = "")
    {
        if (Number(phase.Length == 0 ? "power_net" : $"power{phase}", Unit.Watt) is decimal signed)
            return signed;
        MeterValue? import = Watts($"power_import{phase}"), export = Watts($"power_export{phase}");
        bool sendsExport = _state.Values.Any(value => value.SubmeterId is null && value.Key == $"power_export{phase}");
        if (import is not null && export is not null)
        {
            (MeterValue taken, MeterValue fed) = (NetPower.Proven(import, export), NetPower.Proven(export, import));
            return NetPower.Of(taken, fed)?.Watts ?? taken.Measurement.Number - fed.Measurement.Number;
        }
        return NetPower.Signed(import, export, sendsExport) ?? (phase.Length == 0 ? WithoutDirection() : null);
    }

    /// <summary>
    /// Whoever steers by it would take its power for 0: the meter tells one, and it is too old or without a direction; or too little came to know whether it tells one.
    /// </summary>
    public bool LacksPower => Power() is null && (_state.Telegrams < Enough || Array.Exists(Powers, key => _stale.Contains(key) || _byKey.ContainsKey(key)));

    /// <summary>A power without a sign has that of its phases, or is one from the grid where nothing was ever fed in.</summary>
    private decimal? WithoutDirection() => PhasePowers.Signed(_byKey.Values)?.Watts ?? (HasFedIn ? null : Number("power_absolute", Unit.Watt));

    private bool HasFedIn => _state.Values.Any(value => value is { SubmeterId: null, Measurement.Number: > 0, Quantity: { Kind: QuantityKind.Register, Subject: Subject.ActivePower, Direction: Direction.Export } });

    private MeterValue? Watts(string key) => Number(key, Unit.Watt) is null ? null : Value(key);

    /// <summary>Three intervals have not passed since.</summary>
    public static bool IsWithin(DateTimeOffset received, TimeSpan? interval, DateTimeOffset now) =>
        now - received <= (interval is TimeSpan learnt ? learnt * Intervals : Unlearnt);
}
