using EspSmartMeter.Options;
using EspSmartMeter.Sinks.Metrics;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sinks.Metrics;

public class ValueMetricsTests
{
    public static TheoryData<string> Meters => [.. SimulatedMeters.All.Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(Meters))]
    public void Each_simulated_meters_numbers_are_told_once_under_names_as_Prometheus_has_them(string meter)
    {
        KeyRing keys = SimulatedMeters.Find(meter)!.Keys is SimulatedKeys sent ? new KeyRing(new MeterKeys(sent.Encryption, sent.Authentication)) : KeyRing.Empty;
        using Installation installation = new(Installation.With(new SourceOptions(null, new Uri("tcp://emeter.local:8088"), keys)));
        Exposition told = Told(installation.Run(meter, TimeSpan.FromMinutes(2)));
        Assert.NotEmpty(told.Samples);
        NamingRules.Hold(told);
        Assert.Equal(told.Samples.Count(), told.Samples.Select(sample => (sample.Name, sample["meter"], sample["device"], sample["obis"])).Distinct().Count());
        Assert.All(told.Samples, sample => Assert.NotEmpty(sample["source"]));
    }

    [Theory]
    [InlineData("dsmr5-gas", "1-0:1.8.1", "esp_smart_meter_energy_kilowatthours_total", "import", "", "1")]
    [InlineData("dsmr5-gas", "1-0:2.8.2", "esp_smart_meter_energy_kilowatthours_total", "export", "", "2")]
    [InlineData("dsmr5-gas", "1-0:1.7.0", "esp_smart_meter_power_watts", "import", "", "")]
    [InlineData("dsmr5-gas", "1-0:41.7.0", "esp_smart_meter_power_watts", "import", "l2", "")]
    [InlineData("dsmr5-gas", "1-0:32.7.0", "esp_smart_meter_voltage_volts", "", "l1", "")]
    [InlineData("dsmr5-gas", "1-0:31.7.0", "esp_smart_meter_current_amperes", "", "l1", "")]
    [InlineData("dsmr5-gas", "1-0:32.32.0", "esp_smart_meter_events_total", "voltage_sags", "l1", "")]
    [InlineData("dsmr5-gas", "0-0:96.7.21", "esp_smart_meter_events_total", "power_failures", "", "")]
    [InlineData("dsmr5-gas", "0-1:24.2.1", "esp_smart_meter_volume_cubic_metres_total", "gas", "", "")]
    [InlineData("dsmr5-water", "0-3:24.2.1", "esp_smart_meter_volume_cubic_metres_total", "water", "", "")]
    [InlineData("emucs-belgium", "1-0:1.6.0", "esp_smart_meter_power_watts", "import_peak", "", "")]
    [InlineData("emucs-belgium", "1-0:1.4.0", "esp_smart_meter_power_watts", "import_demand", "", "")]
    [InlineData("p1-sweden", "1-0:3.8.0", "esp_smart_meter_reactive_energy_kilovarhours_total", "import", "", "")]
    [InlineData("p1-sweden", "1-0:23.7.0", "esp_smart_meter_reactive_power_vars", "import", "l1", "")]
    public void A_value_is_in_its_units_family_with_what_it_is(string meter, string obis, string family, string quantity, string phase, string tariff)
    {
        using Installation installation = new();
        Exposition told = Told(installation.Run(meter, TimeSpan.FromMinutes(2)));
        Exposition.Sample sample = Assert.Single(told.Samples, sample => sample["obis"] == obis);
        Assert.Equal((family, quantity, phase, tariff), (sample.Name, sample["quantity"], sample["phase"], sample["tariff"]));
        Assert.Equal(obis.EndsWith(":24.2.1", StringComparison.Ordinal), sample["device"].Length > 0);
    }

    private static Exposition Told(Installation installation)
    {
        MetricsWriter writer = new();
        ValueMetrics.Write(writer, installation.Meters.Meters, installation.Now);
        return new Exposition(writer.ToString());
    }
}
