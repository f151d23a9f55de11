using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>What Home Assistant refuses, drops or warns of, looked for in all that every simulated family is published with.</summary>
public sealed partial class HomeAssistantRulesTests
{
    private const string Device = "homeassistant/device/";

    /// <summary>The units and state classes that each device class allows, of those that we use.</summary>
    private static readonly Dictionary<string, (string?[] Units, string?[] StateClasses)> Classes = new()
    {
        ["energy"] = (["kWh", "GJ"], ["total", "total_increasing"]),
        ["reactive_energy"] = (["kvarh"], ["total", "total_increasing"]),
        ["power"] = (["W"], ["measurement", null]),
        ["reactive_power"] = (["var"], ["measurement", null]),
        ["apparent_power"] = (["VA"], ["measurement", null]),
        ["voltage"] = (["V"], ["measurement", null]),
        ["current"] = (["A"], ["measurement", null]),
        ["power_factor"] = ([null], ["measurement", null]),
        ["frequency"] = (["Hz"], ["measurement"]),
        ["gas"] = (["m\u00B3"], ["total_increasing"]),
        ["water"] = (["m\u00B3"], ["total_increasing"]),
        ["temperature"] = (["\u00B0C"], ["measurement"]),
        ["volume_flow_rate"] = (["m\u00B3/h"], ["measurement"]),
        ["duration"] = (["s", "min", "h", "d"], ["measurement", "total_increasing", null]),
        ["timestamp"] = ([null], [null]),
        ["problem"] = ([null], [null]),
        ["connectivity"] = ([null], [null]),
    };

    /// <summary>All but the one that is only recognised.</summary>
    public static TheoryData<string> Families => [.. SimulatedMeters.All.Select(meter => meter.Name).Where(name => name != "p1-poland")];

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_message_keeps_to_the_rules(string meter)
    {
        using Installation installation = Run(meter);
        List<string> faults = [];
        HashSet<string> devices = [], unique = [];
        foreach (JsonElement config in Configs(installation, out _))
        {
            JsonElement device = config.GetProperty("dev");
            string id = device.GetProperty("ids").GetString()!;
            if (!SafeId().IsMatch(id))
                faults.Add($"the device's id {id}");
            if (device.TryGetProperty("via_device", out JsonElement via) && !devices.Contains(via.GetString()!))
                faults.Add($"{id} comes before {via}, through which it comes");
            devices.Add(id);
            HashSet<string> entityIds = [];
            if (string.IsNullOrEmpty(config.GetProperty("o").GetProperty("name").GetString()))
                faults.Add("no origin");
            foreach (JsonProperty component in config.GetProperty("cmps").EnumerateObject())
            {
                faults.AddRange(FaultsOf(component.Value).Select(fault => $"{id} {component.Name}: {fault}"));
                if (!unique.Add(component.Value.GetProperty("uniq_id").GetString()!))
                    faults.Add($"{component.Name}: its unique id is taken");
                // Those of two devices of one kind may be the same: Home Assistant numbers the second.
                if (!entityIds.Add(CoreIds.Of(config, component.Value)))
                    faults.Add($"{component.Name}: its entity id is taken");
                faults.AddRange(FaultsOfStates(installation, component.Value).Select(fault => $"{id} {component.Name}: {fault}"));
            }
        }
        Assert.Equal([], faults);
        Assert.True(devices.Count >= 2, "no meter was announced");
    }

    [Fact]
    public void The_app_asks_for_a_home_assistant_that_knows_all_it_is_told()
    {
        string asked = File.ReadLines(Repository.PathOf("addon", "config.yaml")).Single(line => line.StartsWith("homeassistant:", StringComparison.Ordinal)).Split('"')[1];
        // An older one refuses each entity of a class it does not know: reactive_energy is the youngest of those used.
        Assert.True(Version.Parse(asked) >= new Version(2025, 6, 0), asked);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void At_most_one_set_of_import_and_one_of_export_is_on_and_one_where_any_is_sent(string meter)
    {
        using Installation installation = Run(meter);
        _ = Configs(installation, out JsonElement main);
        foreach (string direction in (string[])["energy_import", "energy_export"])
        {
            string[] sent = [.. main.GetProperty("cmps").EnumerateObject().Where(IsEnergy).Select(component => component.Name).Where(name => IsOf(name, direction))];
            string[] on = [.. sent.Where(name => !main.GetProperty("cmps").GetProperty(name).TryGetProperty("en", out _))];
            string[] expected = sent.Contains(direction) ? [direction] : sent.Length > 1 ? [.. sent, $"{direction}_total"] : sent;
            on = [.. on, .. main.GetProperty("cmps").EnumerateObject().Where(component => component.Name == $"{direction}_total" && !component.Value.TryGetProperty("en", out _)).Select(component => component.Name)];
            Assert.Equal(expected.Order(), on.Order());
        }
        string[] others = [.. main.GetProperty("cmps").EnumerateObject().Where(IsEnergy)
            .Where(component => !component.Value.TryGetProperty("en", out _)).Select(component => component.Name)
            .Where(name => !name.EndsWith("_total") && !IsOf(name, "energy_import") && !IsOf(name, "energy_export"))];
        Assert.True(others is [] or ["energy_net"], $"also on: {string.Join(' ', others)}");
    }

    private static bool IsEnergy(JsonProperty component) =>
        component.Value.TryGetProperty("dev_cla", out JsonElement named) && named.GetString() == "energy";

    /// <summary>The total or a tariff of it; a phase's share is no set of its own.</summary>
    private static bool IsOf(string name, string direction) => name == direction || Regex.IsMatch(name, $"^{direction}_tariff_[0-9]+$");

    private static Installation Run(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        KeyRing keys = meter.Keys is SimulatedKeys sent ? new KeyRing(new MeterKeys(sent.Encryption, sent.Authentication)) : KeyRing.Empty;
        return new Installation(Installation.With(new SourceOptions(null, new Uri("tcp://emeter.local:8088"), keys))).Connected().Run(name, TimeSpan.FromMinutes(2));
    }

    /// <summary>The newest discovery message of each device, in the order the devices first came; the main meter's is <paramref name="main"/>.</summary>
    private static List<JsonElement> Configs(Installation installation, out JsonElement main)
    {
        List<JsonElement> configs =
        [
            .. installation.Sent.Where(message => message.Topic.StartsWith(Device, StringComparison.Ordinal)).GroupBy(message => message.Topic)
                .Select(messages => JsonDocument.Parse(messages.Last().Text).RootElement),
        ];
        main = configs.First(config => config.GetProperty("dev").TryGetProperty("via_device", out _));
        return configs;
    }

    private static IEnumerable<string> FaultsOf(JsonElement component)
    {
        string platform = component.GetProperty("p").GetString()!;
        string? named = Text(component, "dev_cla"), unit = Text(component, "unit_of_meas"), stateClass = Text(component, "stat_cla");
        if (component.TryGetProperty("default_entity_id", out _))
            yield return "a default entity id, which takes a user's own away when a deleted device comes back";
        if (named is not null && !Classes.ContainsKey(named))
            yield return $"the device class {named} is not known";
        else if (named is not null && (!Classes[named].Units.Contains(unit) || !Classes[named].StateClasses.Contains(stateClass)))
            yield return $"{named} goes with neither '{unit}' nor '{stateClass}', or not with one of them";
        if (named is null && Text(component, "ic") is null && !component.GetProperty("uniq_id").GetString()!.Contains("obis_") && unit is null && stateClass is null && platform == "sensor")
            yield return "neither class nor icon";
        if (stateClass is not null && !component.TryGetProperty("sug_dsp_prc", out _))
            yield return "a number with statistics and without a precision";
        foreach (string template in ((string?[])[Text(component, "val_tpl"), Text(component, "json_attr_tpl")]).OfType<string>())
        {
            // What is not sent any more stays in Home Assistant, which complains at each message.
            if (Key().Matches(template).Select(member => member.Groups[1].Value).Any(key => !template.Contains($"value_json.{key} | default(", StringComparison.Ordinal)))
                yield return $"a member that may not be sent has no default: {template}";
        }
    }

    private static IEnumerable<string> FaultsOfStates(Installation installation, JsonElement component)
    {
        string key = Key().Match(component.GetProperty("val_tpl").GetString()!).Groups[1].Value, topic = component.GetProperty("stat_t").GetString()!;
        bool number = Text(component, "unit_of_meas") is not null || Text(component, "stat_cla") is not null;
        foreach (MqttMessage message in installation.Sent.Where(message => message.Topic == topic).TakeLast(1))
        {
            using JsonDocument json = JsonDocument.Parse(message.Text);
            if (!json.RootElement.TryGetProperty(key, out JsonElement value))
                yield return $"no member {key} in the state";
            else if (value.ValueKind == JsonValueKind.Null)
                continue;
            else if (number && value.ValueKind != JsonValueKind.Number)
                yield return $"{value} is no number";
            else if (Text(component, "dev_cla") == "timestamp" && !Stamp().IsMatch(value.GetString()!))
                yield return $"{value} is no stamp with an offset";
            else if (Text(component, "dev_cla") == "timestamp" && !DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _))
                yield return $"{value} is no time";
        }
        if (!installation.Sent.Any(message => message.Topic == topic))
            yield return $"nothing on {topic}";
    }

    private static string? Text(JsonElement component, string name) => component.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    [GeneratedRegex("^[a-zA-Z0-9_-]+$")]
    private static partial Regex SafeId();

    [GeneratedRegex("value_json\\.([a-z0-9_]+)")]
    private static partial Regex Key();

    [GeneratedRegex("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)$")]
    private static partial Regex Stamp();
}
