using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Scale;

/// <summary>
/// Holds what one meter says twice against itself: registers against the integral of power, tariffs against their total, volts times amperes against watts. It
/// asks where they are apart by a factor that scales are wrong by; it changes nothing. It hears values as they were sent, also those that are then withheld.
/// One thread at a time tells it of telegrams.
/// </summary>
internal sealed class ScaleProof
{
    /// <summary>More values than any meter has.</summary>
    private const int MostCodes = 512;

    /// <summary>Some lists tell the power, others the phases, in turn.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(30);

    private readonly Dictionary<ObisCode, ScaledValue?> _values = [];
    private readonly WayScale _import = new(), _export = new();
    private readonly PowerScale _power = new();
    private readonly ScaleJudge _judge;
    private ScaledValue? _imported, _exported, _net, _absolute;
    private (decimal Watts, DateTimeOffset At)? _whole;
    private DateTimeOffset _at;
    private MeterTime? _stamp;

    public ScaleProof() => _judge = new ScaleJudge(_import, _export, _power);

    /// <summary>What it asks; the same list until it asks something else.</summary>
    public IReadOnlyList<ScaleDoubt> Doubts => _judge.Doubts;

    /// <summary>A telegram begins.</summary>
    public void Begin(DateTimeOffset at, MeterTime? stamp) => (_at, _stamp) = (at, stamp);

    /// <summary>A value of the main meter, with the user's factor in it.</summary>
    public void Take(in Measurement measurement, decimal? factor)
    {
        if (!_values.TryGetValue(measurement.Code, out ScaledValue? value))
        {
            if (_values.Count == MostCodes)
                return;
            _values[measurement.Code] = value = ScaledValue.Of(measurement.Code);
            Place(value);
        }
        value?.Take(measurement, factor, _at);
    }

    /// <summary>The telegram has ended.</summary>
    public void End()
    {
        (bool gives, bool takes) = _power.Flows(_at);
        decimal? watts = TakePower(ref gives, ref takes);
        if (gives | _export.Rises(_at))
            _import.Break();
        if (takes | _import.Rises(_at))
            _export.Break();
        bool isNews = _import.Take(_at, _stamp);
        isNews |= _export.Take(_at, _stamp);
        if (watts is decimal now)
            _whole = (now, _at);
        isNews |= _power.Take(_at, _whole is var (last, at) && _at - at <= Moment ? last : null, bothWays: _export.HasFlowed);
        _judge.Take(isNews, _at);
    }

    private void Place(ScaledValue? value)
    {
        switch (value?.Role)
        {
            case ScaleRole.Power when value.Phase > 0:
            case ScaleRole.Voltage or ScaleRole.Current: _power.Add(value); break;
            case ScaleRole.Power when value.Direction == Direction.Import: _imported ??= value; break;
            case ScaleRole.Power when value.Direction == Direction.Export: _exported ??= value; break;
            case ScaleRole.Power when value.Direction == Direction.Absolute: _absolute ??= value; break;
            case ScaleRole.Power: _net ??= value; break;
            case ScaleRole.Register: (value.Direction == Direction.Import ? _import : _export).Add(value); break;
            default: break;
        }
    }

    /// <summary>The power of both ways, into their integrals.</summary>
    /// <returns>What is taken, or given, below zero; null: it was not told.</returns>
    private decimal? TakePower(ref bool gives, ref bool takes)
    {
        if (_imported?.At == _at || _exported?.At == _at)
        {
            decimal taken = _imported?.At == _at ? _imported.Number : 0, given = _exported?.At == _at ? _exported.Number : 0;
            gives |= given > 0;
            takes |= taken > 0;
            // A list that sends one direction alone tells of the other while that is above 0.
            if (_imported is not null && (_imported.At == _at || given > 0))
                _import.Sample(_at, _imported, Math.Max(0, taken));
            if (_exported is not null && (_exported.At == _at || taken > 0))
                _export.Sample(_at, _exported, Math.Max(0, given));
            return _imported?.At == _at || given > 0 ? taken - given : null;
        }
        if (_net?.At != _at)
            return TakeAbsolute(gives);
        gives |= _net.Number < 0;
        takes |= _net.Number > 0;
        _import.Sample(_at, _net, Math.Max(0, _net.Number));
        _export.Sample(_at, _net, Math.Max(0, -_net.Number));
        return _net.Number;
    }

    // Without a sign it is what is taken while nothing is given.
    private decimal? TakeAbsolute(bool gives)
    {
        if (_absolute?.At != _at || _net is not null || _imported is not null)
            return null;
        _import.Sample(_at, _absolute, gives ? 0 : _absolute.Number);
        return gives ? null : _absolute.Number;
    }
}
