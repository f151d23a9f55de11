using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.P1;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Iec62056;

/// <summary>
/// Writes an IEC 62056-21 readout (6.3 and mode D, 6.4.5): <c>/identification</c>, then the data block either behind STX, closed by ETX and the block
/// check character, or behind a blank line alone. Numbers are given by a template, as in <see cref="P1Writer"/>.
/// </summary>
internal sealed class ReadoutWriter(string identification)
{
    private const byte Stx = 0x02, Etx = 0x03;

    private readonly StringBuilder _lines = new();
    private readonly List<ExpectedValue> _values = [];

    public IReadOnlyList<ExpectedValue> Values => _values;

    /// <summary>A number under its code as the meter writes it; <paramref name="code"/> is the whole code it stands for.</summary>
    public ReadoutWriter Number(string written, string code, long value, string template)
    {
        _values.Add(P1Writer.Read(code, value, template));
        return Line($"{written}({P1Writer.Write(value, template)})");
    }

    public ReadoutWriter Text(string written, string code, string text)
    {
        _values.Add(new ExpectedValue(ObisCode.Parse(code)) { Text = text });
        return Line($"{written}({text})");
    }

    /// <summary>STX, data, <c>!</c>, ETX and the exclusive-or of all behind STX (IEC 62056-21, 5.4).</summary>
    public byte[] EndWithBlockCheck()
    {
        byte[] block = [.. Encoding.ASCII.GetBytes(_lines.ToString()), .. "!\r\n"u8, Etx];
        byte check = block.Aggregate((byte)0, (sum, octet) => (byte)(sum ^ octet));
        return [.. Encoding.ASCII.GetBytes($"/{identification}\r\n"), Stx, .. block, check];
    }

    /// <summary>Mode D: a blank line before the data, nothing behind the <c>!</c>.</summary>
    public byte[] End() => Encoding.ASCII.GetBytes($"/{identification}\r\n\r\n{_lines}!\r\n");

    private ReadoutWriter Line(string line)
    {
        _lines.Append(line).Append("\r\n");
        return this;
    }
}
