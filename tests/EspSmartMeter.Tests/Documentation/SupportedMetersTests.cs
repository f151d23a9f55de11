using System.Text;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using SmartMeter.Decoding;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Documentation;

/// <summary>The tables of supported meters, in docs/meters.md for those who build and in addon/DOCS.md for those who own a meter, are made of the simulated meters and the list tables.</summary>
public sealed class SupportedMetersTests
{
    private static readonly List<string> Framings = [.. MeterDecoder.Framings];

    private const string Begin = "<!-- meters:begin -->", End = "<!-- meters:end -->";

    [Fact]
    public void The_table_of_what_was_tested_is_that_of_the_program() => IsUpToDate("docs/meters.md", Table());

    [Fact]
    public void The_table_by_countries_is_that_of_the_program() => IsUpToDate("addon/DOCS.md", TableByCountries());

    [Fact]
    public void The_readme_has_five_lines_by_region_and_names_each_country()
    {
        string text = File.ReadAllText(Repository.PathOf("README.md"));
        string[] regions = [.. text.Split('\n').Where(line => line.StartsWith("- **", StringComparison.Ordinal) && line.Contains(":**", StringComparison.Ordinal))];
        IEnumerable<string> named = regions.SelectMany(line => line[4..line.IndexOf(":**", StringComparison.Ordinal)].Split(", "));

        Assert.Equal(5, regions.Length);
        Assert.Equal(SimulatedMeters.All.Where(meter => meter.Countries.Length > 0).Select(meter => Country(meter.Countries)).Distinct().Order(), named.Order());
    }

    private static void IsUpToDate(string document, string table)
    {
        string path = Repository.PathOf(document.Split('/'));
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal), end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"{document} has no section between '{Begin}' and '{End}'");
        Repository.IsUpToDate(path, text[..(begin + Begin.Length)] + "\n" + table + text[end..]);
    }

    private static string Table()
    {
        StringBuilder table = new("""

            Each of these families is simulated, and read back exactly by the tests (made by `UPDATE_SNAPSHOTS=1 ./test app`):

            | Meter | Country | Framing | Encryption | Its values are | Line |
            |---|---|---|---|---|---|

            """);
        foreach (SimulatedMeter meter in SimulatedMeters.All.OrderBy(meter => Framings.IndexOf(meter.Framing)).ThenBy(meter => meter.Description, StringComparer.Ordinal))
            table.Append($"| {meter.Description} | {meter.Countries} | `{meter.Framing}` | {CipherOf(meter)} | {Values(meter)} | {meter.Line} |\n");

        table.Append("\nLists without codes or without scales are read by [tables](../src/SmartMeter.Decoding/Lists/Tables). ");
        table.Append("Whatever names its values by OBIS codes with unit and scale is read without one, whoever made it.\n\n");
        return table.ToString();
    }

    /// <summary>A row a family of meters: what differs in its lists alone is one to its owner.</summary>
    private static string TableByCountries()
    {
        StringBuilder table = new("\n| Country | Meter | Encrypts | Line mode |\n|---|---|---|---|\n");
        IEnumerable<IGrouping<(string Country, string Family), SimulatedMeter>> families = SimulatedMeters.All
            .Where(meter => meter.Countries.Length > 0)
            .GroupBy(meter => (Country(meter.Countries), Family(meter)))
            .OrderBy(family => family.Key.Item1, StringComparer.Ordinal)
            .ThenBy(family => family.Key.Item2, StringComparer.Ordinal);
        foreach (IGrouping<(string Country, string Family), SimulatedMeter> family in families)
        {
            IEnumerable<string> lines = family.Select(meter => meter.Line.ToString().Replace(' ', '-')).Distinct();
            table.Append($"| {family.Key.Country} | {family.Key.Family} | {Encrypts(family.First())} | {string.Join(" or ", lines)} |\n");
        }
        return table.Append('\n').ToString();
    }

    /// <summary>Maker and model. Behind a comma a P1 meter has its maker, an HDLC meter the name of its list.</summary>
    private static string Family(SimulatedMeter meter)
    {
        string family = meter.Description.Split(':')[0].Replace($" of {Country(meter.Countries)}", "");
        return meter.Framing == "hdlc" ? family.Split(", ")[0] : family;
    }

    private static string Country(string code) => code switch
    {
        "AT" => "Austria",
        "BE" => "Belgium",
        "CH" => "Switzerland",
        "CZ" => "Czechia",
        "DE" => "Germany",
        "DK" => "Denmark",
        "FR" => "France",
        "HR" => "Croatia",
        "HU" => "Hungary",
        "LT" => "Lithuania",
        "LU" => "Luxembourg",
        "NL" => "Netherlands",
        "NO" => "Norway",
        "PL" => "Poland",
        "SE" => "Sweden",
        "SI" => "Slovenia",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "has no name here"),
    };

    private static string Encrypts(SimulatedMeter meter) => meter.Cipher switch
    {
        Cipher.None => "",
        Cipher.Aes128 or Cipher.Aes128WithTag or Cipher.Aes256WithTag => "yes",
        _ => throw new ArgumentOutOfRangeException(nameof(meter), meter.Cipher, "has no name here"),
    };

    private static string CipherOf(SimulatedMeter meter) => meter.Cipher switch
    {
        Cipher.None => "",
        Cipher.Aes128 => "AES-128",
        Cipher.Aes128WithTag => "AES-128, tag",
        Cipher.Aes256WithTag => "AES-256, tag",
        _ => throw new ArgumentOutOfRangeException(nameof(meter), meter.Cipher, "has no name here"),
    };

    private static string Values(SimulatedMeter meter) => meter.ListKind switch
    {
        ListKind.Text => "text",
        ListKind.SelfDescribing => "self-describing",
        ListKind.Pairs => "pairs of code and value",
        ListKind.ObjectList => "a list of objects, then values",
        _ => "by position",
    };
}
