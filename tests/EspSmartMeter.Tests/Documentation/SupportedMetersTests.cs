using System.Text;
using EspSmartMeter.Tests.HomeAssistant;
using SmartMeter.Decoding.Lists;
using SmartMeter.Simulation;

namespace EspSmartMeter.Tests.Documentation;

/// <summary>The table of supported meters, in README.md and addon/DOCS.md, is made of the simulated meters and the list tables.</summary>
public sealed class SupportedMetersTests
{
    private const string Begin = "<!-- meters:begin -->", End = "<!-- meters:end -->";

    public static TheoryData<string> Documents => ["README.md", "addon/DOCS.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void The_table_is_that_of_the_program(string document)
    {
        string path = Repository.PathOf(document.Split('/'));
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal), end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"{document} has no section between '{Begin}' and '{End}'");
        Repository.IsUpToDate(path, text[..(begin + Begin.Length)] + "\n" + Table() + text[end..]);
    }

    private static string Table()
    {
        StringBuilder table = new("""

            Each of these families is simulated, and read back exactly by the tests, but for the one that is only recognised (made by `UPDATE_SNAPSHOTS=1 ./test app`):

            | Meter | Country | Framing | Cipher | Its values are | Line |
            |---|---|---|---|---|---|

            """);
        foreach (SimulatedMeter meter in SimulatedMeters.All.OrderBy(meter => meter.Framing).ThenBy(meter => meter.Description, StringComparer.Ordinal))
            table.Append($"| {meter.Description} | {meter.Countries} | {Framing(meter)} | {Cipher(meter)} | {Values(meter)} | {meter.Line} |\n");

        IEnumerable<string> makers = ListCatalogue.BuiltIn.Names.Where(list => list.Maker is not null).Select(list => list.Maker!).Distinct().Order(StringComparer.Ordinal);
        table.Append($"\nLists without codes or without scales are read by tables, for meters of {string.Join(", ", makers)}. ");
        table.Append("Whatever names its values by OBIS codes with unit and scale is read without one, whoever made it.\n\n");
        return table.ToString();
    }

    private static string Framing(SimulatedMeter meter) => meter.Framing.ToString() switch
    {
        "P1" => "P1",
        "Hdlc" => "HDLC",
        "WiredMBus" => "wired M-Bus",
        "Wrapper" => "wrapper",
        "Sml" => "SML",
        "Iec62056Mode" => "IEC 62056-21",
        "Llc" => "LLC",
        _ => "none",
    };

    private static string Cipher(SimulatedMeter meter) => meter.Cipher switch
    {
        SmartMeter.Simulation.Cipher.None => "",
        SmartMeter.Simulation.Cipher.Aes128 => "AES-128",
        SmartMeter.Simulation.Cipher.Aes128WithTag => "AES-128, tag",
        SmartMeter.Simulation.Cipher.Aes256WithTag => "AES-256, tag",
        _ => "recognised, not read",
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
