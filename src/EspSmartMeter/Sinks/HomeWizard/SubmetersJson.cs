using System.Text.Json;
using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.HomeWizard;

/// <summary>The meters behind the meter: gas in fields of its own, as the first firmwares had it, and all of them under <c>external</c>.</summary>
internal sealed class SubmetersJson(Utf8JsonWriter json, IReadOnlyList<Submeter> submeters)
{
    public void Write()
    {
        (Submeter Submeter, Measurement Register)[] known = [.. from submeter in submeters let register = RegisterOf(submeter) where register is not null select (submeter, register.Value)];
        if (Array.Find(known, of => of.Submeter.Kind == SubmeterKind.Gas && of.Register.Unit == Unit.CubicMetre) is { Submeter: Submeter gas } found)
            WriteGas(gas, found.Register);
        json.WriteStartArray("external");
        foreach ((Submeter submeter, Measurement register) in known)
            WriteExternal(submeter, register);
        json.WriteEndArray();
    }

    private void WriteGas(Submeter gas, Measurement register)
    {
        json.WriteNumber("total_gas_m3", register.Number);
        if ((register.TakenAt ?? gas.TakenAt) is MeterTime taken)
            json.WriteNumber("gas_timestamp", MeasurementJson.Stamp(taken));
        if (gas.DeviceId is string id)
            json.WriteString("gas_unique_id", MeasurementJson.HexOf(id));
    }

    private void WriteExternal(Submeter submeter, Measurement register)
    {
        if (TypeOf(submeter.Kind) is not string type || UnitOf(register.Unit) is not string unit)
            return;
        json.WriteStartObject();
        json.WriteString("unique_id", MeasurementJson.HexOf(submeter.DeviceId ?? submeter.Id));
        json.WriteString("type", type);
        if ((register.TakenAt ?? submeter.TakenAt) is MeterTime taken)
            json.WriteNumber("timestamp", MeasurementJson.Stamp(taken));
        json.WriteNumber("value", register.Number);
        json.WriteString("unit", unit);
        json.WriteEndObject();
    }

    private static Measurement? RegisterOf(Submeter submeter) =>
        submeter.Values.FirstOrDefault(value => value.IsPublishable && Submeters.IsRegister(value.Code) && value.Measurement.Kind == ValueKind.Number)?.Measurement;

    private static string? TypeOf(SubmeterKind kind) => kind switch
    {
        SubmeterKind.Gas => "gas_meter",
        SubmeterKind.Heat => "heat_meter",
        SubmeterKind.Water => "water_meter",
        SubmeterKind.HotWater => "warm_water_meter",
        _ => null,
    };

    private static string? UnitOf(Unit unit) => unit switch
    {
        Unit.CubicMetre => "m3",
        Unit.Gigajoule => "GJ",
        Unit.KilowattHour => "kWh",
        _ => null,
    };
}
