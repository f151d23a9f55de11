using System.Globalization;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.DataSets;

/// <summary>The value in one group of a data set: <c>number*unit</c>, a stamp, or a text.</summary>
internal sealed class DataSetValue(TextPool texts, MeterClock clock)
{
    // What stands between numbers that share a group; a comma only where each has its unit, for it may be a decimal one.
    private const byte Ampersand = (byte)'&', Comma = (byte)',';

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

    /// <summary>True for several numbers in one group of which the last has a unit: <c>(084.2*C&amp;040.4*C)</c>, <c>(84.2&amp;40.4*C)</c> (heat meters), <c>(65.0*A,-65.0*A)</c> (limits).</summary>
    public static bool AreJoined(ReadOnlySpan<byte> group, out byte joint)
    {
        joint = group.Contains(Ampersand) ? Ampersand : Comma;
        if (!group.Contains(joint) || !group[group.LastIndexOf(joint)..].Contains((byte)'*'))
            return false;
        foreach (Range part in group.Split(joint))
        {
            if (!TryNumber(UpToUnit(group[part], out ReadOnlySpan<byte> unit), out _) || (joint == Comma && unit.IsEmpty))
                return false;
        }
        return true;
    }

    /// <summary>One of several numbers in a group; where it has no unit, the last one's is its.</summary>
    public Measurement ReadJoined(ObisCode code, ReadOnlySpan<byte> group, Range part)
    {
        ReadOnlySpan<byte> digits = UpToUnit(group[part], out ReadOnlySpan<byte> unit);
        return Read(code, digits, unit.IsEmpty ? group[(group.LastIndexOf((byte)'*') + 1)..] : unit);
    }

    private static ReadOnlySpan<byte> UpToUnit(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> unit)
    {
        int star = value.IndexOf((byte)'*');
        unit = star < 0 ? [] : value[(star + 1)..];
        return star < 0 ? value : value[..star];
    }

    public string Text(ReadOnlySpan<byte> group) => texts.Latin1(group);

    public bool TryStamp(ReadOnlySpan<byte> group, out MeterTime time) => DataSetStamp.TryRead(group, clock, out time);

    /// <summary>True for what stands where a stamp belongs, though it may name no moment (<c>632525252525S</c>).</summary>
    public static bool LooksLikeStamp(ReadOnlySpan<byte> group)
    {
        if (group.Length is not (12 or 13) || (group.Length == 13 && (char)(group[12] | 0x20) is not ('s' or 'w')))
            return false;
        return group[..12].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>
    /// True for a value that a stamp follows: <c>(02.468*kW)(1803100930)</c>, <c>(2.468*kW)(18-03-10,09:30)</c> (IEC 62056-21, peaks). Digits
    /// without marks are a stamp only behind what is measured: two numbers may stand under one code.
    /// </summary>
    public bool IsStampedBehind(ReadOnlySpan<byte> value, ReadOnlySpan<byte> stamp) =>
        (value.Contains((byte)'*') && DataSetStamp.LooksLikeOne(stamp))
        || ((value.ContainsAny((byte)'*', (byte)'.') || DataSetStamp.HasMarks(stamp)) && (TryStamp(stamp, out _) || DataSetStamp.SaysNever(stamp)));

    // Landis+Gyr writes a space where a minus would stand.
    private static bool TryNumber(ReadOnlySpan<byte> digits, out decimal number)
    {
        digits = digits.TrimStart((byte)' ');
        return decimal.TryParse(digits, Plain, CultureInfo.InvariantCulture, out number) && digits.Length <= 28;
    }

    private Measurement OfNumberWithUnit(ObisCode code, decimal number, ReadOnlySpan<byte> unit)
    {
        bool known = WireUnit.TryParse(unit.Trim((byte)' '), out WireUnit wire);
        if (!MayBeIn(wire.Unit, code))
            Contradicted ??= code;
        if (known && ExactNumber.TryScale(number, wire.Exponent, out decimal canonical))
            return Measurement.OfNumber(code, canonical, wire.Unit);
        return Measurement.OfNumber(code, number, Unit.None, scaleKnown: false);
    }

    // A limit is set in watts or amperes; heat is counted in kilowatt-hours or gigajoules; what a submeter counts depends on the device.
    private static bool MayBeIn(Unit unit, ObisCode code) => Catalogue.Find(code) switch
    {
        null or { Unit: Unit.None } => !Submeters.IsRegister(code) || (unit != Unit.None && (Submeters.Counts(unit) || code is { D: 2, E: 3 })),
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
            return Measurement.OfNumber(code, number, Unit.None, scaleKnown: quantity is { Unit: Unit.None, Kind: not QuantityKind.Register } && !Submeters.Owns(code));
        return Measurement.OfText(code, Text(group));
    }
}
