using static SmartMeter.Decoding.Obis.QuantityKind;

namespace SmartMeter.Decoding.Obis;

/// <summary>The codes that no grammar tells: clocks, identities, states, logs, messages, and a few sums.</summary>
internal static class NamedQuantities
{
    private static readonly Dictionary<ObisCode, Quantity> ByCode = Table.ToDictionary(row => ObisCode.Parse(row.Code), row => row.Quantity);

    public static IEnumerable<ObisCode> Codes => ByCode.Keys;

    public static Quantity? Find(ObisCode code) =>
        ByCode.GetValueOrDefault(code) ?? ByCode.GetValueOrDefault(Catalogue.Normal(code)) ?? PushSetup(code);

    // Push setups are counted by B.
    private static Quantity? PushSetup(ObisCode code)
    {
        if (code is not { A: 0, C: 25, D: 9, E: 0, F: 255 })
            return null;
        (string key, string name) = code.B == 0 ? ("push_setup", "Push setup") : ($"push_setup_{code.B}", $"Push setup {code.B}");
        return new Quantity(key, name, Unit.None, Identity) { Subject = Subject.PushSetup };
    }

    private static IEnumerable<(string Code, Quantity Quantity)> Table =>
    [
        ("0-0:1.0.0", new("meter_clock", "Meter clock", Unit.None, Clock)),
        ("0-1:1.0.0", new("meter_clock", "Meter clock", Unit.None, Clock)),
        ("0-0:1.1.0", new("meter_clock", "Meter clock", Unit.None, Clock)),
        ("6-0:9.36.0", new("meter_clock", "Meter clock", Unit.None, Clock)),
        ("1-0:0.9.1", new("meter_time", "Meter time", Unit.None, Text)),
        ("1-0:0.9.2", new("meter_date", "Meter date", Unit.None, Text)),

        ("1-3:0.2.8", new("p1_version", "P1 version", Unit.None, Identity)),
        ("0-0:96.1.4", new("p1_version", "P1 version", Unit.None, Identity)),
        ("1-1:0.2.129", new("list_version", "List version", Unit.None, Identity)),
        ("1-0:0.2.129", new("list_version", "List version", Unit.None, Identity)),
        ("1-0:0.2.0", new("firmware_version", "Firmware version", Unit.None, Identity)),
        ("1-0:0.2.0*0", new("firmware_version", "Firmware version", Unit.None, Identity)),
        ("1-0:96.90.2", new("firmware_checksum", "Firmware checksum", Unit.None, Identity)),
        ("1-0:96.90.2*1", new("firmware_checksum", "Firmware checksum", Unit.None, Identity)),
        ("1-0:0.2.8", new("firmware_checksum", "Firmware checksum", Unit.None, Identity)),
        ("1-1:0.2.0", new("firmware_module_version", "Firmware module version", Unit.None, Identity)),
        ("1-1:0.2.8", new("firmware_module_checksum", "Firmware module checksum", Unit.None, Identity)),
        ("0-0:96.1.0", new("serial_number", "Serial number", Unit.None, Identity)),
        ("0-0:96.1.1", new("equipment_id", "Equipment id", Unit.None, Identity)),
        ("0-0:96.1.2", new("device_id_3", "Device id 3", Unit.None, Identity)),
        ("0-0:96.1.3", new("device_id_4", "Device id 4", Unit.None, Identity)),
        ("0-0:96.1.7", new("meter_model", "Meter model", Unit.None, Identity)),
        ("1-1:96.1.1", new("meter_model", "Meter model", Unit.None, Identity)),
        ("1-1:0.0.5", new("serial_number", "Serial number", Unit.None, Identity)),
        ("1-1:0.0.1", new("meter_number", "Meter number", Unit.None, Identity)),
        ("0-0:42.0.0", new("logical_device_name", "Logical device name", Unit.None, Identity)),
        ("1-0:0.0.0", new("device_id", "Device id", Unit.None, Identity)),
        ("1-0:0.0.9", new("server_id", "Server id", Unit.None, Identity)),
        ("1-0:96.1.0", new("server_id", "Server id", Unit.None, Identity)),
        ("0-0:96.1.255", new("serial_number", "Serial number", Unit.None, Identity)),
        ("1-0:96.1.255", new("serial_number", "Serial number", Unit.None, Identity)),
        ("1-0:96.50.1", new("manufacturer_id", "Manufacturer id", Unit.None, Identity)),
        ("1-0:96.50.1*1", new("manufacturer_id", "Manufacturer id", Unit.None, Identity)),
        ("129-129:199.130.3", new("manufacturer_id", "Manufacturer id", Unit.None, Identity)),
        ("129-129:199.130.5", new("public_key", "Public key", Unit.None, Identity)),

        ("1-0:96.5.5", new("equipment_state", "Equipment state", Unit.None, Text)),
        ("1-0:96.5.0", new("status_word", "Status word", Unit.None, Text)),
        ("0-0:96.5.134", new("status_word_1", "Status word 1", Unit.None, Text)),
        ("0-0:96.5.135", new("status_word_2", "Status word 2", Unit.None, Text)),
        ("0-0:97.97.0", new("error_register", "Error register", Unit.None, Text)),
        ("1-0:97.97.0", new("error_register", "Error register", Unit.None, Text)),
        ("1-0:97.97.0*0", new("error_register", "Error register", Unit.None, Text)),
        ("0-0:97.98.0", new("alarm_register", "Alarm register", Unit.None, Text)),
        ("0-0:97.98.10", new("alarm_filter", "Alarm filter", Unit.None, Text)),
        ("0-0:99.98.4", new("event_log", "Event log", Unit.None, Text)),
        ("1-0:99.97.0", new("power_failure_log", "Power failure log", Unit.None, Text)),
        ("1-0:99.1.0", new("load_profile_log", "Load profile log", Unit.None, Text)),
        ("0-0:96.13.0", new("text_message", "Text message", Unit.None, Text)),
        ("0-0:96.13.1", new("text_message_code", "Text message code", Unit.None, Text)),
        ("0-0:96.13.2", new("text_message_2", "Text message 2", Unit.None, Text)),
        ("0-0:96.13.3", new("text_message_3", "Text message 3", Unit.None, Text)),
        ("0-0:96.13.4", new("text_message_4", "Text message 4", Unit.None, Text)),
        ("0-0:96.13.5", new("text_message_5", "Text message 5", Unit.None, Text)),

        ("0-0:96.14.0", new("tariff", "Active tariff", Unit.None, State) { Subject = Subject.ActiveTariff }),
        ("0-0:96.14.1", new("tariff_indicator", "Active tariff indicator", Unit.None, State) { Subject = Subject.TariffIndicator }),
        ("0-0:96.3.10", new("breaker_state", "Breaker state", Unit.None, State)),
        ("0-1:96.3.10", new("relay_1_state", "Relay 1 state", Unit.None, State)),
        ("0-2:96.3.10", new("relay_2_state", "Relay 2 state", Unit.None, State)),
        ("0-3:96.3.10", new("relay_3_state", "Relay 3 state", Unit.None, State)),
        ("0-4:96.3.10", new("relay_4_state", "Relay 4 state", Unit.None, State)),
        ("0-5:96.3.10", new("relay_5_state", "Relay 5 state", Unit.None, State)),
        ("0-6:96.3.10", new("relay_6_state", "Relay 6 state", Unit.None, State)),

        ("0-0:96.7.21", new("power_failures", "Power failures", Unit.None, Counter) { Subject = Subject.SupplyFailure }),
        ("0-0:96.7.9", new("long_power_failures", "Long power failures", Unit.None, Counter) { Subject = Subject.SupplyFailure }),
        ("0-0:96.7.19", new("long_power_failure_duration", "Long power failure duration", Unit.Second, Event)),
        ("0-0:17.0.0", new("power_limit", "Power limit", Unit.Watt, Setting)),
        ("1-0:0.8.2", new("averaging_period", "Averaging period", Unit.Second, Setting)),

        ("0-0:98.1.0", new("power_import_peak_history", "Active power import peak, past months", Unit.Watt, Peak)
        {
            Stem = "power_import",
            Subject = Subject.ActivePower,
            Direction = Direction.Import,
            Processing = Processing.PeakHistory,
        }),
        ("1-0:90.7.0", new("current_sum", "Current sum", Unit.Ampere, Instant)),
        ("1-0:91.7.0", new("current_neutral", "Neutral current", Unit.Ampere, Instant)),
        ("1-0:81.7.1", new("angle_u_l2_u_l1", "Phase angle U-L2 to U-L1", Unit.Degree, Instant)),
        ("1-0:81.7.2", new("angle_u_l3_u_l1", "Phase angle U-L3 to U-L1", Unit.Degree, Instant)),
        ("1-0:81.7.4", new("angle_i_l1_u_l1", "Phase angle I-L1 to U-L1", Unit.Degree, Instant)),
        ("1-0:81.7.15", new("angle_i_l2_u_l2", "Phase angle I-L2 to U-L2", Unit.Degree, Instant)),
        ("1-0:81.7.26", new("angle_i_l3_u_l3", "Phase angle I-L3 to U-L3", Unit.Degree, Instant)),

        // A heat meter's readout (medium 6). Its energy comes in kWh or GJ, as the meter counts.
        ("6-0:6.8.0", new("heat_energy", "Heat energy", Unit.None, Register) { Subject = Subject.HeatEnergy }),
        ("6-0:6.26.0", new("heat_volume", "Heat carrier volume", Unit.CubicMetre, Register)),
    ];
}
