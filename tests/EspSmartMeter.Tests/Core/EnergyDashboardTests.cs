using System.Text.Json.Nodes;
using EspSmartMeter.Tests.Sources;
using SmartMeter.Simulation.Line;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>The energy dashboard of a real Home Assistant: one connection with a signed power, gas and water. On request: <c>./test home-assistant</c>.</summary>
[Collection("one at a time beside Home Assistant")]
[Trait("part", "home-assistant")]
public sealed class EnergyDashboardTests
{
    [Fact]
    public async Task It_has_nothing_to_say_against_what_the_page_tells_to_enter()
    {
        // Norway's send their registers by the hour: theirs is half a minute away.
        await using SimulatedMeterServer
            belgium = RunningApp.Simulate("emucs-belgium", seed: OwnToThisRun.SeedOf(test: 3)),
            netherlands = RunningApp.Simulate("dsmr5-gas", seed: OwnToThisRun.SeedOf(test: 3)),
            aidon = RunningApp.Simulate("aidon-3phase", time: new ShiftedClock(45), seed: OwnToThisRun.SeedOf(test: 3)),
            kamstrup = RunningApp.Simulate("kamstrup", time: new ShiftedClock(45), seed: OwnToThisRun.SeedOf(test: 3)),
            sweden = RunningApp.Simulate("p1-sweden", seed: OwnToThisRun.SeedOf(test: 3)),
            sml = RunningApp.Simulate("sml-emh", seed: OwnToThisRun.SeedOf(test: 3));
        await using ScriptedMeter heat = new(OwnToThisRun.Serial(30), ("6-0:6.8.0", 12.345m)) { TellsPower = false, Lines = "6-0:6.26.0(00156.92*m3)\r\n" };
        (string Name, string Url)[] sources =
        [
            ("Flanders", UrlOf(belgium)), ("Dutch", UrlOf(netherlands)), ("Aidon", UrlOf(aidon)), ("Kamstrup", UrlOf(kamstrup)), ("Sweden", UrlOf(sweden)), ("Sml", UrlOf(sml)),
            ("Heat", heat.Url),
        ];
        await using AppBesideCore app = await AppBesideCore.Start([.. sources.Select(source => (OwnToThisRun.Name(source.Name), source.Url))]);
        List<JsonObject> entered =
        [
            await Connection("Flanders", "energy_import_total", "energy_export_total", "power"),
            await Connection("Dutch", "energy_import_total", "energy_export_total", "power"),
            await Connection("Aidon", "energy_import", "energy_export", "power"),
            await Connection("Kamstrup", "energy_import", "energy_export", "power"),
            await Connection("Sweden", "energy_import", "energy_export", "power"),
            await Connection("Sml", "energy_import", null, "power_net"),
            Volume("gas", await Of("Flanders", "gas", "reading_uncorrected")),
            Volume("gas", await Of("Dutch", "gas", "reading")),
            // Core takes heat where it takes gas.
            Volume("gas", await Of("Heat", "heat", "heat_energy")),
            Volume("water", await Of("Flanders", "water", "reading")),
        ];
        await app.Core.SaveEnergy([.. entered]);

        // What is not in the statistics yet is an issue too: they come each five minutes.
        JsonNode? found = null;
        for (int i = 0; i < 85 && (found is null || HasIssues(found)); i++)
        {
            await Task.Delay(5000, TestContext.Current.CancellationToken);
            found = await app.Core.Call("energy/validate");
        }
        Assert.False(HasIssues(found!), found!.ToJsonString());

        async Task<JsonObject> Connection(string name, string import, string? export, string power) => Grid(
            await Of(name, "electricity", import), export is null ? null : await Of(name, "electricity", export), await Of(name, "electricity", power));

        Task<string> Of(string name, string kind, string key) => app.Entity($"{OwnToThisRun.Name(name)} {kind}", key);
    }

    private static string UrlOf(SimulatedMeterServer meter) => $"tcp://127.0.0.1:{meter.EndPoint.Port}";

    private static bool HasIssues(JsonNode found) => found["energy_sources"]!.AsArray().Any(source => source!.AsArray().Count > 0);
}
