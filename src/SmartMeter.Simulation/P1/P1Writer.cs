using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Framing;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.P1;

/// <summary>
/// Writes a P1 telegram (IEC 62056-21 mode D with DSMR's checksum): <c>/identification</c>, a blank line, data lines, <c>!CRC</c>; and keeps
/// beside it what each line means. Numbers are given by a template that shows the digits: <c>000000.000*kWh</c> takes watt-hours.
/// </summary>
internal sealed class P1Writer(string identification, int winterOffsetMinutes = 60)
{
    private const string LineEnd = "\r\n";

    private readonly StringBuilder _text = new StringBuilder().Append('/').Append(identification).Append(LineEnd).Append(LineEnd);
    private readonly List<ExpectedValue> _values = [];

    public IReadOnlyList<ExpectedValue> Values => _values;

    /// <summary>A value in the last digit of <paramref name="template"/>.</summary>
    public P1Writer Number(string code, long value, string template, string? device = null)
    {
        Expect(Read(code, value, template) with { Device = device });
        return Line($"{code}({Write(value, template)})");
    }

    /// <summary>A value with the stamp of when it was taken: <c>code(stamp)(value)</c>.</summary>
    public P1Writer Taken(string code, DateTimeOffset local, long value, string template, string? device = null)
    {
        Expect(Read(code, value, template) with { TakenAt = local, Device = device });
        return Line($"{code}({Stamp(local, winterOffsetMinutes)})({Write(value, template)})");
    }

    public P1Writer Text(string code, string text)
    {
        Expect(new ExpectedValue(ObisCode.Parse(code)) { Text = text });
        return Line($"{code}({text})");
    }

    /// <summary>A text that belongs to the submeter on an M-Bus channel.</summary>
    public P1Writer DeviceText(string code, string text, string device)
    {
        Expect(new ExpectedValue(ObisCode.Parse(code)) { Text = text, Device = device });
        return Line($"{code}({text})");
    }

    public P1Writer Time(string code, DateTimeOffset local)
    {
        Expect(new ExpectedValue(ObisCode.Parse(code)) { Time = local });
        return Line($"{code}({Stamp(local, winterOffsetMinutes)})");
    }

    public P1Writer Line(string line)
    {
        _text.Append(line).Append(LineEnd);
        return this;
    }

    public void Expect(ExpectedValue value) => _values.Add(value);

    /// <summary>The telegram, with the checksum from '/' to '!' inclusive in four hexadecimal digits, or none.</summary>
    public byte[] End(bool checksum = true)
    {
        _text.Append('!');
        if (checksum)
            _text.Append(Checksums.Arc(Encoding.ASCII.GetBytes(_text.ToString())).ToString("X4", CultureInfo.InvariantCulture));
        return Encoding.ASCII.GetBytes(_text.Append(LineEnd).ToString());
    }

    /// <summary>DSMR's stamp: <c>YYMMDDhhmmss</c> and S for summer time, W for winter time.</summary>
    public static string Stamp(DateTimeOffset local, int winterOffsetMinutes = 60) =>
        local.ToString("yyMMddHHmmss", CultureInfo.InvariantCulture) + (local.Offset.TotalMinutes > winterOffsetMinutes ? 'S' : 'W');

    /// <summary>ASCII in hexadecimal, as P1 writes ids and messages.</summary>
    public static string Hex(string ascii) => Convert.ToHexString(Encoding.ASCII.GetBytes(ascii));

    /// <summary>The number as the template shows it, with leading zeros.</summary>
    public static string Write(long value, string template)
    {
        (int digits, int decimals, string unit) = Split(template);
        string text = Math.Abs(value).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        if (text.Length > digits)
            throw new ArgumentOutOfRangeException(nameof(value), $"{value} does not fit {template}");
        if (decimals > 0)
            text = text[..^decimals] + '.' + text[^decimals..];
        return (value < 0 ? "-" : "") + text + (unit.Length == 0 ? "" : "*" + unit);
    }

    /// <summary>What that number means, in the canonical unit.</summary>
    public static ExpectedValue Read(string code, long value, string template)
    {
        (_, int decimals, string unit) = Split(template);
        (Unit canonical, int exponent) = Canonical(unit);
        return ExpectedValue.Scaled(ObisCode.Parse(code), value, exponent - decimals, canonical);
    }

    private static (int Digits, int Decimals, string Unit) Split(string template)
    {
        int star = template.IndexOf('*', StringComparison.Ordinal);
        string number = star < 0 ? template : template[..star];
        int point = number.IndexOf('.', StringComparison.Ordinal);
        return point < 0
            ? (number.Length, 0, star < 0 ? "" : template[(star + 1)..])
            : (number.Length - 1, number.Length - 1 - point, star < 0 ? "" : template[(star + 1)..]);
    }

    private static (Unit Unit, int Exponent) Canonical(string unit) => unit switch
    {
        "" => (Unit.None, 0),
        "kWh" => (Unit.KilowattHour, 0),
        "Wh" => (Unit.KilowattHour, -3),
        "kW" => (Unit.Watt, 3),
        "W" => (Unit.Watt, 0),
        "kvarh" or "kVArh" => (Unit.KilovarHour, 0),
        "varh" => (Unit.KilovarHour, -3),
        "kvar" or "kVAr" => (Unit.Var, 3),
        "var" => (Unit.Var, 0),
        "kVA" => (Unit.VoltAmpere, 3),
        "V" => (Unit.Volt, 0),
        "kV" => (Unit.Volt, 3),
        "A" => (Unit.Ampere, 0),
        "kA" => (Unit.Ampere, 3),
        "Hz" => (Unit.Hertz, 0),
        "kHz" => (Unit.Hertz, 3),
        "m3" => (Unit.CubicMetre, 0),
        "GJ" => (Unit.Gigajoule, 0),
        "s" => (Unit.Second, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "no such unit"),
    };
}
