using System.Globalization;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Meters.Guard;

/// <summary>
/// What gets out of a line that turns bits over. All families, as many telegrams as asked, into a table:
/// `DAMAGE_TELEGRAMS=20000 DAMAGE_TABLE=FILE EspSmartMeter.Tests --filter-method '*All_families*' --explicit only`; DAMAGE_METERS names some of them.
/// </summary>
public class DamagedLineTests
{
    private const int Telegrams = 600, Seed = 7;

    // In W or VA: what the fuse of a large house connection lets through, and its margin.
    private const decimal MostPower = 3 * 125 * 230 * 1.5m;

    public static TheoryData<string, int> Proven => Each("dsmr5-gas", "aidon-3phase", "kamstrup", "sml-emh", "smarty-luxembourg");

    public static TheoryData<string, int> Weak => Each("iec62056-mt174", "kaifa-austria", "sagemcom-austria", "linky-historic", "linky-standard");

    [Theory]
    [MemberData(nameof(Proven))]
    public void Nothing_wrong_is_published_where_a_crc_or_a_tag_proves(string name, int flips)
    {
        DamagedLine line = Run(name, flips);

        Assert.Equal((0, 0, 1), (line.WrongRegisters, line.WrongInstants, Math.Max(1, line.Meters)));
    }

    [Theory]
    [MemberData(nameof(Weak))]
    public void On_a_weak_check_no_register_is_published_beyond_an_intervals_use_and_no_power_beyond_the_fuse(string name, int flips)
    {
        DamagedLine line = Run(name, flips);

        Assert.Empty(line.Unexplained);
        Assert.True(line.LargestPower <= MostPower, $"{line.LargestPower} W; {string.Join("; ", line.Examples)}");
        // One of the 600 telegrams, with its values.
        Assert.True(line.WrongInstants <= 3, string.Join("; ", line.Examples));
    }

    [Theory]
    [InlineData("iec62056-mt174")]
    [InlineData("kaifa-austria")]
    [InlineData("linky-standard")]
    [InlineData("dsmr22")]
    [InlineData("dsmr5-gas")]
    public void On_a_sound_line_all_but_one_value_in_a_thousand_is_shown_with_the_next_telegram(string name)
    {
        DamagedLine line = new DamagedLine(SimulatedMeters.Find(name)!).Run(3000, flips: 0, Seed);

        Assert.Equal((0, 0), (line.WrongRegisters, line.WrongInstants));
        Assert.InRange(line.Late, 0, line.Good / 1000);
    }

    private static DamagedLine Run(string name, int flips) => new DamagedLine(SimulatedMeters.Find(name)!).Run(Telegrams, flips, Seed);

    private static TheoryData<string, int> Each(params string[] names)
    {
        TheoryData<string, int> rows = [];
        foreach (string name in names)
        {
            for (int flips = 1; flips <= 3; flips++)
                rows.Add(name, flips);
        }
        return rows;
    }

    [Fact(Explicit = true)]
    public void All_families_as_a_table()
    {
        int telegrams = int.Parse(Environment.GetEnvironmentVariable("DAMAGE_TELEGRAMS") ?? "2000", CultureInfo.InvariantCulture);
        string[] names = Environment.GetEnvironmentVariable("DAMAGE_METERS")?.Split(',') ?? [.. SimulatedMeters.All.Select(meter => meter.Name)];
        string path = Environment.GetEnvironmentVariable("DAMAGE_TABLE") ?? Path.Combine(Path.GetTempPath(), "damaged-lines.txt");
        using StreamWriter table = new(path);
        table.WriteLine("family              check  flips readings  registers  wrong  unexplained   instants  wrong     share  largest W/VA  meters   late");
        foreach (string name in names)
        {
            foreach (int flips in (int[])[0, 1, 2, 3])
            {
                DamagedLine line = new DamagedLine(SimulatedMeters.Find(name)!).Run(telegrams, flips, seed: 7);
                table.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                    {name,-20}{(line.Readings == 0 ? "-" : line.Check.Name()),-7}{flips,5}{line.Readings,9}{line.Registers,11}{line.WrongRegisters,7}{line.Unexplained.Count,13}{line.Instants,11}{line.WrongInstants,7}{(line.Instants == 0 ? 0 : (double)line.WrongInstants / line.Instants),10:P3}{line.LargestPower,14}{line.Meters,8}{(flips == 0 ? (double)line.Late / line.Good : 0),9:P3}
                    """));
                foreach (string example in line.Examples.Take(Environment.GetEnvironmentVariable("DAMAGE_EXAMPLES") is null ? 0 : 30))
                    table.WriteLine("    " + example);
                table.Flush();
            }
        }
    }
}
