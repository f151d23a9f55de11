using EspSmartMeter.Meters;
using EspSmartMeter.Names;
using EspSmartMeter.Sinks.HomeAssistant.Entities;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>What Home Assistant is told of a value: its class, its unit, its name.</summary>
public sealed class EntityClassTests
{
    [Theory]
    [InlineData("1-0:1.8.0", Unit.KilowattHour, "energy", "total_increasing", "kWh", false)]
    [InlineData("1-0:1.8.11", Unit.KilowattHour, "energy", "total_increasing", "kWh", false)]
    [InlineData("1-0:15.8.0", Unit.KilowattHour, "energy", "total", "kWh", false)]
    [InlineData("1-0:16.8.0", Unit.KilowattHour, "energy", "total", "kWh", false)]
    [InlineData("1-0:3.8.0", Unit.KilovarHour, "reactive_energy", "total_increasing", "kvarh", false)]
    [InlineData("1-0:9.8.0", Unit.KilovoltAmpereHour, null, "total_increasing", "kVAh", false)]
    [InlineData("1-0:1.7.0", Unit.Watt, "power", "measurement", "W", false)]
    [InlineData("1-0:3.7.0", Unit.Var, "reactive_power", "measurement", "var", false)]
    [InlineData("1-0:9.7.0", Unit.VoltAmpere, "apparent_power", "measurement", "VA", false)]
    [InlineData("1-0:32.7.0", Unit.Volt, "voltage", "measurement", "V", false)]
    [InlineData("1-0:31.7.0", Unit.Ampere, "current", "measurement", "A", false)]
    [InlineData("1-0:13.7.0", Unit.None, "power_factor", "measurement", null, false)]
    [InlineData("1-0:14.7.0", Unit.Hertz, "frequency", "measurement", "Hz", false)]
    [InlineData("1-0:81.7.1", Unit.Degree, null, "measurement", "°", true)]
    [InlineData("1-0:1.6.0", Unit.Watt, "power", "measurement", "W", false)]
    [InlineData("0-0:98.1.0", Unit.Watt, "power", null, "W", false)]
    [InlineData("1-0:32.32.0", Unit.None, null, "total_increasing", null, true)]
    [InlineData("1-0:32.33.0", Unit.Second, "duration", null, "s", true)]
    [InlineData("1-0:32.34.0", Unit.Volt, "voltage", null, "V", true)]
    [InlineData("1-0:31.4.0", Unit.Ampere, "current", "measurement", "A", true)]
    [InlineData("0-0:17.0.0", Unit.Watt, "power", "measurement", "W", true)]
    [InlineData("6-0:6.8.0", Unit.KilowattHour, "energy", "total_increasing", "kWh", false)]
    [InlineData("6-0:6.8.0", Unit.Gigajoule, "energy", "total_increasing", "GJ", false)]
    [InlineData("6-0:6.26.0", Unit.CubicMetre, null, "total_increasing", "m³", false)]
    public void A_number_has_the_class_that_its_quantity_asks_for(
        string code, Unit unit, string? deviceClass, string? stateClass, string? unitOfMeasurement, bool diagnostic)
    {
        Entity entity = EntityOf(Measurement.OfNumber(ObisCode.Parse(code), 1, unit))!;
        Assert.Equal((deviceClass, stateClass, unitOfMeasurement, diagnostic),
            (entity.Class.DeviceClass, entity.Class.StateClass, entity.Class.UnitOfMeasurement, entity.IsDiagnostic));
    }

    [Theory]
    [InlineData("0-2:24.2.1", SubmeterKind.Gas, Unit.CubicMetre, "gas", "m³")]
    [InlineData("0-1:24.2.1", SubmeterKind.Gas, Unit.Gigajoule, "energy", "GJ")]
    [InlineData("0-1:24.2.1", SubmeterKind.Gas, Unit.KilowattHour, "energy", "kWh")]
    [InlineData("0-3:24.2.1", SubmeterKind.Water, Unit.CubicMetre, "water", "m³")]
    [InlineData("0-3:24.2.1", SubmeterKind.HotWater, Unit.CubicMetre, "water", "m³")]
    [InlineData("0-4:24.2.1", SubmeterKind.Heat, Unit.Gigajoule, "energy", "GJ")]
    [InlineData("0-4:24.2.1", SubmeterKind.Cooling, Unit.KilowattHour, "energy", "kWh")]
    [InlineData("0-1:24.2.1", SubmeterKind.Electricity, Unit.KilowattHour, "energy", "kWh")]
    [InlineData("0-1:24.2.3", SubmeterKind.Unknown, Unit.CubicMetre, "gas", "m³")]
    [InlineData("0-1:24.3.0", SubmeterKind.Unknown, Unit.CubicMetre, "gas", "m³")]
    [InlineData("0-1:24.2.1", SubmeterKind.Unknown, Unit.CubicMetre, null, "m³")]
    public void A_submeters_register_has_the_class_of_what_it_measures(string code, SubmeterKind kind, Unit unit, string? deviceClass, string unitOfMeasurement)
    {
        Entity entity = EntityOf(Measurement.OfNumber(ObisCode.Parse(code), 1, unit), kind)!;
        Assert.Equal((deviceClass, "total_increasing", unitOfMeasurement),
            (entity.Class.DeviceClass, entity.Class.StateClass, entity.Class.UnitOfMeasurement));
    }

    [Fact]
    public void What_a_submeter_sends_under_a_registers_code_in_a_unit_of_its_own_is_none()
    {
        Entity entity = EntityOf(Measurement.OfNumber(ObisCode.Parse("0-1:24.2.3"), 74.5m, Unit.DegreeCelsius), SubmeterKind.Heat)!;
        Assert.Equal(("obis_0_1_24_2_3", null, null, "°C", true),
            (entity.Key, entity.Class.DeviceClass, entity.Class.StateClass, entity.Class.UnitOfMeasurement, entity.IsDiagnostic));
        Assert.Null(entity.Quantity);
    }

    [Fact]
    public void An_unknown_code_becomes_a_diagnostic_entity_with_its_own_unit_and_no_promise()
    {
        Entity entity = EntityOf(Measurement.OfNumber(ObisCode.Parse("1-0:99.99.9"), 5, Unit.KilowattHour))!;
        Assert.Equal(("obis_1_0_99_99_9", null, null, "kWh", true),
            (entity.Key, entity.Class.DeviceClass, entity.Class.StateClass, entity.Class.UnitOfMeasurement, entity.IsDiagnostic));
    }

    [Fact]
    public void What_has_no_known_unit_or_scale_becomes_no_entity()
    {
        ObisCode code = ObisCode.Parse("1-0:1.8.0");
        Assert.Null(EntityOf(Measurement.OfNumber(code, 5, Unit.None)));
        Assert.Null(EntityOf(Measurement.OfNumber(ObisCode.Parse("6-0:6.8.0"), 5, Unit.None)));
        Assert.Null(EntityOf(Measurement.OfNumber(code, 5, Unit.KilowattHour, scaleKnown: false)));
        Assert.Null(EntityOf(Measurement.OfNull(code)));
        Assert.Null(EntityOf(Measurement.OfNumber(ObisCode.Parse("0-1:24.2.1"), 5, Unit.None), SubmeterKind.Gas));
        Assert.Null(EntityOf(Measurement.OfText(ObisCode.Parse("0-0:25.9.0"), "a list")));
    }

    [Fact]
    public void Every_quantity_of_the_catalogue_has_a_name_in_every_language()
    {
        Assert.Equal(["en", "sv", "nb", "da", "nl", "de", "fr"], EntityNames.Languages);
        (ObisCode Code, Quantity Quantity)[] all = [.. AllCodes().Select(code => (code, Catalogue.Find(code)!)).Where(entry => entry.Item2 is not null and not { Subject: Subject.PushSetup })];
        Assert.True(all.Length > 500);
        List<string> missing = [];
        foreach (string language in EntityNames.Languages)
        {
            EntityNames names = EntityNames.In(language);
            missing.AddRange(all.Where(entry => names.Find(entry.Quantity) is null)
                .DistinctBy(entry => entry.Quantity.Stem)
                .Select(entry => $"{language}: a row `{entry.Quantity.Stem}` in src/EspSmartMeter/Names/names.tsv, for {entry.Code}"));
        }
        Assert.True(missing.Count == 0, "Missing:\n" + string.Join('\n', missing));
    }

    /// <summary>The codes that a row names, and all that the grammars of electricity and submeters may know.</summary>
    private static IEnumerable<ObisCode> AllCodes() =>
    [
        .. Catalogue.NamedCodes,
        .. from c in Enumerable.Range(0, 100) from d in Enumerable.Range(0, 100) from e in Enumerable.Range(0, 5) select new ObisCode(1, 0, (byte)c, (byte)d, (byte)e),
        .. from c in (int[])[24, 96] from d in Enumerable.Range(0, 100) from e in Enumerable.Range(0, 5) select new ObisCode(0, 1, (byte)c, (byte)d, (byte)e),
    ];

    [Theory]
    [InlineData("en", "1-0:1.8.2", "Energy import tariff 2")]
    [InlineData("sv", "1-0:21.8.2", "Energi, uttag tariff 2 L1")]
    [InlineData("nl", "1-0:72.7.0", "Spanning L3")]
    [InlineData("fr", "1-0:1.4.0", "Puissance soutirée, période en cours")]
    [InlineData("xx", "1-0:1.7.0", "Power import")]
    public void Names_are_put_together_by_the_language_and_english_stands_in_for_one_without_a_column(string language, string code, string name) =>
        Assert.Equal(name, EntityNames.In(language).Of(Catalogue.Find(ObisCode.Parse(code))!));

    [Fact]
    public void A_stamp_is_named_after_its_value() =>
        Assert.Equal("Leistung Bezug, Spitze, Zeitpunkt", EntityNames.In("de").OfStamp(Catalogue.Find(ObisCode.Parse("1-0:1.6.0"))!));

    private static Entity? EntityOf(Measurement measurement, SubmeterKind kind = SubmeterKind.Unknown)
    {
        MeterValue value = new() { Measurement = measurement, Received = default, SubmeterKind = kind, SubmeterId = kind == SubmeterKind.Unknown ? null : "x" };
        return EntityRules.Of(value, value.Key);
    }
}
