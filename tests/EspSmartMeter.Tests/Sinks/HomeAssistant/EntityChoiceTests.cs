using System.Text.Json;
using EspSmartMeter.Meters;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>Which entities there are for what a meter sends, and which of them are on at first.</summary>
public sealed class EntityChoiceTests
{
    private const string Registers = "esp-smart-meter/m1/registers", Config = "homeassistant/device/esp_smart_meter_m1/config";

    private const string Live = "esp-smart-meter/m1/live";

    private static readonly (string, decimal, Unit) Power = ("1-0:1.7.0", 500, Unit.Watt);

    [Fact]
    public void The_tariffs_give_way_to_the_total_where_it_comes_too()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", ("1-0:1.8.1", 1, Unit.KilowattHour), ("1-0:1.8.2", 2, Unit.KilowattHour), ("1-0:1.8.0", 3, Unit.KilowattHour));
        JsonElement components = installation.Last(Config).GetProperty("cmps");
        Assert.False(components.GetProperty("energy_import").TryGetProperty("en", out _));
        Assert.False(components.GetProperty("energy_import_tariff_1").GetProperty("en").GetBoolean());
    }

    [Fact]
    public void A_heat_meter_has_its_energy_switched_on()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", ("6-0:6.8.0", 12.345m, Unit.Gigajoule), ("6-0:6.26.0", 156.92m, Unit.CubicMetre), ("6-0:6.6.0", 17200, Unit.Watt));
        JsonElement config = installation.Last(Config), components = config.GetProperty("cmps");
        Assert.Equal("Heat meter", config.GetProperty("dev").GetProperty("name").GetString());
        Assert.Equal(["heat_energy"], components.EnumerateObject().Where(component => !component.Value.TryGetProperty("en", out _)).Select(component => component.Name));
    }

    [Theory]
    [InlineData("power_absolute", "1-0:15.7.0", "1-0:21.7.0")]
    [InlineData("power_net", "1-0:15.7.0", "1-0:16.7.0")]
    [InlineData("power_import", "1-0:15.7.0", "1-0:16.7.0", "1-0:1.7.0")]
    public void One_power_is_switched_on_where_the_meter_does_not_tell_import_and_export_apart(string expected, params string[] codes)
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", [.. codes.Select(code => (code, 500m, Unit.Watt))]);
        Assert.Equal([expected], installation.Last(Config).GetProperty("cmps").EnumerateObject()
            .Where(component => !component.Value.TryGetProperty("en", out _)).Select(component => component.Name));
    }

    [Fact]
    public void A_meter_that_sends_both_directions_has_one_signed_power_on()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", ("1-0:1.7.0", 0, Unit.Watt), ("1-0:2.7.0", 750.5m, Unit.Watt));
        JsonElement components = installation.Last(Config).GetProperty("cmps");
        Assert.Equal(["power"], On(components));
        Assert.Equal("W", components.GetProperty("power").GetProperty("unit_of_meas").GetString());
        Assert.Equal("""{"power_import":0,"power_export":750.5,"power":-750.5}""", installation.On(Live).Last());
    }

    [Theory]
    [InlineData(500, 0, 800, "800", "0")]
    [InlineData(0, 300, 800, "800", "0")]
    [InlineData(0, 300, 0, "-300", "300")]
    [InlineData(500, 0, 0, "500", "0")]
    public void A_list_with_import_alone_tells_the_net_power_where_that_is_above_zero(int import, int export, int then, string net, string shownExport)
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", ("1-0:1.7.0", import, Unit.Watt), ("1-0:2.7.0", export, Unit.Watt));
        installation.Advance(10);
        installation.Take("m1", ("1-0:1.7.0", then, Unit.Watt));
        installation.Advance(5);
        JsonElement live = installation.Last(Live);
        Assert.Equal((net, shownExport), (live.GetProperty("power").GetRawText(), live.GetProperty("power_export").GetRawText()));
    }

    [Fact]
    public void Tariffs_without_a_total_get_one_that_is_the_exact_sum_of_one_telegram()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", ("1-0:1.8.1", 1000.001m, Unit.KilowattHour), ("1-0:1.8.2", 2000.002m, Unit.KilowattHour), ("1-0:2.8.1", 3, Unit.KilowattHour), ("1-0:2.8.2", 4, Unit.KilowattHour));
        Assert.Equal(
            ["energy_export_tariff_1", "energy_export_tariff_2", "energy_export_total", "energy_import_tariff_1", "energy_import_tariff_2", "energy_import_total"],
            On(installation.Last(Config).GetProperty("cmps")).Order());
        Assert.Equal((3000.003m, 7), (installation.Last(Registers).GetProperty("energy_import_total").GetDecimal(), installation.Last(Registers).GetProperty("energy_export_total").GetDecimal()));

        // One tariff alone, or one that is withheld, makes no sum.
        installation.Advance(61);
        installation.Take("m1", ("1-0:1.8.1", 1000.5m, Unit.KilowattHour));
        installation.Advance(61);
        Assert.Equal(3000.003m, installation.Last(Registers).GetProperty("energy_import_total").GetDecimal());
        installation.Take("m1", ("1-0:1.8.1", 1000.6m, Unit.KilowattHour), ("1-0:1.8.2", 0, Unit.KilowattHour));
        installation.Advance(61);
        Assert.Equal(3000.003m, installation.Last(Registers).GetProperty("energy_import_total").GetDecimal());
        installation.Take("m1", ("1-0:1.8.1", 1000.7m, Unit.KilowattHour), ("1-0:1.8.2", 2000.1m, Unit.KilowattHour));
        installation.Advance(61);
        Assert.Equal(3000.8m, installation.Last(Registers).GetProperty("energy_import_total").GetDecimal());
    }

    [Fact]
    public void A_total_that_is_made_is_off_beside_the_meters_own()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", ("1-0:1.8.1", 1, Unit.KilowattHour), ("1-0:1.8.2", 2, Unit.KilowattHour), ("1-0:1.8.0", 3, Unit.KilowattHour));
        Assert.Equal(["energy_import"], On(installation.Last(Config).GetProperty("cmps")));
    }

    [Fact]
    public void Of_a_table_of_monthly_peaks_the_newest_month_and_the_mean_of_the_last_twelve_are_shown()
    {
        using Installation installation = new();
        Reading reading = new() { MeterId = "m1" };
        reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:1.4.0"), 700, Unit.Watt));
        reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:1.6.0"), 4000, Unit.Watt));
        for (int month = 0; month < 13; month++)
        {
            reading.Add(Measurement.OfNumber(ObisCode.Parse("0-0:98.1.0"), month == 0 ? 90_000 : 2000 + (month * 100), Unit.Watt) with
            {
                TakenAt = new MeterTime(new DateTime(2025, 2, 3, 18, 15, 0).AddMonths(month), 60),
            });
        }
        installation.Connected().Take(reading);
        JsonElement components = installation.Last(Config).GetProperty("cmps"), state = installation.Last(Registers);

        Assert.Equal((3200m, 2650m), (state.GetProperty("power_import_peak_history").GetDecimal(), state.GetProperty("power_import_peak_mean").GetDecimal()));
        Assert.Equal("2026-02-03T18:15:00+01:00", state.GetProperty("power_import_peak_history_taken_at").GetString());
        Assert.Equal(
            [
                "Power import, running quarter-hour", "Power import, highest quarter-hour of the month", "Power import, highest quarter-hour of last month",
                "Power import, mean of twelve monthly peaks",
            ],
            ((string[])["power_import_demand", "power_import_peak", "power_import_peak_history", "power_import_peak_mean"]).Select(key => components.GetProperty(key).GetProperty("name").GetString()));
        Assert.False(components.GetProperty("power_import_peak_mean").TryGetProperty("en", out _));
    }

    [Fact]
    public void A_demand_without_such_a_table_is_of_no_certain_period()
    {
        using Installation installation = new();
        installation.Connected().Take("m1", ("1-0:1.4.0", 700, Unit.Watt), ("1-0:1.6.0", 4000, Unit.Watt));
        JsonElement components = installation.Last(Config).GetProperty("cmps");
        Assert.Equal("Power import, peak", components.GetProperty("power_import_peak").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("dsmr5-gas", "low", "normal")]
    [InlineData("emucs-belgium", "day", "night")]
    [InlineData("p1-hungary", null, null)]
    public void The_tariff_keeps_its_number_and_what_that_means_is_an_attribute_where_it_is_known(string meter, string? first, string? second)
    {
        using Installation installation = new();
        installation.Connected().Run(meter, TimeSpan.FromSeconds(30));
        string id = installation.Meters.Meters.Single().Id;
        JsonElement state = installation.Last($"esp-smart-meter/{id}/registers");
        JsonElement tariff = installation.Last($"homeassistant/device/esp_smart_meter_{id}/config").GetProperty("cmps").GetProperty("tariff");

        string number = state.GetProperty("tariff").GetString()!;
        Assert.Contains(number, (string[])["1", "2"]);
        if (first is null)
        {
            Assert.False(tariff.TryGetProperty("json_attr_tpl", out _));
            return;
        }
        Assert.Equal(number == "1" ? first : second, state.GetProperty("tariff_meaning").GetString());
        Assert.Equal("{{ {'meaning': value_json.tariff_meaning | default(none)} | to_json }}", tariff.GetProperty("json_attr_tpl").GetString());
    }

    [Theory]
    [InlineData("7-0:43.1.0")]
    [InlineData("8-0:2.0.0")]
    [InlineData("6-0:9.0.0")]
    public void The_flow_of_gas_water_and_heat_is_off(string code)
    {
        using Installation installation = new();
        installation.Connected().Take("m1", ("1-0:1.8.0", 1, Unit.KilowattHour), (code, 0.5m, Unit.CubicMetrePerHour));
        Assert.Equal(["energy_import"], On(installation.Last(Config).GetProperty("cmps")));
        Assert.True(installation.Last(Config).GetProperty("cmps").EnumerateObject().Count() > 1);
    }

    [Fact]
    public void Data_json_has_nothing_that_is_made()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", ("1-0:1.7.0", 1, Unit.Watt), ("1-0:2.7.0", 0, Unit.Watt));
        Assert.Equal(2, installation.Meters.Meters[0].State.Values.Count);
    }

    [Fact]
    public void A_second_code_of_the_same_meaning_goes_by_its_numbers()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", ("1-0:1.8.0", 5, Unit.KilowattHour), ("1-1:1.8.0", 7, Unit.KilowattHour));
        Assert.Equal("""{"energy_import":5,"obis_1_1_1_8_0":7}""", installation.On(Registers).Single());
        JsonElement components = installation.Last(Config).GetProperty("cmps");
        Assert.False(components.GetProperty("obis_1_1_1_8_0").GetProperty("en").GetBoolean());
    }

    [Fact]
    public void A_value_that_comes_in_another_unit_or_form_is_not_shown_as_the_old_one()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", Power, ("1-0:99.1.9", 5, Unit.KilowattHour));
        installation.Advance(301);
        installation.Take("m1", Power, ("1-0:99.1.9", 5, Unit.Watt));
        installation.Advance(301);
        Assert.Contains("\"obis_1_0_99_1_9\":null", installation.On(Registers).Last());
    }

    private static IEnumerable<string> On(JsonElement components) =>
        components.EnumerateObject().Where(component => !component.Value.TryGetProperty("en", out _)).Select(component => component.Name);
}
