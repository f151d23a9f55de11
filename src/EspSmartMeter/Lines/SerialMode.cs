using System.Globalization;
using System.Text.RegularExpressions;

namespace EspSmartMeter.Lines;

internal enum SerialParity : byte { None, Even, Odd }

/// <summary>How a serial line is set: <c>2400-8E1</c>.</summary>
/// <param name="BaudRate">Bits a second; any rate the adapter can make.</param>
/// <param name="DataBits">7 or 8.</param>
/// <param name="Parity">None, even or odd.</param>
/// <param name="StopBits">1 or 2.</param>
internal sealed partial record SerialMode(int BaudRate, int DataBits, SerialParity Parity, int StopBits)
{
    /// <summary>What P1 ports since DSMR 4 send.</summary>
    public static readonly SerialMode Default = new(115200, 8, SerialParity.None, 1);

    public override string ToString() => $"{BaudRate}-{DataBits}{"NEO"[(int)Parity]}{StopBits}";

    /// <summary>The mode that a text such as <c>2400-8E1</c> tells; null for any other.</summary>
    public static SerialMode? TryParse(string? text)
    {
        Match match = Form().Match(text ?? "");
        if (!match.Success || !int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out int baudRate) || baudRate is < 50 or > 4_000_000)
            return null;
        SerialParity parity = (SerialParity)"NEO".IndexOf(char.ToUpperInvariant(match.Groups[3].ValueSpan[0]), StringComparison.Ordinal);
        return new SerialMode(baudRate, match.Groups[2].ValueSpan[0] - '0', parity, match.Groups[4].ValueSpan[0] - '0');
    }

    [GeneratedRegex("^([0-9]{2,7})-([78])([NEOneo])([12])$")]
    private static partial Regex Form();
}
