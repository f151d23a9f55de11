using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Meters.Scale;

/// <summary>What a home moved in a day: a register that stands still, and a power that never flows, prove nothing.</summary>
internal sealed class MovedValues
{
    private const decimal LeastKilowattHours = 1;

    private readonly Dictionary<ObisCode, (decimal From, decimal To)> _values = [];

    public void See(IEnumerable<Measurement> values)
    {
        foreach (Measurement value in values.Where(value => value.Number != 0))
        {
            (decimal from, decimal to) = _values.GetValueOrDefault(value.Code, (value.Number, value.Number));
            _values[value.Code] = (Math.Min(from, value.Number), Math.Max(to, value.Number));
        }
    }

    /// <summary>True where the values of a fault moved.</summary>
    public bool Tells(ScaleFault fault) => fault.Codes.Any(code => _values.ContainsKey(code) && Catalogue.Find(code)! switch
    {
        { Kind: QuantityKind.Register } => Moved(code),
        { Direction: Direction.Export } => _values.Keys.Any(other => Catalogue.Find(other) is { Kind: QuantityKind.Register, Subject: Subject.ActivePower, Direction: Direction.Export } && Moved(other)),
        _ => true,
    });

    private bool Moved(ObisCode code) => _values[code].To - _values[code].From >= LeastKilowattHours;
}
