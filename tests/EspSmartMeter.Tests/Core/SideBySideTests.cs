using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EspSmartMeter.Tests.Sources;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>What Home Assistant's own <c>dsmr</c> integration shows of a meter, and what the app's entities show of the same telegrams. On request: <c>./test home-assistant</c>.</summary>
[Collection("one at a time beside Home Assistant")]
[Trait("part", "home-assistant")]
public sealed class SideBySideTests
{
    private const string Gas = "0-1:24.1.0(003)\r\n0-1:96.1.0(4730303339303031)\r\n0-1:24.2.1(261129180000W)(01234.567*m3)\r\n";

    /// <summary>Its entities, ours, and by how much their units differ.</summary>
    private static readonly (string Theirs, string Device, string Ours, decimal Factor)[] Pairs =
    [
        ("sensor.electricity_meter_energy_consumption_tarif_1", "electricity", "energy_import_tariff_1", 1),
        ("sensor.electricity_meter_energy_consumption_tarif_2", "electricity", "energy_import_tariff_2", 1),
        ("sensor.electricity_meter_energy_production_tarif_1", "electricity", "energy_export_tariff_1", 1),
        ("sensor.electricity_meter_energy_production_tarif_2", "electricity", "energy_export_tariff_2", 1),
        ("sensor.electricity_meter_power_consumption", "electricity", "power", 1000),
        ("sensor.gas_meter_gas_consumption", "gas", "reading", 1),
    ];

    [Fact]
    public async Task Both_show_the_same()
    {
        await using ScriptedMeter meter = new(OwnToThisRun.Serial(40), ("1-0:1.8.1", 1000.123m), ("1-0:1.8.2", 2000.456m), ("1-0:2.8.1", 3.001m), ("1-0:2.8.2", 4.002m)) { Lines = $"0-0:96.14.0(0002)\r\n{Gas}", Watts = 1234, IsCounting = false };
        await using AppBesideCore app = await AppBesideCore.Start((OwnToThisRun.Name("Beside"), meter.Url));
        string entry = await AddDsmr(meter.Port);
        try
        {
            meter["1-0:1.8.2"] = 2000.789m;
            // It sets its energy each 30 s.
            List<string> shown = [];
            await Until("both are equal", 150, async () =>
            {
                shown.Clear();
                foreach ((string theirs, string device, string ours, decimal factor) in Pairs)
                    shown.Add($"{theirs}: {Number(await app.Core.StateOf(theirs)) * factor} and {Number(await app.Core.StateOf(await app.Entity($"{OwnToThisRun.Name("Beside")} {device}", ours)))}");
                return shown.TrueForAll(pair => pair.Split(": ")[1].Split(" and ") is [{ Length: > 0 } theirs, { Length: > 0 } ours] && decimal.Parse(theirs) == decimal.Parse(ours))
                    && shown[1].Contains("2000.789", StringComparison.Ordinal);
            });
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', shown));
        }
        finally
        {
            using HttpClient http = Http();
            await http.DeleteAsync(new Uri($"/api/config/config_entries/entry/{entry}", UriKind.Relative), TestContext.Current.CancellationToken);
        }
    }

    private static decimal? Number(string? state) => decimal.TryParse(state, out decimal number) ? number : null;

    private static async Task<string> AddDsmr(int port)
    {
        using HttpClient http = Http();
        JsonNode step = await Post(new JsonObject { ["handler"] = "dsmr" }, "");
        if ((string?)step["step_id"] == "user" && step["data_schema"]!.AsArray().Any(field => (string?)field!["name"] == "type"))
            step = await Post(new JsonObject { ["type"] = "Network" }, $"/{step["flow_id"]}");
        step = await Post(
            step["data_schema"]!.AsArray().Any(field => (string?)field!["name"] == "host")
                ? new JsonObject { ["host"] = "127.0.0.1", ["port"] = port, ["dsmr_version"] = "5" }
                : new JsonObject { ["port"] = $"socket://127.0.0.1:{port}", ["dsmr_version"] = "5" },
            $"/{step["flow_id"]}");
        Assert.True((string?)step["type"] == "create_entry", step.ToJsonString());
        return (string)step["result"]!["entry_id"]!;

        async Task<JsonNode> Post(JsonObject body, string path)
        {
            using HttpResponseMessage answer = await http.PostAsJsonAsync(new Uri($"/api/config/config_entries/flow{path}", UriKind.Relative), body, TestContext.Current.CancellationToken);
            string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, text);
            return JsonNode.Parse(text)!;
        }
    }

    private static HttpClient Http()
    {
        HttpClient http = new() { BaseAddress = new Uri(Url!) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Environment.GetEnvironmentVariable("HOME_ASSISTANT_TOKEN"));
        return http;
    }
}
