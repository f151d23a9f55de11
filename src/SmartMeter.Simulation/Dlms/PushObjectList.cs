using SmartMeter.Decoding.Obis;

namespace SmartMeter.Simulation.Dlms;

/// <summary>
/// A push that names its objects first (IEC 62056-6-2, 4.4.8, "Push setup"): a structure whose first value is the array of
/// <c>{class, logical name, attribute, index}</c>, the push setup's own among them, and whose other values follow in that order.
/// </summary>
internal sealed class PushObjectList(ObisCode pushSetup)
{
    private const int PushSetupClass = 40, DataClass = 1, RegisterClass = 3, ClockClass = 8;

    private readonly List<(int Class, ObisCode Code, int Attribute)> _objects = [(PushSetupClass, pushSetup, 2)];
    private readonly List<Action<CosemWriter>> _values = [];

    /// <summary>The push setup's logical name as a value, which some configurations send.</summary>
    public PushObjectList SetupName()
    {
        _objects.Add((PushSetupClass, pushSetup, 1));
        _values.Add(writer => writer.Name(pushSetup));
        return this;
    }

    public PushObjectList Text(ObisCode code, string text) => Add(DataClass, code, writer => writer.Text(code, AxdrTag.OctetString, text));

    public PushObjectList Time(ObisCode code, CosemDateTime time) => Add(ClockClass, code, writer => writer.Time(code, time));

    public PushObjectList Register(ObisCode code, AxdrTag tag, long value, int scaler, CosemUnit unit) =>
        Add(RegisterClass, code, writer => writer.Value(code, tag, value, scaler, unit));

    public CosemWriter Write()
    {
        CosemWriter writer = new CosemWriter().Structure(_objects.Count).Array(_objects.Count);
        foreach ((int objectClass, ObisCode code, int attribute) in _objects)
            writer.Structure(4).Number(AxdrTag.UInt16, objectClass).Name(code).Number(AxdrTag.Int8, attribute).Number(AxdrTag.UInt16, 0);
        foreach (Action<CosemWriter> value in _values)
            value(writer);
        return writer;
    }

    private PushObjectList Add(int objectClass, ObisCode code, Action<CosemWriter> value)
    {
        _objects.Add((objectClass, code, 2));
        _values.Add(value);
        return this;
    }
}
