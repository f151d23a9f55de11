using System.Text.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.HomeWizard;
using EspSmartMeter.Sources;
using EspSmartMeter.Tests.Meters;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;
using static EspSmartMeter.Tests.Meters.Telegrams;

namespace EspSmartMeter.Tests.Sinks.HomeWizard;

/// <summary>What HomeWizard's local API says of a meter, in virtual time.</summary>
public sealed class HomeWizardApiTests
{
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly SourceRegistry _sources = new(new AppOptions { Sources = [new SourceOptions(null, new Uri("tcp://emeter.local:8088"), KeyRing.Empty)], DataFolder = "" });
    private readonly MeterRegistry _meters;

    public HomeWizardApiTests()
    {
        _meters = new MeterRegistry(new AppOptions { Sources = [], DataFolder = "" });
        _meters.Restore(new StoredState(), _sources.Sources);
        _sources.Sources[0].Telegrams.Keep();
    }

    [Fact]
    public async Task Power_and_the_currents_of_phases_have_a_sign()
    {
        Send(Power(0), Power(1500, "1-0:2.7.0"), Power(0, "1-0:21.7.0"), Power(1500, "1-0:22.7.0"), Number("1-0:31.7.0", 6.5m, Unit.Ampere), Number("1-0:32.7.0", 231.4m, Unit.Volt));

        JsonElement data = await Data();
        Assert.Equal(-1500, data.GetProperty("active_power_w").GetDecimal());
        Assert.Equal(-1500, data.GetProperty("active_power_l1_w").GetDecimal());
        Assert.Equal(-6.5m, data.GetProperty("active_current_l1_a").GetDecimal());
        Assert.Equal(231.4m, data.GetProperty("active_voltage_l1_v").GetDecimal());
        Assert.False(data.TryGetProperty("active_power_l2_w", out _));
    }

    [Fact]
    public async Task A_meter_without_tariffs_has_its_total_as_the_first_too()
    {
        Send(Power(1), Energy(1234.567m), Energy(12.3m, "1-0:2.8.0"));

        JsonElement data = await Data();
        foreach (string name in (string[])["total_power_import_kwh", "total_power_import_t1_kwh"])
            Assert.Equal(1234.567m, data.GetProperty(name).GetDecimal());
        Assert.Equal(12.3m, data.GetProperty("total_power_export_t1_kwh").GetDecimal());
        Assert.False(data.TryGetProperty("total_power_import_t2_kwh", out _));
    }

    [Fact]
    public async Task A_meter_with_tariffs_alone_has_their_sum_as_its_total()
    {
        Send(Power(1), Energy(1000.5m, "1-0:1.8.1"), Energy(2000.25m, "1-0:1.8.2"));

        JsonElement data = await Data();
        Assert.Equal(3000.75m, data.GetProperty("total_power_import_kwh").GetDecimal());
        Assert.Equal([1000.5m, 2000.25m], [data.GetProperty("total_power_import_t1_kwh").GetDecimal(), data.GetProperty("total_power_import_t2_kwh").GetDecimal()]);
    }

    [Fact]
    public async Task Tariffs_that_have_no_place_are_told_as_one()
    {
        Send([Power(1), .. Enumerable.Range(1, 6).Select(tariff => Energy(tariff, $"1-0:1.8.{tariff}"))]);

        JsonElement data = await Data();
        Assert.Equal(21, data.GetProperty("total_power_import_t1_kwh").GetDecimal());
        Assert.False(data.TryGetProperty("total_power_import_t2_kwh", out _));
    }

    [Fact]
    public async Task Gas_stands_in_fields_of_its_own_and_under_external()
    {
        Send([Power(1), .. Gas(1, "G0042", 512.345m, new DateTime(2026, 3, 10, 12, 0, 0))]);

        JsonElement data = await Data(), gas = Assert.Single(data.GetProperty("external").EnumerateArray());
        Assert.Equal(512.345m, data.GetProperty("total_gas_m3").GetDecimal());
        Assert.Equal(260310120000, data.GetProperty("gas_timestamp").GetInt64());
        Assert.Equal("4730303432", data.GetProperty("gas_unique_id").GetString());
        Assert.Equal(("gas_meter", "m3", 512.345m, 260310120000, "4730303432"),
            (gas.GetProperty("type").GetString(), gas.GetProperty("unit").GetString(), gas.GetProperty("value").GetDecimal(), gas.GetProperty("timestamp").GetInt64(), gas.GetProperty("unique_id").GetString()));
    }

    [Fact]
    public async Task The_meters_number_is_told_as_the_hex_of_its_letters()
    {
        Send(Power(100));
        Assert.Equal("6D31", (await Data()).GetProperty("unique_id").GetString());
    }

    [Fact]
    public async Task What_did_not_come_for_three_intervals_is_not_told()
    {
        for (int telegram = 0; telegram < 3; telegram++)
            SendAfterOneSecond(Power(100), Energy(1));
        Assert.Equal(StatusCodes.Status200OK, (await Ask("/api/v1/data")).Status);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(StatusCodes.Status200OK, (await Ask("/api/v1/data")).Status);
        _clock.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, (await Ask("/api/v1/data")).Status);
        SendAfterOneSecond(Power(200), Energy(1));
        Assert.Equal(200, (await Data()).GetProperty("active_power_w").GetDecimal());
    }

    [Fact]
    public async Task A_power_that_stopped_coming_is_not_told_as_none()
    {
        for (int telegram = 0; telegram < 3; telegram++)
            SendAfterOneSecond(Power(100), Energy(1));
        for (int telegram = 0; telegram < 4; telegram++)
            SendAfterOneSecond(Energy(1));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, (await Ask("/api/v1/data")).Status);
    }

    [Fact]
    public async Task A_meter_that_tells_no_power_is_told_once_that_is_known()
    {
        for (int telegram = 0; telegram < 2; telegram++)
            SendAfterOneSecond(Energy(1));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, (await Ask("/api/v1/data")).Status);
        SendAfterOneSecond(Energy(1));
        Assert.False((await Data()).TryGetProperty("active_power_w", out _));
    }

    [Fact]
    public async Task A_power_without_a_sign_is_told_where_nothing_was_ever_fed_in()
    {
        Send(Power(700, "1-0:15.7.0"), Energy(0, "1-0:2.8.0"));
        Assert.Equal(700, (await Data()).GetProperty("active_power_w").GetDecimal());
        Send(Power(700, "1-0:15.7.0"), Energy(0.1m, "1-0:2.8.0"));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, (await Ask("/api/v1/data")).Status);
    }

    [Fact]
    public async Task No_export_is_not_told_as_no_power_while_the_import_is_not_known()
    {
        for (int telegram = 0; telegram < 3; telegram++)
            SendAfterOneSecond(Power(0, "1-0:2.7.0"), Energy(1));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, (await Ask("/api/v1/data")).Status);
        SendAfterOneSecond(Power(300, "1-0:2.7.0"), Energy(1));
        Assert.Equal(-300, (await Data()).GetProperty("active_power_w").GetDecimal());
    }

    [Fact]
    public async Task An_old_voltage_is_left_out()
    {
        for (int telegram = 0; telegram < 3; telegram++)
            SendAfterOneSecond(Power(100), Number("1-0:32.7.0", 231, Unit.Volt));
        for (int telegram = 0; telegram < 4; telegram++)
            SendAfterOneSecond(Power(100));
        Assert.False((await Data()).TryGetProperty("active_voltage_l1_v", out _));
    }

    [Fact]
    public async Task Before_the_first_telegram_there_is_no_meter() => Assert.Equal(StatusCodes.Status503ServiceUnavailable, (await Ask("/api/v1/data")).Status);

    [Theory]
    [InlineData("GET", "/api/v1/state", StatusCodes.Status404NotFound)]
    [InlineData("GET", "/", StatusCodes.Status404NotFound)]
    [InlineData("GET", "/data.json", StatusCodes.Status404NotFound)]
    [InlineData("PUT", "/api/v1/system", StatusCodes.Status405MethodNotAllowed)]
    [InlineData("POST", "/api/v1/data", StatusCodes.Status405MethodNotAllowed)]
    public async Task Four_paths_are_read_and_nothing_is_changed(string method, string path, int status) => Assert.Equal(status, (await Ask(path, method)).Status);

    [Theory]
    [InlineData("homeassistant.local:8100", StatusCodes.Status200OK)]
    [InlineData("127.0.0.2", StatusCodes.Status200OK)]
    [InlineData("meter.example.com", StatusCodes.Status421MisdirectedRequest)]
    public async Task A_name_that_a_strangers_site_can_have_is_not_served(string host, int status) => Assert.Equal(status, (await Ask("/api", host: host)).Status);

    [Fact]
    public async Task It_says_of_itself_what_readers_look_for()
    {
        JsonElement device = JsonDocument.Parse((await Ask("/api")).Text).RootElement;
        Assert.Equal(("HWE-P1", "v1"), (device.GetProperty("product_type").GetString(), device.GetProperty("api_version").GetString()));
        Assert.Matches("^[0-9a-f]{12}$", device.GetProperty("serial").GetString());
        Assert.Equal("""{"cloud_enabled":false}""", (await Ask("/api/v1/system")).Text);
    }

    [Fact]
    public async Task A_meter_that_sends_no_P1_has_no_telegram()
    {
        Send(Power(100));
        Assert.Equal(StatusCodes.Status404NotFound, (await Ask("/api/v1/telegram")).Status);
    }

    public static TheoryData<string> Meters => [.. SimulatedMeters.All.Select(meter => meter.Name)];

    /// <summary>Import less export, as a wallbox is steered by it, and what the meter counts.</summary>
    [Theory]
    [MemberData(nameof(Meters))]
    public async Task Each_simulated_meters_power_and_energy_are_told_exactly(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        MeterKeys? keys = meter.Keys is SimulatedKeys its ? new MeterKeys(its.Encryption, its.Authentication is byte[] key ? (ReadOnlyMemory<byte>?)key : null) : null;
        MeterDecoder decoder = new(new DecoderOptions { Keys = keys is null ? KeyRing.Empty : new KeyRing(keys) }, new Into(this));
        Dictionary<string, decimal> sent = [];
        foreach (SimulatedTelegram telegram in meter.Telegrams(1, Start).Take(4))
        {
            _clock.SetUtcNow(telegram.At + TimeSpan.FromSeconds(1));
            decoder.Feed(telegram.Bytes, _clock.GetUtcNow());
            decoder.Idle(_clock.GetUtcNow() + TimeSpan.FromMilliseconds(200));
        }
        MeterState state = Assert.Single(_meters.Meters).State;
        foreach (MeterValue value in state.Values.Where(value => value is { SubmeterId: null, IsPublishable: true, Measurement.Kind: ValueKind.Number }))
            sent.TryAdd(value.Key, value.Measurement.Number);

        (int status, string text) = await Ask("/api/v1/data");
        Assert.True(status == StatusCodes.Status200OK, text);
        JsonElement data = JsonDocument.Parse(text).RootElement;
        if (sent.ContainsKey("power_net") || sent.ContainsKey("power_import"))
            Assert.Equal(sent.TryGetValue("power_net", out decimal net) ? net : sent["power_import"] - sent.GetValueOrDefault("power_export"), data.GetProperty("active_power_w").GetDecimal());
        // A total without a sign, and a roof: its phases tell which way it flows.
        else if (sent.TryGetValue("power_absolute", out decimal size))
            Assert.Equal(size * Math.Sign(Enumerable.Range(1, 3).Sum(phase => sent[$"power_import_l{phase}"] - sent[$"power_export_l{phase}"])), data.GetProperty("active_power_w").GetDecimal());
        string[] tariffs = [.. sent.Keys.Where(key => key.StartsWith("energy_import_tariff_", StringComparison.Ordinal) && !key.Contains("_l", StringComparison.Ordinal))];
        if (tariffs.Length > 0 || sent.ContainsKey("energy_import"))
        {
            decimal added = Enumerable.Range(1, 4).Sum(tariff => data.TryGetProperty($"total_power_import_t{tariff}_kwh", out JsonElement of) ? of.GetDecimal() : 0);
            Assert.Equal(tariffs.Length > 0 ? tariffs.Sum(tariff => sent[tariff]) : sent["energy_import"], added);
        }
    }

    private sealed class Into(HomeWizardApiTests tests) : IDecoderSink
    {
        public void OnReading(Reading reading) => tests._meters.OnReading(tests._sources.Sources[0], reading);

        public void OnRejected(Rejected rejected)
        {
        }
    }

    private static Measurement Number(string code, decimal number, Unit unit) => Measurement.OfNumber(ObisCode.Parse(code), number, unit);

    private void SendAfterOneSecond(params Measurement[] values)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        Send(values);
    }

    private void Send(params Measurement[] values)
    {
        Reading reading = new() { MeterId = "m1", Received = _clock.GetUtcNow(), Check = TelegramCheck.Crc16, Encoding = "dlms" };
        foreach (Measurement value in values)
            reading.Add(value);
        _meters.OnReading(_sources.Sources[0], reading);
    }

    private async Task<JsonElement> Data()
    {
        (int status, string text) = await Ask("/api/v1/data");
        Assert.True(status == StatusCodes.Status200OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<(int Status, string Text)> Ask(string path, string method = "GET", string host = "192.168.1.5:8100")
    {
        DefaultHttpContext context = new();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.Host = new HostString(host);
        using MemoryStream body = new();
        context.Response.Body = body;
        await new HomeWizardApi(_sources, _meters, _clock).AnswerAsync(context);
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
