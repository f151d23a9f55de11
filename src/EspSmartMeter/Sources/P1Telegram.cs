using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams.Checksums;

namespace EspSmartMeter.Sources;

/// <summary>A P1 telegram to pass on: from '/' to the line end behind its CRC, as a meter that encrypts nothing sends it on a line that changes nothing.</summary>
/// <param name="Octets">All of it.</param>
/// <param name="Received">When it came.</param>
internal sealed record P1Telegram(byte[] Octets, DateTimeOffset Received)
{
    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>The telegram that a reading was read from; null where it was no P1 telegram.</summary>
    public static P1Telegram? Of(Reading reading)
    {
        if (reading.Text.IsEmpty)
            return null;
        List<byte> octets = new(reading.Text.Length + 64);
        AddLines(octets, reading.Text.Span);
        octets.Add((byte)'!');
        // A meter that sends no CRC (DSMR 2.2 and 3) gets none.
        if (reading.Check != TelegramCheck.None)
            octets.AddRange(Encoding.ASCII.GetBytes(Crc16Arc.Compute(octets.ToArray()).ToString("X4", CultureInfo.InvariantCulture)));
        octets.AddRange(LineEnd);
        return new P1Telegram([.. octets], reading.Received);
    }

    // A line that is not read raw makes CR LF two LF, a program that reads by lines leaves one.
    private static void AddLines(List<byte> octets, ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)'\r'))
        {
            octets.AddRange(text);
            return;
        }
        int step = IsDoubled(text) ? 2 : 1;
        for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[Math.Min(end + step, text.Length)..])
        {
            octets.AddRange(text[..end]);
            octets.AddRange(LineEnd);
        }
        octets.AddRange(text);
    }

    private static bool IsDoubled(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'\n') is >= 0 and int start)
        {
            int run = text[start..].IndexOfAnyExcept((byte)'\n');
            run = run < 0 ? text.Length - start : run;
            if (run % 2 != 0)
                return false;
            text = text[(start + run)..];
        }
        return true;
    }
}
