using System.Globalization;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.P1;

/// <summary>The value in one group of a data set: <c>number*unit</c>, a stamp, or a text.</summary>
internal sealed class DataSetValue(TextPool texts, MeterClock clock)
{
    private const byte Electricity = 1;

    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>
    /// The first code whose quantity contradicts what was read under it: no number before a unit, or the unit of something else. Null: none did.
    /// </summary>
    public ObisCode? Contradicted { get; private set; }

    /// <summary>Begins a telegram.</summary>
    public void Begin() => Contradicted = null;

    /// <summary>Reads a group as the quantity of <paramref name="code"/> wants it.</summary>
    public Measurement Read(ObisCode code, ReadOnlySpan<byte> group)
    {
        int star = group.LastIndexOf((byte)'*');
        if (star < 0)
            return WithoutUnit(code, group);
        if (star > 0 && star == group.Length - 1)
            return WithoutUnit(code, group[..star]);
        if (TryNumber(group[..star], out decimal number))
            return OfNumberWithUnit(code, number, group[(star + 1)..]);
        if (Catalogue.Find(code)?.IsNumeric == true)
            Contradicted ??= code;
        return Measurement.OfText(code, Text(group));
    }

    /// <summary>A number whose unit stands elsewhere in the data set.</summary>
    public Measurement Read(ObisCode code, ReadOnlySpan<byte> digits, ReadOnlySpan<byte> unit)
    {
        if (TryNumber(digits, out decimal number))
            return OfNumberWithUnit(code, number, unit);
        if (!digits.IsEmpty)
            Contradicted ??= code;
        return Read(code, digits);
    }

    public string Text(ReadOnlySpan<byte> group) => texts.Latin1(group);

    public bool TryStamp(ReadOnlySpan<byte> group, out MeterTime time) => P1Stamp.TryRead(group, clock, out time);

    /// <summary>True for what stands where a stamp belongs, though it may name no moment (<c>632525252525S</c>).</summary>
    public static bool LooksLikeStamp(ReadOnlySpan<byte> group)
    {
        if (group.Length is not (12 or 13) || (group.Length == 13 && (char)(group[12] | 0x20) is not ('s' or 'w')))
            return false;
        return group[..12].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>
    /// True for a value with its unit, which a stamp may follow: <c>(02.468*kW)(1703100930)</c>, <c>(2.468*kW)(17-03-10,09:30)</c> (IEC 62056-21, peaks).
    /// </summary>
    public static bool IsStampedBehind(ReadOnlySpan<byte> value, ReadOnlySpan<byte> stamp) =>
        value.Contains((byte)'*') && P1Stamp.LooksLikeOne(stamp);

    private static bool TryNumber(ReadOnlySpan<byte> digits, out decimal number) =>
        decimal.TryParse(digits, Plain, CultureInfo.InvariantCulture, out number) && digits.Length <= 28;

    private Measurement OfNumberWithUnit(ObisCode code, decimal number, ReadOnlySpan<byte> unit)
    {
        bool known = WireUnit.TryParse(unit, out WireUnit wire);
        if (!MayBeIn(wire.Unit, code))
            Contradicted ??= code;
        if (known && ExactNumber.TryScale(number, wire.Exponent, out decimal canonical))
            return Measurement.OfNumber(code, canonical, wire.Unit);
        return Measurement.OfNumber(code, number, Unit.None, scaleKnown: false);
    }

    // A limit is set in watts or amperes; heat is counted in kilowatt-hours or gigajoules; what a submeter counts depends on the device.
    private static bool MayBeIn(Unit unit, ObisCode code) => Catalogue.Find(code) switch
    {
        null or { Unit: Unit.None } => !Submeters.IsRegister(code) || unit is Unit.CubicMetre or Unit.KilowattHour or Unit.Gigajoule,
        { Kind: QuantityKind.Setting } => unit != Unit.None,
        Quantity quantity => code.A != Electricity || unit == quantity.Unit,
    };

    // What a bare number means, only the quantity tells: 0002 is a tariff's name, 00013 a count, 230 of nobody knows what.
    private Measurement WithoutUnit(ObisCode code, ReadOnlySpan<byte> group)
    {
        Quantity? quantity = Catalogue.Find(code);
        if (quantity?.Kind == QuantityKind.Clock && TryStamp(group, out MeterTime time))
            return Measurement.OfTime(code, time);
        bool measured = quantity?.Kind is QuantityKind.Counter or QuantityKind.Register or QuantityKind.NetRegister
            or QuantityKind.Instant or QuantityKind.Peak or QuantityKind.Setting;
        if (measured && group.IsEmpty)
            return Measurement.OfNull(code);
        if ((measured || (quantity is null && group.Contains((byte)'.'))) && TryNumber(group, out decimal number))
            return Measurement.OfNumber(code, number, Unit.None, scaleKnown: quantity is { Unit: Unit.None } && !Submeters.Owns(code));
        return Measurement.OfText(code, Text(group));
    }
}
