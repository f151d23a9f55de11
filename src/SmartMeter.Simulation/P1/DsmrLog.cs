using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.P1;

/// <summary>The power failure log of DSMR: <c>1-0:99.97.0(count)(0-0:96.7.19)(end)(seconds*s)…</c></summary>
internal static class DsmrLog
{
    private static readonly ObisCode Log = ObisCode.Parse("1-0:99.97.0"), Duration = ObisCode.Parse("0-0:96.7.19");

    public static readonly IReadOnlyList<(DateTimeOffset End, int Seconds)> TwoFailures =
    [
        (new DateTimeOffset(2024, 3, 12, 4, 11, 9, TimeSpan.FromHours(1)), 302),
        (new DateTimeOffset(2025, 8, 2, 17, 40, 51, TimeSpan.FromHours(2)), 7210),
    ];

    public static void Add(P1Writer telegram, IReadOnlyList<(DateTimeOffset End, int Seconds)> failures)
    {
        string count = failures.Count.ToString(CultureInfo.InvariantCulture);
        telegram.Expect(new ExpectedValue(Log) { Text = count });
        StringBuilder line = new($"1-0:99.97.0({count})(0-0:96.7.19)");
        foreach ((DateTimeOffset end, int seconds) in failures)
        {
            line.Append(CultureInfo.InvariantCulture, $"({P1Writer.Stamp(end)})({P1Writer.Write(seconds, "0000000000*s")})");
            // The year 2000: the clock had not been set, so the stamp tells nothing.
            telegram.Expect(new ExpectedValue(Duration) { Number = seconds, Unit = Unit.Second, TakenAt = end.Year > 2000 ? end : null });
        }
        telegram.Line(line.ToString());
    }
}
