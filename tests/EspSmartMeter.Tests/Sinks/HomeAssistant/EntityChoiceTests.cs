using System.Text.Json;
using EspSmartMeter.Meters;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>Which entities there are for what a meter sends, and which of them are on at first.</summary>
public sealed class EntityChoiceTests
{
    private const string Registers = "esp-smart-meter/m1/registers", Config = "homeassistant/device/esp_smart_meter_m1/config";

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
}
