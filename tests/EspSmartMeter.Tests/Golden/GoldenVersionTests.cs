using System.Text.Json;
using EspSmartMeter.Tests.Mqtt;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Golden;

/// <summary>An update keeps what the version before knew: the meters, their ids, registers and languages, and every entity's identity.</summary>
public sealed class GoldenVersionTests
{
    private static readonly DateTimeOffset Updated = GoldenFolder.Stopped.AddMinutes(1), Resumed = GoldenFolder.Stopped.AddMinutes(30);
    private static readonly string[] RegisterUnits = ["kWh", "kvarh", "m³"];
    private static readonly string[] Meters = [GoldenFolder.WithId, GoldenFolder.WithoutId, GoldenFolder.Ciphered];

    [Fact]
    public async Task Before_any_telegram_the_meters_and_their_registers_are_as_they_were()
    {
        using GoldenFolder folder = new();
        await using GoldenApp app = await GoldenApp.Start(folder, Updated);

        JsonElement now = (await app.Json("data.json")).GetProperty("meters"), before = folder.Readings.GetProperty("meters");

        Assert.Equal(Meters, now.EnumerateObject().Select(meter => meter.Name));
        foreach (string meter in Meters)
        {
            Assert.Equal(Text(before, meter, "meter"), Text(now, meter, "meter"));
            string[] registers = [.. RegistersOf(before.GetProperty(meter)).Select(Text)];
            Assert.NotEmpty(registers);
            Assert.Equal(registers, RegistersOf(now.GetProperty(meter)).Select(Text));
            Assert.Equal(CodesOf(before.GetProperty(meter)), CodesOf(now.GetProperty(meter)));
        }
        Assert.DoesNotContain(app.Log, line => line.Contains(".json"));
        Assert.Empty((await app.Json("api/overview")).GetProperty("faults").EnumerateArray());
    }

    [Fact]
    public async Task Before_any_telegram_the_submeters_and_the_learnt_intervals_are_as_they_were()
    {
        using GoldenFolder folder = new();
        await using GoldenApp app = await GoldenApp.Start(folder, Updated);

        JsonElement[] now = [.. (await app.Json("api/overview")).GetProperty("meters").EnumerateArray()];
        JsonElement[] before = [.. folder.State.GetProperty("meters").EnumerateArray()];

        foreach ((JsonElement was, JsonElement shown) in before.Zip(now))
        {
            Assert.Equal(was.GetProperty("id").GetString(), shown.GetProperty("id").GetString());
            Assert.Equal(SubmetersOf(was), SubmetersOf(shown));
            Assert.Equal(TimeSpan.Parse(was.GetProperty("interval").GetString()!).TotalSeconds, shown.GetProperty("interval").GetDouble(), 0.1);
            Assert.False(shown.GetProperty("available").GetBoolean());
        }
        Assert.Equal(2, SubmetersOf(now[0]).Count());
    }

    [Fact]
    public async Task Home_Assistant_is_told_the_same_devices_and_entities_in_the_same_language()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber everybody = new(broker, "homeassistant/#");
        using GoldenFolder folder = new(broker: broker.Port);
        (string Topic, string Payload)[] before = [.. folder.Retained.Where(message => message.Topic.EndsWith("/config", StringComparison.Ordinal))];
        Assert.Equal(6, before.Length);

        await using GoldenApp app = await GoldenApp.Start(folder, Updated);
        await everybody.Until(lines => before.All(message => lines.Any(line => line.StartsWith($"0 {message.Topic} {{", StringComparison.Ordinal))), seconds: 30);
        (string, string)[] now = [.. everybody.Lines.Select(line => line.Split(' ', 3)).Select(line => (line[1], line[2]))];

        string[] identities = [.. before.SelectMany(Identities).Order(StringComparer.Ordinal)];
        Assert.True(identities.Length > 80);
        Assert.Empty(identities.Except(now.SelectMany(Identities)));
        Assert.All(now.SelectMany(Identities).Except(identities), added => Assert.Matches(" (power|power_import_peak_mean|energy_(im|ex)port_total) ", added));
        Assert.Equal(before.Select(NameOf).Order(), now.Select(NameOf).Order());
        Assert.Contains("Elektriciteitsmeter", now.Select(NameOf));
    }

    [Fact]
    public async Task As_the_meters_go_on_registers_only_rise_states_keep_their_keys_and_no_meter_is_doubled()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber everybody = new(broker, "esp-smart-meter/#");
        Dictionary<string, SimulatedMeterServer> meters = GoldenFolder.RunAll(Resumed);
        using GoldenFolder folder = new(meters, broker.Port);
        JsonElement before = folder.Readings.GetProperty("meters"), now;
        await using (GoldenApp app = await GoldenApp.Start(folder, Resumed))
        {
            now = (await app.Until("data.json", HaveAllSpoken)).GetProperty("meters");
            await everybody.Until(lines => folder.States.All(state => lines.Any(line => IsFresh(line, state.Topic))), seconds: 30);
            JsonElement overview = await app.Json("api/overview");
            Assert.DoesNotContain("meter", RejectionsOf(overview).Select(rejection => rejection.Layer));
            Assert.All(overview.GetProperty("meters").EnumerateArray(), meter => Assert.True(meter.GetProperty("available").GetBoolean()));
        }
        foreach (SimulatedMeterServer meter in meters.Values)
            await meter.DisposeAsync();

        Assert.Equal(Meters, now.EnumerateObject().Select(meter => meter.Name));
        foreach (string meter in Meters)
        {
            Dictionary<string, decimal> then = NumbersOf(before.GetProperty(meter)), later = NumbersOf(now.GetProperty(meter));
            Assert.Equal(then.Keys, later.Keys);
            Assert.All(then, register => Assert.True(later[register.Key] >= register.Value, $"{meter}: {register.Key} fell to {later[register.Key]}"));
            Assert.Contains(then, register => later[register.Key] > register.Value);
            Assert.Equal(CodesOf(before.GetProperty(meter)), CodesOf(now.GetProperty(meter)));
        }
        foreach ((string topic, string payload) in folder.States)
            Assert.Empty(KeysOf(payload).Except(KeysOf(everybody.Lines.Last(line => IsFresh(line, topic)).Split(' ', 3)[2])));
        Assert.True(FrameCounterOf(JsonDocument.Parse(File.ReadAllText(folder.PathOf("state.json"))).RootElement) > FrameCounterOf(folder.State));
    }

    [Fact]
    public async Task A_ciphered_telegram_that_the_version_before_had_read_is_refused()
    {
        DateTimeOffset earlier = GoldenFolder.SwitchedOn.AddMinutes(2);
        await using SimulatedMeterServer recording = GoldenFolder.Run("kamstrup-denmark", earlier, GoldenFolder.SwitchedOn);
        using GoldenFolder folder = new(new Dictionary<string, SimulatedMeterServer> { ["kamstrup-denmark"] = recording });
        await using GoldenApp app = await GoldenApp.Start(folder, Updated);

        JsonElement overview = await app.Until("api/overview", json => RejectionsOf(json).Any(rejection => rejection is { Reason: "replayed", Count: >= 2 }));

        JsonElement meter = Assert.Single(overview.GetProperty("meters").EnumerateArray(), meter => meter.GetProperty("id").GetString() == GoldenFolder.Ciphered);
        Assert.Equal(0, meter.GetProperty("telegrams").GetInt64());
        Assert.False(meter.GetProperty("available").GetBoolean());
    }

    [Fact]
    public async Task A_register_below_what_the_version_before_believed_is_withheld()
    {
        await using SimulatedMeterServer fallen = GoldenFolder.Run("p1-sweden", Updated, switchedOn: Updated);
        using GoldenFolder folder = new(new Dictionary<string, SimulatedMeterServer> { ["p1-sweden"] = fallen });
        await using GoldenApp app = await GoldenApp.Start(folder, Updated);

        await app.Until("api/overview", json => RejectionsOf(json).Any(rejection => rejection is { Layer: "meter", Reason: "implausible" }));

        JsonElement now = (await app.Json("data.json")).GetProperty("meters").GetProperty(GoldenFolder.WithoutId);
        JsonElement before = folder.Readings.GetProperty("meters").GetProperty(GoldenFolder.WithoutId);
        Assert.True(now.TryGetProperty("received", out _));
        Assert.Equal(NumbersOf(before)["1-0:2.8.0"], NumbersOf(now)["1-0:2.8.0"]);
    }

    [Fact]
    public async Task A_meter_without_an_id_keeps_the_one_it_was_first_given_when_its_source_is_named()
    {
        await using SimulatedMeterServer meter = GoldenFolder.Run("p1-sweden", Resumed, GoldenFolder.SwitchedOn);
        using GoldenFolder folder = new(new Dictionary<string, SimulatedMeterServer> { ["p1-sweden"] = meter });
        string options = File.ReadAllText(folder.PathOf("options.json"));
        Assert.Contains("    {\"url\":", options);
        File.WriteAllText(folder.PathOf("options.json"), options.Replace("    {\"url\":", "    {\"name\": \"Hal\", \"url\":", StringComparison.Ordinal));
        await using GoldenApp app = await GoldenApp.Start(folder, Resumed);

        JsonElement now = (await app.Until("data.json", json => Spoke(json, GoldenFolder.WithoutId))).GetProperty("meters");

        Assert.Equal(Meters, now.EnumerateObject().Select(known => known.Name));
    }

    private static bool HaveAllSpoken(JsonElement readings) => Meters.All(meter => Spoke(readings, meter));

    private static bool Spoke(JsonElement readings, string meter) =>
        readings.GetProperty("meters").TryGetProperty(meter, out JsonElement known) && known.TryGetProperty("received", out _);

    /// <summary>A state of this run, or any of the bridge's.</summary>
    private static bool IsFresh(string line, string topic) =>
        line.StartsWith($"0 {topic} {{", StringComparison.Ordinal) && (!topic.EndsWith("/live", StringComparison.Ordinal) || !line.Contains("\"power_import\":null"));

    private static IEnumerable<(string Layer, string Reason, long Count)> RejectionsOf(JsonElement overview) =>
        from source in overview.GetProperty("sources").EnumerateArray()
        from rejection in source.GetProperty("rejections").EnumerateArray()
        select (rejection.GetProperty("layer").GetString()!, rejection.GetProperty("reason").GetString()!, rejection.GetProperty("count").GetInt64());

    private static string Text(JsonElement meters, string meter, string member) => meters.GetProperty(meter).GetProperty(member).ToString().Replace(" ", "").Replace("\n", "");

    /// <summary>Code, number with all its digits, unit, the meter's stamp and the device it is of.</summary>
    private static string Text(JsonProperty register) => string.Join(' ', [
        register.Name,
        .. new[] { "value", "unit", "timestamp", "device" }.Select(member => register.Value.TryGetProperty(member, out JsonElement value) ? value.GetRawText() : "-"),
    ]);

    private static IEnumerable<JsonProperty> RegistersOf(JsonElement meter) => meter.GetProperty("values").EnumerateObject()
        .Where(value => value.Value.TryGetProperty("unit", out JsonElement unit) && RegisterUnits.Contains(unit.GetString()));

    private static Dictionary<string, decimal> NumbersOf(JsonElement meter) =>
        RegistersOf(meter).ToDictionary(register => register.Name, register => register.Value.GetProperty("value").GetDecimal());

    private static IEnumerable<string> CodesOf(JsonElement meter) => meter.GetProperty("values").EnumerateObject().Select(value => value.Name);

    private static IEnumerable<string> KeysOf(string state) => JsonDocument.Parse(state).RootElement.EnumerateObject().Select(member => member.Name).Order();

    private static IEnumerable<(string?, int)> SubmetersOf(JsonElement meter) =>
        meter.GetProperty("submeters").EnumerateArray().Select(submeter => (submeter.GetProperty("id").GetString(), submeter.GetProperty("channel").GetInt32()));

    private static long FrameCounterOf(JsonElement state) => Assert.Single(
        state.GetProperty("sources").EnumerateArray(), source => source.TryGetProperty("frame_counters", out _))
        .GetProperty("frame_counters")[0].GetProperty("last").GetInt64();

    private static string? NameOf((string Topic, string Payload) config) => JsonDocument.Parse(config.Payload).RootElement.GetProperty("dev").GetProperty("name").GetString();

    /// <summary>What Home Assistant knows a device's entities by.</summary>
    private static IEnumerable<string> Identities((string Topic, string Payload) config)
    {
        JsonElement device = JsonDocument.Parse(config.Payload).RootElement;
        foreach (JsonProperty component in device.GetProperty("cmps").EnumerateObject())
        {
            yield return string.Join(' ', [
                config.Topic, device.GetProperty("dev").GetProperty("ids").GetString()!, component.Name,
                .. new[] { "p", "uniq_id", "stat_t" }.Select(member => component.Value.TryGetProperty(member, out JsonElement value) ? value.GetString() : "-"),
            ]);
        }
    }
}
