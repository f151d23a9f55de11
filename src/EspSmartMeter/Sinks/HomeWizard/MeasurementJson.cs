using System.Globalization;
using System.Text;
using System.Text.Json;
using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.HomeWizard;

/// <summary>
/// What HomeWizard's P1 meter says at <c>/api/v1/data</c> (its documentation, "Recent measurement"). What the meter does not send is left out; registers are the
/// meter's own; power and the currents of phases are negative while they feed in.
/// </summary>
internal sealed class MeasurementJson(Utf8JsonWriter json, MeterState state, FreshValues values)
{
    /// <summary>So many tariffs have a place; readers add them up.</summary>
    private const int MostTariffs = 4;

    private static readonly string[] Phases = ["_l1", "_l2", "_l3"];

    public void Write()
    {
        json.WriteStartObject();
        WriteIdentity();
        WriteEnergy("import");
        WriteEnergy("export");
        Write("active_power_w", values.Power());
        foreach (string phase in Phases)
            Write($"active_power{phase}_w", values.Power(phase));
        foreach (string phase in Phases)
            Write($"active_voltage{phase}_v", values.Number($"voltage{phase}", Unit.Volt));
        foreach (string phase in Phases)
            Write($"active_current{phase}_a", Current(phase));
        Write("active_frequency_hz", values.Number("frequency", Unit.Hertz));
        WriteQuality();
        WritePeaks();
        new SubmetersJson(json, [.. state.Submeters.Where(submeter => !submeter.IsReplaced)]).Write();
        json.WriteEndObject();
    }

    /// <summary>A number as readers of P1 meters take it: the hex of its letters.</summary>
    public static string HexOf(string number) => Convert.ToHexString(Encoding.UTF8.GetBytes(MeterId.Readable(number)));

    /// <summary>A moment as a number: <c>260328103406</c>, by the meter's clock.</summary>
    public static long Stamp(MeterTime time) => long.Parse(time.Local.ToString("yyMMddHHmmss", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private void WriteIdentity()
    {
        if (int.TryParse(values.Value("p1_version")?.Measurement.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int version))
            json.WriteNumber("smr_version", version);
        string model = string.Join(' ', new[] { state.Maker, state.Model }.OfType<string>());
        if (model.Length > 0)
            json.WriteString("meter_model", model);
        if (state.SerialNumber is string number)
            json.WriteString("unique_id", HexOf(number));
        if (Count("tariff") is int tariff)
            json.WriteNumber("active_tariff", tariff);
    }

    private void WriteEnergy(string direction)
    {
        (int Tariff, decimal Number)[] tariffs =
        [
            .. from value in state.Values
               where value is { SubmeterId: null, IsPublishable: true, Quantity: { Tariff: > 0, Phase: 0, Kind: QuantityKind.Register } quantity } && quantity.Stem == $"energy_{direction}"
                   && value.Measurement is { Kind: ValueKind.Number, Unit: Unit.KilowattHour }
               orderby value.Quantity!.Tariff
               select (value.Quantity!.Tariff, value.Measurement.Number),
        ];
        decimal? total = values.Number($"energy_{direction}", Unit.KilowattHour)
            ?? state.Totals.FirstOrDefault(made => made.Key == $"energy_{direction}_total")?.Measurement.Number
            ?? (tariffs.Length > 0 ? tariffs.Sum(tariff => tariff.Number) : null);
        Write($"total_power_{direction}_kwh", total);
        if (tariffs.Length == 0 || tariffs.Length > MostTariffs || tariffs[^1].Tariff > MostTariffs)
        {
            Write($"total_power_{direction}_t1_kwh", total);
            return;
        }
        foreach ((int tariff, decimal number) in tariffs)
            Write($"total_power_{direction}_t{tariff}_kwh", number);
    }

    /// <summary>Meters send amperes without sign; the phase's power has it.</summary>
    private decimal? Current(string phase) =>
        values.Number($"current{phase}", Unit.Ampere) is decimal amperes ? (values.Power(phase) < 0 ? -Math.Abs(amperes) : amperes) : null;

    private void WriteQuality()
    {
        foreach ((string name, string key) in ((string, string)[])[("voltage_sag", "voltage_sags"), ("voltage_swell", "voltage_swells")])
        {
            foreach (string phase in Phases)
                WriteCount($"{name}{phase}_count", $"{key}{phase}");
        }
        WriteCount("any_power_fail_count", "power_failures");
        WriteCount("long_power_fail_count", "long_power_failures");
    }

    private void WritePeaks()
    {
        Write("active_power_average_w", values.Number("power_import_demand", Unit.Watt));
        // The documentation's own spelling.
        Write("montly_power_peak_w", values.Number("power_import_peak", Unit.Watt));
        if (values.Value("power_import_peak")?.Measurement.TakenAt is MeterTime peak)
            json.WriteNumber("montly_power_peak_timestamp", Stamp(peak));
    }

    private void Write(string name, decimal? number)
    {
        if (number is decimal known)
            json.WriteNumber(name, known);
    }

    private void WriteCount(string name, string key)
    {
        if (Count(key) is int count)
            json.WriteNumber(name, count);
    }

    private int? Count(string key) => values.Value(key)?.Measurement switch
    {
        { Kind: ValueKind.Number, Number: >= 0 and <= int.MaxValue } number => (int)number.Number,
        { Kind: ValueKind.Text } text when int.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) => count,
        _ => null,
    };
}
