using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>What many fuzzed streams came to.</summary>
internal sealed class FuzzCounts
{
    private readonly int[] _read = new int[Enum.GetValues<TelegramCheck>().Length], _untrue = new int[Enum.GetValues<TelegramCheck>().Length];

    public int Streams { get; set; }

    public long Octets { get; set; }

    public int Intact { get; set; }

    public int IntactRead { get; set; }

    public int Damaged { get; set; }

    public List<string> Failures { get; } = [];

    public void Count(TelegramCheck check, bool isUntrue)
    {
        _read[(int)check]++;
        _untrue[(int)check] += isUntrue ? 1 : 0;
    }

    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Streams} streams, {Octets} octets: {IntactRead} of {Intact} intact telegrams read, {Damaged} damaged ones sent, {Failures.Count} failures");
        foreach (TelegramCheck check in Enum.GetValues<TelegramCheck>())
            text.AppendLine(CultureInfo.InvariantCulture, $"  {check.Name(),-6} {_read[(int)check],8} readings, {_untrue[(int)check],6} untrue");
        foreach (string failure in Failures.Take(20))
            text.AppendLine(failure);
        return text.ToString();
    }
}
