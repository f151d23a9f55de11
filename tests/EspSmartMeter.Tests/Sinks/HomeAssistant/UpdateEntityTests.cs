using System.Text;
using System.Text.Json;
using EspSmartMeter.Esp;
using EspSmartMeter.Languages;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Tests.Esp.Updates;
using EspSmartMeter.Tests.Languages;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>The update of an ESP's firmware, as Home Assistant's MQTT update entity has it.</summary>
public sealed class UpdateEntityTests : IDisposable
{
    private const string Topic = "esp-smart-meter/bridge/esp_a1b2c3/update", Install = "esp-smart-meter/bridge/esp_a1b2c3/install";

    private static readonly EspFigures Figures = new(
        "A1b2c3", "0.1.0", "Power On", -61, 1, 1, "115200-8N1", 0, 0, 0, 0, 0, "d1_mini", new EspUpdateTerms(IsPossible: true, IsUnlocked: true, FirmwareFolder.Key));

    private readonly FirmwareFolder _folder = new();
    private readonly Installation _installation;

    public UpdateEntityTests()
    {
        _folder.Write("1.0.0", "d1_mini", [1, 2, 3]);
        // Nothing listens there.
        _installation = new Installation(Installation.With(Installation.SourceAt($"tcp://127.0.0.1:8088?web={RunningApp.FreePort()}") with { DevicePassword = "a-horse-of-mine" }) with
        {
            Firmware = _folder.Path,
        });
        _installation.Connected();
    }

    public void Dispose()
    {
        _installation.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void It_comes_with_the_devices_first_answer()
    {
        Note(Figures);
        JsonElement entity = _installation.Last("homeassistant/device/esp_smart_meter_bridge/config").GetProperty("cmps").GetProperty("esp_a1b2c3_update");
        Assert.Equal(("update", "firmware", "diagnostic"), (Text("p"), Text("dev_cla"), Text("ent_cat")));
        Assert.Equal((Topic, Install, "install"), (Text("stat_t"), Text("cmd_t"), Text("pl_inst")));
        Assert.False(entity.TryGetProperty("val_tpl", out _));
        JsonElement state = _installation.Last(Topic);
        Assert.Equal(("0.1.0", "1.0.0"), (state.GetProperty("installed_version").GetString(), state.GetProperty("latest_version").GetString()));

        string? Text(string name) => entity.GetProperty(name).GetString();
    }

    [Fact]
    public void It_is_told_when_it_changes_and_when_home_assistant_starts()
    {
        Note(Figures);
        _installation.Advance(60);
        int told = _installation.On(Topic).Count();
        _installation.Advance(600);
        Assert.Equal(told, _installation.On(Topic).Count());
        _installation.Birth();
        _installation.Advance(5);
        Assert.Equal(told + 1, _installation.On(Topic).Count());
        Note(Figures with { Version = "1.0.0" });
        Assert.Equal("1.0.0", _installation.Last(Topic).GetProperty("installed_version").GetString());
    }

    [Fact]
    public async Task A_press_begins_it_and_what_came_of_it_is_told()
    {
        Note(Figures);
        Say(Install, "install");
        _installation.Advance(1);
        Assert.True(_installation.Last(Topic).GetProperty("in_progress").GetBoolean());
        await Mqtt.ClientUnderTest.Until(() => !_installation.Updates.Of(_installation.Source)!.IsUnderWay, 30, () => "it goes on");
        _installation.Advance(1);
        JsonElement state = _installation.Last(Topic);
        Assert.False(state.GetProperty("in_progress").GetBoolean());
        Assert.Equal("Not installed: the device does not answer. It keeps its firmware.", state.GetProperty("release_summary").GetString());
        Assert.DoesNotContain(_installation.Sent, message => message.Text.Contains("a-horse-of-mine", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Install, "install", true)]
    [InlineData(Install, "instal", false)]
    [InlineData("esp-smart-meter/bridge/esp_d4e5f6/install", "install", false)]
    public void A_kept_or_other_message_begins_nothing(string topic, string text, bool retained)
    {
        Note(Figures);
        Say(topic, text, retained);
        Assert.False(_installation.Updates.Of(_installation.Source)!.IsUnderWay);
    }

    [Fact]
    public void Where_it_is_not_offered_a_press_changes_nothing_and_the_reason_stands()
    {
        Note(Figures with { Update = new EspUpdateTerms(IsPossible: true, IsUnlocked: true, Key: null) });
        Say(Install, "install");
        _installation.Advance(1);
        JsonElement state = _installation.Last(Topic);
        Assert.Equal(state.GetProperty("installed_version").GetString(), state.GetProperty("latest_version").GetString());
        Assert.StartsWith("The device runs firmware of your own", state.GetProperty("release_summary").GetString());
    }

    [Theory]
    [MemberData(nameof(LanguageCodes.All), MemberType = typeof(LanguageCodes))]
    public void What_it_says_is_as_short_as_home_assistant_shows_it(string language)
    {
        foreach ((string key, string text) in LanguageColumn.Read(Sentences.Table, language).Where(row => row.Key.StartsWith("update.", StringComparison.Ordinal)))
            Assert.True(text.Length <= 240, $"{key} has {text.Length} characters");
    }

    private void Note(EspFigures figures)
    {
        _installation.Devices.Note(_installation.Source, figures);
        _installation.Advance(5);
    }

    private void Say(string topic, string text, bool retained = false) =>
        _installation.Publisher.OnMessage(new MqttMessage(topic, Encoding.UTF8.GetBytes(text), retained, MqttQuality.AtMostOnce), _installation.Now);
}
