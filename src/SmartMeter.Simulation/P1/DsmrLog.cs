using System.Globalization;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Simulation.P1;

/// <summary>The power failure log of DSMR: <c>1-0:99.97.0(count)(0-0:96.7.19)(end)(seconds*s)…</c></summary>
internal static class DsmrLog
{
    public static readonly IReadOnlyList<(DateTimeOffset End, int Seconds)> TwoFailures =
    [
        (new DateTimeOffset(2024, 3, 12, 4, 11, 9, TimeSpan.FromHours(1)), 302),
        (new DateTimeOffset(2025, 8, 2, 17, 40, 51, TimeSpan.FromHours(2)), 7210),
    ];

    public static void Add(P1Writer telegram, IReadOnlyList<(DateTimeOffset End, int Seconds)> failures)
    {
        string groups = string.Concat(failures.Select(failure => string.Create(
            CultureInfo.InvariantCulture, $"({P1Writer.Stamp(failure.End)})({failure.Seconds:D10}*s)")));
        string log = $"({failures.Count})(0-0:96.7.19){groups}";
        telegram.Line("1-0:99.97.0" + log);
        telegram.Expect(new ExpectedValue(ObisCode.Parse("1-0:99.97.0")) { Text = log });
    }
}
