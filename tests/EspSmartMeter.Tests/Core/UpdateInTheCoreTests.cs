using System.Text.Json.Nodes;
using EspSmartMeter.Options;
using EspSmartMeter.Tests.Chain;
using SmartMeter.Decoding.Apdus.Ciphering;
using static EspSmartMeter.Tests.Core.HomeAssistantCore;

namespace EspSmartMeter.Tests.Core;

/// <summary>A real Home Assistant installs new firmware on the Linux build of the firmware, as a person's clicks go. On request: <c>./test home-assistant</c>.</summary>
[Collection("one at a time beside Home Assistant")]
[Trait("part", "home-assistant")]
public sealed class UpdateInTheCoreTests
{
    [Fact]
    public async Task An_update_is_shown_a_failure_is_told_and_it_is_installed_with_progress()
    {
        SkipUnlessGiven();
        await using FirmwareOnALine firmware = FirmwareOnALine.StartUpdatable(ForwarderImages.Key);
        using ForwarderImages images = new();
        string folder = images.FolderWith(ForwarderImages.Whole()), id = (await firmware.Json("/status.json")).GetProperty("id").GetString()!;
        await using HomeAssistantCore core = await Open();
        string entity = "";

        await using (RunningApp wrong = await RunningApp.StartWith(folder, BrokerPort, SourceOf(firmware, firmware.Pages.Port, "another-horse-7")))
        {
            await HomeAssistantCore.Until("the entity", 60, async () => (entity = await EntityOf(core, id) ?? "").Length > 0);
            await HomeAssistantCore.Until("the update is shown", 60, async () => await core.StateOf(entity) == "on" && await Text(core, entity, "latest_version") == ForwarderImages.Newer);
            Assert.NotEqual(ForwarderImages.Newer, await Text(core, entity, "installed_version"));
            Assert.Contains("Keep the device powered", await Text(core, entity, "release_summary"), StringComparison.Ordinal);
            await Install(core, entity);
            await HomeAssistantCore.Until("the failure is told", 60, async () => (await Text(core, entity, "release_summary"))?.StartsWith("Not installed: the device has another password", StringComparison.Ordinal) == true);
            Assert.Equal(("on", "false"), (await core.StateOf(entity), await Text(core, entity, "in_progress")));
        }

        // As slow as a real Wi-Fi, so that there is a progress to see.
        using CutLink link = new(firmware.Pages, int.MaxValue, TimeSpan.FromMilliseconds(1));
        await using RunningApp app = await RunningApp.StartWith(folder, BrokerPort, SourceOf(firmware, link.Port, FirmwareOnALine.Password));
        await HomeAssistantCore.Until("it can be installed", 60, async () => (await Text(core, entity, "release_summary"))?.Contains("Keep the device powered", StringComparison.Ordinal) == true);
        await Install(core, entity);
        HashSet<string> seen = [];
        await HomeAssistantCore.Until("it is installed", 120, async () =>
        {
            if (await Text(core, entity, "in_progress") == "true")
                seen.Add(await Text(core, entity, "update_percentage") ?? "before or behind the image");
            return await core.StateOf(entity) == "off";
        });
        Assert.Contains(seen, percentage => int.TryParse(percentage, out int share) && share is > 0 and < 100);
        Assert.Equal(ForwarderImages.Newer, await Text(core, entity, "installed_version"));
        Assert.Equal($"Installed: the device runs {ForwarderImages.Newer}.", await Text(core, entity, "release_summary"));
        Assert.Equal(ForwarderImages.Newer, (await firmware.Json("/status.json")).GetProperty("version").GetString());
    }

    private static SourceOptions SourceOf(FirmwareOnALine firmware, int pagesPort, string password) =>
        new("Update test", new Uri($"{firmware.Source.Split('?')[0]}?web={pagesPort}"), KeyRing.Empty) { DevicePassword = password };

    private static async Task<string?> EntityOf(HomeAssistantCore core, string id) =>
        (string?)(await core.Entities()).FirstOrDefault(entity => entity.Key.EndsWith($"esp_{id}_update", StringComparison.Ordinal)).Value?["entity_id"];

    private static async Task Install(HomeAssistantCore core, string entity) => await core.Call("call_service", new JsonObject
    {
        ["domain"] = "update",
        ["service"] = "install",
        ["target"] = new JsonObject { ["entity_id"] = entity },
    });

    private static async Task<string?> Text(HomeAssistantCore core, string entity, string attribute) =>
        (await core.Call("get_states"))!.AsArray().FirstOrDefault(state => (string?)state!["entity_id"] == entity)?["attributes"]?[attribute]?.ToString();
}
