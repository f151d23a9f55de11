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

    /// <summary>How a port is set that tells no parity errors: seven bits with parity come as eight without, and the parity stands in bit 7, where the decoder checks it.</summary>
    public SerialMode WithParityInBit7 => HasParityInBit7 ? this with { DataBits = 8, Parity = SerialParity.None } : this;

    /// <summary>The decoder knows even parity in bit 7; odd is turned into that.</summary>
    private bool TurnsBit7 => HasParityInBit7 && Parity == SerialParity.Odd;

    private bool HasParityInBit7 => DataBits == 7 && Parity != SerialParity.None;

    /// <summary>The mode that an address gives, as <c>?mode=2400-8E1</c>; null: none.</summary>
    public static SerialMode? In(Uri url) => url.Query.StartsWith("?mode=", StringComparison.Ordinal) ? TryParse(url.Query["?mode=".Length..]) : null;

    /// <exception cref="FormatException">What stands behind the ? of an address is no mode.</exception>
    public static void CheckIn(Uri url)
    {
        if (url.Query.Length > 0 && In(url) is null)
            throw new FormatException($"what stands behind the ? is no line mode; write ?mode={Example}");
    }

    /// <summary>A mode as it is written, and what its parts are.</summary>
    public const string Example = "115200-8N1 (bits a second, data bits 7 or 8, parity N, E or O, stop bits 1 or 2)";

    /// <summary>Turns octets that were received as <see cref="WithParityInBit7"/> into what the decoder knows.</summary>
    public void Turn(Span<byte> octets)
    {
        if (!TurnsBit7)
            return;
        foreach (ref byte octet in octets)
            octet ^= 0x80;
    }

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
