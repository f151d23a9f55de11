using System.Text;
using System.Text.Json;
using EspSmartMeter.Names;
using SmartMeter.Simulation;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>What Home Assistant is told of some meters, as committed texts, and the tables of the documentation made of the same.</summary>
public sealed class EntitySnapshotTests
{
    private const string Introduction = """
        # Entities

        <!-- Made by the tests: UPDATE_SNAPSHOTS=1 ./test app writes it. -->

        What Home Assistant gets of five typical meters; others have those of these entities whose values they send. What is *off* is there, and is switched on in
        the entity's settings. The [documentation](../addon/DOCS.md#entities) tells why so.

        """;

    /// <summary>The meters that stand for the others, and what they are called in the documentation.</summary>
    private static readonly (string Meter, string Title)[] Shown =
    [
        ("dsmr5-gas", "Dutch three-phase meter (DSMR 5) with solar and gas"),
        ("dsmr5-water", "DSMR 5 with gas on channel 2 and water on channel 3"),
        ("emucs-belgium", "Belgian meter (eMUCS) with peaks and gas"),
        ("p1-sweden", "Swedish P1 meter, which sends no id"),
        ("aidon-3phase", "Norwegian Aidon meter, three phases with export, lists 1, 2 and 3"),
    ];

    public static TheoryData<string> Meters => [.. Shown.Select(shown => shown.Meter)];

    [Theory]
    [MemberData(nameof(Meters))]
    public void Entities_are_those_of_the_snapshot(string meter)
    {
        Assert.SkipUnless(SimulatedMeters.Find(meter) is not null, $"the meter {meter} is not simulated yet");
        Repository.IsUpToDate(
            Repository.PathOf("tests", "EspSmartMeter.Tests", "Sinks", "HomeAssistant", "Snapshots", $"{meter}.txt"),
            string.Concat(DevicesOf(meter).Select(TextOf)));
    }

    [Fact]
    public void The_tables_of_the_documentation_are_those_of_the_program()
    {
        string path = Repository.PathOf("docs", "entities.md");
        string[] missing = [.. Shown.Select(shown => shown.Meter).Where(meter => SimulatedMeters.Find(meter) is null)];
        Assert.SkipUnless(missing.Length == 0, $"the tables show meters that are not simulated yet: {string.Join(", ", missing)}");
        StringBuilder tables = new(Introduction);
        foreach ((string meter, string title) in Shown)
            tables.Append($"\n## {title}\n{string.Concat(DevicesOf(meter).Select(TableOf))}");
        Repository.IsUpToDate(path, tables.ToString());
    }

    [Theory]
    [MemberData(nameof(Meters))]
    public void No_shown_name_holds_an_id_and_no_two_are_the_same(string meter)
    {
        Assert.SkipUnless(SimulatedMeters.Find(meter) is not null, $"the meter {meter} is not simulated yet");
        foreach (string language in EntityNames.Languages)
        {
            List<JsonElement> devices = DevicesOf(meter, language);
            Assert.Equal(devices.SelectMany(CoreIds.Of).Count(), devices.SelectMany(CoreIds.Of).Distinct().Count());
            foreach (JsonElement device in devices)
            {
                string? serial = device.GetProperty("dev").TryGetProperty("sn", out JsonElement sn) ? sn.GetString() : null;
                string[] names = [device.GetProperty("dev").GetProperty("name").GetString()!,
                    .. device.GetProperty("cmps").EnumerateObject().Select(component => component.Value.GetProperty("name").GetString() ?? "")];
                Assert.DoesNotContain(names, name => serial is not null && name.Contains(serial));
                Assert.Equal(names.Length, names.Distinct().Count());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Meters))]
    public void Exactly_one_total_of_import_and_one_of_export_is_enabled(string meter)
    {
        Assert.SkipUnless(SimulatedMeters.Find(meter) is not null, $"the meter {meter} is not simulated yet");
        JsonElement main = DevicesOf(meter)[0];
        string[] enabled = [.. main.GetProperty("cmps").EnumerateObject()
            .Where(component => component.Value.TryGetProperty("dev_cla", out JsonElement named) && named.GetString() == "energy"
                && !component.Value.TryGetProperty("en", out _))
            .Select(component => component.Name)];
        Assert.Equal(1, enabled.Count(name => name is "energy_import" or "energy_import_total"));
        Assert.Equal(1, enabled.Count(name => name is "energy_export" or "energy_export_total"));
        Assert.DoesNotContain(enabled, name => name.Contains("tariff") && enabled.Contains("energy_import"));
    }

    /// <summary>The discovery messages once every list has come (the first telegram is the fullest), the main meter's first.</summary>
    private static List<JsonElement> DevicesOf(string meter, string language = "en")
    {
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://emeter.local:8088")) with { Language = language });
        installation.Connected().Run(meter, TimeSpan.FromSeconds(81));
        return
        [
            .. installation.Sent
                .Where(message => message.Topic.StartsWith("homeassistant/device/", StringComparison.Ordinal) && !message.Topic.Contains("_bridge/"))
                .GroupBy(message => message.Topic)
                .Select(messages => JsonDocument.Parse(messages.Last().Text).RootElement),
        ];
    }

    private static string TextOf(JsonElement device)
    {
        JsonElement about = device.GetProperty("dev");
        StringBuilder text = new($"{about.GetProperty("name").GetString()} via {(about.TryGetProperty("via_device", out JsonElement via) ? via.GetString() : "nothing")}\n");
        foreach (JsonProperty component in device.GetProperty("cmps").EnumerateObject())
        {
            string[] parts = [CoreIds.Of(device, component.Value), .. CellsOf(component.Value)];
            text.Append("  ").AppendJoin(" | ", parts.Append(component.Value.GetProperty("stat_t").GetString()!.Split('/')[^1])).Append('\n');
        }
        return text.ToString();
    }

    private static string TableOf(JsonElement device)
    {
        StringBuilder table = new($"\n**{device.GetProperty("dev").GetProperty("name").GetString()}**\n\n");
        table.Append("| Entity | Device class | Unit | State class | Category | At first |\n|---|---|---|---|---|---|\n");
        foreach (JsonProperty component in device.GetProperty("cmps").EnumerateObject())
            table.Append("| ").AppendJoin(" | ", CellsOf(component.Value)).Append(" |\n");
        return table.ToString();
    }

    private static string[] CellsOf(JsonElement component)
    {
        return
        [
            component.GetProperty("name").GetString() ?? "(the device’s name)",
            Field("dev_cla"), Field("unit_of_meas"), Field("stat_cla"), Field("ent_cat"),
            component.TryGetProperty("en", out _) ? "off" : "on",
        ];

        string Field(string name) => component.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";
    }
}
