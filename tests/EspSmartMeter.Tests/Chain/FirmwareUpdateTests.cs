using System.Text.Json;
using EspSmartMeter.Esp;
using EspSmartMeter.Esp.Updates;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using EspSmartMeter.Tests.Mqtt;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding.Apdus.Ciphering;

namespace EspSmartMeter.Tests.Chain;

/// <summary>The app updates the firmware's Linux build, which takes images as a board does and runs them.</summary>
[Trait("part", "chain")]
public sealed class FirmwareUpdateTests
{
    [Fact]
    public async Task Home_Assistant_is_shown_an_update_installs_it_with_progress_and_hears_that_it_runs()
    {
        await using FirmwareOnALine firmware = FirmwareOnALine.StartUpdatable(ForwarderImages.Key);
        using ForwarderImages images = new();
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber homeAssistant = new(broker, "#");
        string id = (await firmware.Json("/status.json")).GetProperty("id").GetString()!, topic = $"esp-smart-meter/bridge/esp_{id}/update";
        await using RunningApp app = await RunningApp.StartWith(images.FolderWith(ForwarderImages.Whole()), broker.Port, SourceOf(firmware, FirmwareOnALine.Password));

        JsonElement offered = await Last("\"latest_version\":\"" + ForwarderImages.Newer);
        Assert.NotEqual(ForwarderImages.Newer, offered.GetProperty("installed_version").GetString());
        Assert.False(offered.GetProperty("in_progress").GetBoolean());
        Assert.Contains("about a minute", offered.GetProperty("release_summary").GetString());

        homeAssistant.Publish($"esp-smart-meter/bridge/esp_{id}/install", "install");
        JsonElement done = await Last("\"installed_version\":\"" + ForwarderImages.Newer);
        Assert.Equal(
            (ForwarderImages.Newer, $"Installed: the device runs {ForwarderImages.Newer}.", false),
            (done.GetProperty("latest_version").GetString(), done.GetProperty("release_summary").GetString(), done.GetProperty("in_progress").GetBoolean()));
        Assert.Contains(homeAssistant.Lines, line => line.Contains(topic, StringComparison.Ordinal) && line.Contains("\"in_progress\":true", StringComparison.Ordinal));
        Assert.Equal(ForwarderImages.Newer, (await firmware.Json("/status.json")).GetProperty("version").GetString());
        Assert.DoesNotContain(homeAssistant.Lines, line => line.Contains(FirmwareOnALine.Password, StringComparison.Ordinal));
        Assert.DoesNotContain(FirmwareOnALine.Password, await app.Http.GetStringAsync("api/overview", TestContext.Current.CancellationToken));

        async Task<JsonElement> Last(string with)
        {
            string? last = null;
            await homeAssistant.Until(lines => (last = lines.LastOrDefault(line => line.Contains(topic, StringComparison.Ordinal) && line.Contains(with, StringComparison.Ordinal))) is not null, 60);
            return JsonDocument.Parse(last![(last!.IndexOf(topic, StringComparison.Ordinal) + topic.Length)..]).RootElement;
        }
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_the_device_keeps_its_firmware()
    {
        await using FirmwareOnALine firmware = FirmwareOnALine.StartUpdatable(ForwarderImages.Key);
        UpdateState state = await Install(firmware, ForwarderImages.Whole(), password: "another-horse-7");
        Assert.Equal("update.wrong_password", state.Told.Key);
        Assert.NotEqual(ForwarderImages.Newer, (await firmware.Json("/status.json")).GetProperty("version").GetString());
    }

    [Fact]
    public async Task An_image_that_is_not_signed_is_refused_with_the_devices_words()
    {
        await using FirmwareOnALine firmware = FirmwareOnALine.StartUpdatable(ForwarderImages.Key);
        UpdateState state = await Install(firmware, ForwarderImages.Unsigned());
        Assert.Equal("Not installed: the device refuses the image (the image is not signed by the project). It keeps its firmware.", $"{state.Told}");
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public async Task Where_the_link_breaks_the_device_keeps_its_firmware(double share)
    {
        await using FirmwareOnALine firmware = FirmwareOnALine.StartUpdatable(ForwarderImages.Key);
        byte[] image = ForwarderImages.Whole();
        using CutLink link = new(firmware.Pages, (int)(share * image.Length));
        UpdateState state = await Install(firmware, image, pagesPort: link.Port, restart: 4);
        Assert.Equal("update.broke", state.Told.Key);
        Assert.False(state.IsUnderWay);
        Assert.Equal(state.Installed, (await firmware.Json("/status.json")).GetProperty("version").GetString());
    }

    [Fact]
    public async Task One_that_does_not_come_back_is_told()
    {
        await using FirmwareOnALine firmware = FirmwareOnALine.StartUpdatable(ForwarderImages.Key);
        UpdateState state = await Install(firmware, ForwarderImages.Ending(), restart: 4);
        Assert.Equal("The image was sent, and the device did not come back within 4 s. Turn it off and on; where that does not help, flash it over USB.", $"{state.Told}");
    }

    [Fact]
    public async Task One_that_comes_back_with_its_old_firmware_is_told()
    {
        await using FirmwareOnALine firmware = FirmwareOnALine.StartUpdatable(ForwarderImages.Key);
        UpdateState state = await Install(firmware, ForwarderImages.NoProgram());
        Assert.Equal(("update.old_firmware", state.Installed), (state.Told.Key, state.Told.Inserted[0]));
    }

    [Fact]
    public async Task A_device_of_another_key_is_offered_none()
    {
        await using FirmwareOnALine firmware = FirmwareOnALine.StartUpdatable("fedcba9876543210");
        UpdateState state = await Install(firmware, ForwarderImages.Whole());
        Assert.Equal(("update.own_build", state.Installed), (state.Told.Key, state.Newest));
        Assert.NotEqual(ForwarderImages.Newer, (await firmware.Json("/status.json")).GetProperty("version").GetString());
    }

    /// <summary>Asks the device what it runs, begins to install, and waits for what comes of it.</summary>
    private static async Task<UpdateState> Install(FirmwareOnALine firmware, byte[] image, string password = FirmwareOnALine.Password, int? pagesPort = null, int restart = 30)
    {
        using ForwarderImages images = new();
        Source source = new(SourceOf(firmware, password, pagesPort));
        EspStatuses statuses = new();
        (_, EspFigures? figures) = await new EspClient(firmware.Pages).StatusAsync(TestContext.Current.CancellationToken);
        statuses.Note(source, figures!);
        UpdatePace pace = new() { Restart = TimeSpan.FromSeconds(restart), Look = TimeSpan.FromSeconds(0.2) };
        using EspUpdates updates = new(FirmwareBundle.Load(images.FolderWith(image)), statuses, pace, TimeProvider.System, NullLogger<EspUpdates>.Instance);
        updates.Install(source);
        await ClientUnderTest.Until(() => !updates.Of(source)!.IsUnderWay, restart + 30, () => $"{updates.Of(source)}");
        return updates.Of(source)!;
    }

    private static SourceOptions SourceOf(FirmwareOnALine firmware, string password, int? pagesPort = null)
    {
        string url = pagesPort is int port ? $"{firmware.Source.Split('?')[0]}?web={port}" : firmware.Source;
        return new SourceOptions(null, new Uri(url), KeyRing.Empty) { DevicePassword = password };
    }
}
