using System.Net;
using System.Text.Json;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.HomeWizard;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Sinks.HomeWizard;

/// <summary>The port of HomeWizard's local API: a server of its own, for networks that are allowed.</summary>
public sealed class HomeWizardDoorTests
{
    private static readonly AllowedNetworks Loopback = new([AllowedNetworks.Parse("allow", "127.0.0.0/8")]);

    [Fact]
    public async Task Who_is_allowed_reads_values_and_the_telegram_and_nothing_else_of_the_app()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await Start(meter, Loopback);
        using HttpClient http = await Client(app);

        // Until enough came to know what the meter tells, it is no answer.
        for (int tries = 0; tries < 300 && !(await http.GetAsync("api/v1/data", TestContext.Current.CancellationToken)).IsSuccessStatusCode; tries++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        JsonElement data = await http.Json("api/v1/data");
        Assert.True(data.TryGetProperty("active_power_w", out _));
        Assert.True(data.TryGetProperty("total_gas_m3", out _));
        string telegram = await http.GetStringAsync("api/v1/telegram", TestContext.Current.CancellationToken);
        Assert.StartsWith("/", telegram);
        Assert.Matches("![0-9A-F]{4}\r\n$", telegram);
        foreach (string path in (string[])["", "data.json", "metrics", "log.txt", "health", "api/overview"])
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
    }

    /// <summary>
    /// As openHAB's binding asks (its source, read in 2026): once what the device is, by a path that ends in a slash; then by turns its settings and its values, whose numbers
    /// must be numbers. An answer without JSON takes the thing offline.
    /// </summary>
    [Fact]
    public async Task OpenHabs_sequence_gets_what_it_reads_and_no_values_once_the_meter_is_cut()
    {
        SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await Start(meter, Loopback);
        using HttpClient http = await Client(app);
        JsonElement device = await http.Json("api/");
        Assert.Equal(("hwe-p1", "v1"), (device.GetProperty("product_type").GetString()!.ToLowerInvariant(), device.GetProperty("api_version").GetString()));
        Assert.NotEmpty(device.GetProperty("product_name").GetString()!);
        Assert.NotEmpty(device.GetProperty("firmware_version").GetString()!);

        for (int polls = 0, read = 0; read < 3; polls++)
        {
            Assert.True(polls < 100);
            Assert.Equal(JsonValueKind.False, (await http.Json("api/v1/system")).GetProperty("cloud_enabled").ValueKind);
            using HttpResponseMessage answer = await http.GetAsync("api/v1/data", TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                read++;
                JsonElement data = await http.Json("api/v1/data"), gas = Assert.Single(data.GetProperty("external").EnumerateArray());
                foreach (string number in (string[])["smr_version", "active_tariff", "any_power_fail_count", "long_power_fail_count", "active_power_w", "active_power_l1_w", "active_voltage_l1_v", "active_current_l1_a", "total_power_import_kwh", "total_power_import_t1_kwh", "total_power_export_t2_kwh"])
                    Assert.Equal(JsonValueKind.Number, data.GetProperty(number).ValueKind);
                Assert.NotEmpty(data.GetProperty("meter_model").GetString()!);
                Assert.Equal(("gas_meter", JsonValueKind.Number), (gas.GetProperty("type").GetString(), gas.GetProperty("value").ValueKind));
                Assert.Matches("^[0-9]{12}$", gas.GetProperty("timestamp").GetRawText());
            }
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        await meter.DisposeAsync();
        HttpResponseMessage last = await http.GetAsync("api/v1/data", TestContext.Current.CancellationToken);
        for (int tries = 0; tries < 100 && last.IsSuccessStatusCode; tries++)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            last.Dispose();
            last = await http.GetAsync("api/v1/data", TestContext.Current.CancellationToken);
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, last.StatusCode);
        last.Dispose();
    }

    [Fact]
    public async Task Where_no_network_is_allowed_not_even_this_computer_is()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await Start(meter, AllowedNetworks.None);
        using HttpClient http = await Client(app);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("api", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_network_than_that_allowed_is_not_answered()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await Start(meter, new AllowedNetworks([AllowedNetworks.Parse("allow", "192.168.1.0/24")]));
        using HttpClient http = await Client(app);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("api", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_port_that_is_taken_costs_the_door_and_not_the_app()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await Start(meter, Loopback, meter.EndPoint.Port);
        await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any());
        Assert.False(app.Service<HomeWizardDoor>().Opened.IsCompleted);
    }

    private static Task<RunningApp> Start(SimulatedMeterServer meter, AllowedNetworks allowed, int port = 0) => RunningApp.StartWith(
        options => options with { HomeWizard = new ListenAddress(IPAddress.Loopback, port), Allow = allowed },
        new SourceOptions("house", new Uri($"tcp://{meter.EndPoint}"), KeyRing.Empty));

    private static async Task<HttpClient> Client(RunningApp app) => new() { BaseAddress = await app.Service<HomeWizardDoor>().Opened };
}
