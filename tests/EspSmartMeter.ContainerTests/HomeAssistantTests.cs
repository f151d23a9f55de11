using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EspSmartMeter.ContainerTests.Parts;

namespace EspSmartMeter.ContainerTests;

/// <summary>What Home Assistant, its broker and its users see of the running app.</summary>
public sealed partial class HomeAssistantTests(HomeAssistantInstallation house) : IClassFixture<HomeAssistantInstallation>
{
    [Fact]
    public async Task It_asks_the_Supervisor_for_a_broker_with_its_token()
    {
        Assert.True(house.Home.Asked > 0, await house.App.LogAsync());
        Assert.Equal(0, house.Home.Refused);
    }

    [Fact]
    public void While_there_is_no_broker_it_says_so_and_stays_up()
    {
        Assert.Contains("broker", house.LogWithoutBroker, StringComparison.Ordinal);
        AppContainer.HasNoStackTrace(house.LogWithoutBroker);
    }

    [Fact]
    public async Task Both_meters_publish_live_numbers_under_the_catalogues_names()
    {
        Assert.True(house.Heard.Live.Count >= 2, await house.App.LogAsync());
        Assert.All(house.Heard.Live, state => Assert.Equal(System.Text.Json.JsonValueKind.Number, state["power_import"]!.GetValueKind()));
    }

    [Fact]
    public async Task Discovery_is_retained_for_the_bridge_both_meters_and_the_gas_meter()
    {
        await using HeardMessages later = await HeardMessages.OnAsync(house.Broker);
        await Waiting.HoldsWithin(20, () => later.Entities.Count >= 4);
        IReadOnlyDictionary<string, HeardMessages.Message> devices = later.Between("homeassistant/device/", "/config");
        Assert.True(devices.Count >= 4, string.Join(' ', devices.Keys));
        Assert.All(devices.Values, device => Assert.True(device.Retained));
        Assert.All(devices.Values, device =>
        {
            JsonNode config = JsonNode.Parse(device.Text)!;
            Assert.NotNull(config["o"]);
            Assert.NotNull(config["dev"]);
            Assert.NotEmpty(config["cmps"]!.AsObject());
        });
    }

    [Fact]
    public async Task It_is_told_online_for_who_comes_later()
    {
        await using HeardMessages later = await HeardMessages.OnAsync(house.Broker);
        Assert.True(await Waiting.HoldsWithin(5, () => later.Find("esp-smart-meter/status") is { Text: "online", Retained: true }));
    }

    [Fact]
    public async Task Data_json_has_the_meter_of_the_network_and_the_one_of_the_cable_with_codes_and_units()
    {
        (int status, string text) = await Ingress.GetAsync("/data.json");
        Assert.Equal(200, status);
        JsonNode[] meters = [.. JsonNode.Parse(text)!["meters"]!.AsObject().Select(meter => meter.Value!)];
        Assert.Equal(
            ["serial:///dev/ttyMETER?mode=2400-8E1", "tcp://emeter.local:8088"],
            meters.Select(meter => $"{meter["meter"]!["source"]}").Order(StringComparer.Ordinal));
        JsonNode p1 = Assert.Single(meters, meter => $"{meter["telegram"]!["framing"]}" == "p1")["values"]!;
        Assert.Equal("kWh", $"{p1["1-0:1.8.1"]!["unit"]}");
        Assert.Equal("m³", $"{p1["0-1:24.2.1"]!["unit"]}");
    }

    [Fact]
    public async Task Log_txt_shows_what_was_no_meter_data()
    {
        (int status, string text) = await Ingress.GetAsync("/log.txt");
        Assert.Equal(200, status);
        // A dump's line has sixteen bytes.
        Assert.Contains("this is no meter"[..16], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_comes_through_the_ingress_with_relative_addresses_only()
    {
        (int status, string text) = await Ingress.GetAsync("/");
        Assert.Equal(200, status);
        Assert.Contains("<html", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("""(?:src|href|action)=["']/""", text);
    }

    [Fact]
    public async Task Metrics_are_served()
    {
        (int status, string text) = await Ingress.GetAsync("/metrics");
        Assert.Equal(200, status);
        Assert.Matches(Sample(), text);
    }

    [Fact]
    public async Task Another_apps_address_is_let_in_with_the_token_only()
    {
        Assert.Contains((await Ingress.GetAsync("/data.json", from: Supervisor.OtherApp)).Status, (int[])[0, 403]);
        (int status, string text) = await Ingress.GetAsync("/data.json", from: Supervisor.OtherApp, token: HomeAssistantInstallation.PageToken);
        Assert.Equal(200, status);
        Assert.Contains("meters", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/../data/options.json")]
    [InlineData("/..%2f..%2fdata%2foptions.json")]
    [InlineData("//data/options.json")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    public async Task There_is_no_way_out_of_the_pages_folder(string path)
    {
        (int status, string text) = await Ingress.GetAsync(path);
        Assert.Contains(status, (int[])[0, 400, 403, 404]);
        Assert.DoesNotMatch("sources|root:", text);
    }

    [Fact]
    public async Task A_request_of_ten_megabytes_is_refused_and_the_app_stays_up()
    {
        Assert.NotEqual(200, (await Ingress.PostAsync("/api/line", new byte[10 << 20])).Status);
        Assert.True(await Ingress.IsHealthyAsync(), await house.App.LogAsync());
    }

    [Theory]
    [InlineData("http://homeassistant.local:8123", 404)]
    [InlineData("http://evil.example", 403)]
    [InlineData(null, 403)]
    public async Task A_button_of_the_page_is_heard_through_the_ingress_from_the_page_alone(string? origin, int status)
    {
        foreach (string path in (string[])["/api/meters/none/continue", "/api/meters/none/continue-old", "/api/forget?device=none"])
            Assert.Equal(status, (await Ingress.PressAsync(path, "homeassistant.local:8123", origin)).Status);
    }

    [Fact]
    public async Task A_foreign_host_header_is_refused() =>
        Assert.Contains((await Ingress.GetAsync("/data.json", from: "127.0.0.1", to: "127.0.0.1", host: "evil.example")).Status, (int[])[400, 403, 421]);

    [Fact]
    public async Task The_log_has_no_stack_trace_password_or_token()
    {
        string log = await house.App.LogAsync();
        AppContainer.HasNoStackTrace(log);
        Assert.All((string[])[Login.Password, Supervisor.Token, HomeAssistantInstallation.PageToken], secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\w+\{.*\} [\d.]+$", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
