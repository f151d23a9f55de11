using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>
/// What a meter's telegrams have in common: which values come together, and what those say that never change. Two bits that turn over on a line with a
/// weak check mostly hit something of that too, which tells on the rest of the telegram.
/// </summary>
internal sealed class TelegramPast
{
    private const int MostShapes = 16, MostCodes = 512, TimesToStand = 3, TimesToKnow = 2;

    private readonly List<(int Shape, int Times)> _shapes = [];
    private readonly Dictionary<ObisCode, Constant> _constants = [];

    private sealed class Constant
    {
        public string? Said;
        public string? Otherwise;
        public int Times;
        public long Telegram;
    }

    /// <summary>True where all that does not change is as it was in earlier telegrams, or as the telegram before this one had it.</summary>
    public bool IsFamiliar(Reading reading, long number)
    {
        bool familiar = HasCome(ShapeOf(reading));
        foreach (ref readonly Measurement measurement in reading.Measurements)
        {
            if (IsConstant(measurement))
                familiar &= Fits(measurement, number);
        }
        return familiar && Fits(Measurement.OfText(default, reading.MeterId ?? ""), number);
    }

    private bool HasCome(int shape)
    {
        int at = _shapes.FindIndex(known => known.Shape == shape), times = at < 0 ? 0 : _shapes[at].Times;
        if (at >= 0)
            _shapes.RemoveAt(at);
        else if (_shapes.Count == MostShapes)
            _shapes.RemoveAt(0);
        _shapes.Add((shape, Math.Min(times + 1, TimesToKnow)));
        return times == TimesToKnow;
    }

    // The codes with their units, in their order. A line of TIC that does not come was damaged by itself, and tells nothing on the others.
    private static int ShapeOf(Reading reading)
    {
        HashCode shape = new();
        if (reading.Check == TelegramCheck.Sum6)
            return shape.ToHashCode();
        foreach (ref readonly Measurement measurement in reading.Measurements)
        {
            shape.Add(measurement.Code);
            shape.Add(measurement.Unit);
            shape.Add(measurement.Kind);
            shape.Add(Decimals(measurement));
        }
        shape.Add(reading.Unread.Length);
        return shape.ToHashCode();
    }

    // So many digits are sent behind the point.
    private static int Decimals(in Measurement measurement) => measurement.Kind == ValueKind.Number ? measurement.Number.Scale : 0;

    private static bool IsConstant(in Measurement measurement) =>
        measurement.Kind is ValueKind.Text or ValueKind.Number
        && Catalogue.Find(measurement.Code)?.Kind is not (QuantityKind.Instant or QuantityKind.Register or QuantityKind.NetRegister or QuantityKind.Clock);

    private bool Fits(in Measurement measurement, long telegram)
    {
        string? said = measurement.Text ?? measurement.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!_constants.TryGetValue(measurement.Code, out Constant? constant))
        {
            if (_constants.Count < MostCodes)
                _constants[measurement.Code] = new Constant { Said = said, Times = 1, Telegram = telegram };
            return true;
        }
        // A code that comes several times in one telegram is a list.
        bool again = constant.Telegram == telegram;
        constant.Telegram = telegram;
        if (again)
            return true;
        if (constant.Said == said)
        {
            constant.Times++;
            return true;
        }
        bool stood = constant.Times >= TimesToStand;
        if (stood && constant.Otherwise != said)
        {
            constant.Otherwise = said;
            return false;
        }
        // It changes all the time, or says the new thing for the second time.
        (constant.Said, constant.Otherwise, constant.Times) = (said, null, stood ? 2 : 1);
        return true;
    }
}
