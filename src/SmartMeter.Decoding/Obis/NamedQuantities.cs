using static SmartMeter.Decoding.Obis.QuantityKind;

namespace SmartMeter.Decoding.Obis;

/// <summary>The codes that no grammar tells: clocks, identities, states, logs, messages, and a few sums.</summary>
internal static class NamedQuantities
{
    private static readonly Dictionary<ObisCode, Quantity> ByCode = Table.ToDictionary(
        row => ObisCode.Parse(row.Code), row => new Quantity(row.Key, row.Name, row.Unit, row.Kind));

    public static Quantity? Find(ObisCode code) => ByCode.GetValueOrDefault(code) ?? ByCode.GetValueOrDefault(Catalogue.Normal(code));

    private static IEnumerable<(string Code, string Key, string Name, Unit Unit, QuantityKind Kind)> Table =>
    [
        ("0-0:1.0.0", "meter_clock", "Meter clock", Unit.None, Clock),
        ("0-1:1.0.0", "meter_clock", "Meter clock", Unit.None, Clock),
        ("0-0:1.1.0", "meter_clock", "Meter clock", Unit.None, Clock),
        ("6-0:9.36.0", "meter_clock", "Meter clock", Unit.None, Clock),
        ("1-0:0.9.1", "meter_time", "Meter time", Unit.None, Text),
        ("1-0:0.9.2", "meter_date", "Meter date", Unit.None, Text),

        ("1-3:0.2.8", "p1_version", "P1 version", Unit.None, Identity),
        ("0-0:96.1.4", "p1_version", "P1 version", Unit.None, Identity),
        ("1-1:0.2.129", "list_version", "List version", Unit.None, Identity),
        ("1-0:0.2.129", "list_version", "List version", Unit.None, Identity),
        ("1-0:0.2.0", "firmware_version", "Firmware version", Unit.None, Identity),
        ("1-0:0.2.0*0", "firmware_version", "Firmware version", Unit.None, Identity),
        ("1-0:96.90.2", "firmware_checksum", "Firmware checksum", Unit.None, Identity),
        ("1-0:96.90.2*1", "firmware_checksum", "Firmware checksum", Unit.None, Identity),
        ("1-0:0.2.8", "firmware_checksum", "Firmware checksum", Unit.None, Identity),
        ("1-1:0.2.0", "firmware_module_version", "Firmware module version", Unit.None, Identity),
        ("1-1:0.2.8", "firmware_module_checksum", "Firmware module checksum", Unit.None, Identity),
        ("0-0:96.1.0", "serial_number", "Serial number", Unit.None, Identity),
        ("0-0:96.1.1", "equipment_id", "Equipment id", Unit.None, Identity),
        ("0-0:96.1.2", "device_id_3", "Device id 3", Unit.None, Identity),
        ("0-0:96.1.3", "device_id_4", "Device id 4", Unit.None, Identity),
        ("0-0:96.1.7", "meter_model", "Meter model", Unit.None, Identity),
        ("1-1:96.1.1", "meter_model", "Meter model", Unit.None, Identity),
        ("1-1:0.0.5", "serial_number", "Serial number", Unit.None, Identity),
        ("1-1:0.0.1", "meter_number", "Meter number", Unit.None, Identity),
        ("0-0:42.0.0", "logical_device_name", "Logical device name", Unit.None, Identity),
        ("1-0:0.0.0", "device_id", "Device id", Unit.None, Identity),
        ("1-0:0.0.9", "server_id", "Server id", Unit.None, Identity),
        ("1-0:96.1.0", "server_id", "Server id", Unit.None, Identity),
        ("0-0:96.1.255", "serial_number", "Serial number", Unit.None, Identity),
        ("1-0:96.1.255", "serial_number", "Serial number", Unit.None, Identity),
        ("1-0:96.50.1", "manufacturer_id", "Manufacturer id", Unit.None, Identity),
        ("1-0:96.50.1*1", "manufacturer_id", "Manufacturer id", Unit.None, Identity),
        ("129-129:199.130.3", "manufacturer_id", "Manufacturer id", Unit.None, Identity),
        ("129-129:199.130.5", "public_key", "Public key", Unit.None, Identity),

        ("1-0:96.5.5", "equipment_state", "Equipment state", Unit.None, Text),
        ("1-0:96.5.0", "status_word", "Status word", Unit.None, Text),
        ("0-0:96.5.134", "status_word_1", "Status word 1", Unit.None, Text),
        ("0-0:96.5.135", "status_word_2", "Status word 2", Unit.None, Text),
        ("0-0:97.97.0", "error_register", "Error register", Unit.None, Text),
        ("1-0:97.97.0", "error_register", "Error register", Unit.None, Text),
        ("1-0:97.97.0*0", "error_register", "Error register", Unit.None, Text),
        ("0-0:97.98.0", "alarm_register", "Alarm register", Unit.None, Text),
        ("0-0:97.98.10", "alarm_filter", "Alarm filter", Unit.None, Text),
        ("0-0:99.98.4", "event_log", "Event log", Unit.None, Text),
        ("1-0:99.97.0", "power_failure_log", "Power failure log", Unit.None, Text),
        ("1-0:99.1.0", "load_profile_log", "Load profile log", Unit.None, Text),
        ("0-0:96.13.0", "text_message", "Text message", Unit.None, Text),
        ("0-0:96.13.1", "text_message_code", "Text message code", Unit.None, Text),
        ("0-0:96.13.2", "text_message_2", "Text message 2", Unit.None, Text),
        ("0-0:96.13.3", "text_message_3", "Text message 3", Unit.None, Text),
        ("0-0:96.13.4", "text_message_4", "Text message 4", Unit.None, Text),
        ("0-0:96.13.5", "text_message_5", "Text message 5", Unit.None, Text),

        // Which objects a push holds; not a value of the meter.
        ("0-0:25.9.0", "push_setup", "Push setup", Unit.None, Identity),
        ("0-2:25.9.0", "push_setup_2", "Push setup 2", Unit.None, Identity),
        ("0-6:25.9.0", "push_setup_6", "Push setup 6", Unit.None, Identity),
        ("0-8:25.9.0", "push_setup_8", "Push setup 8", Unit.None, Identity),

        ("0-0:96.14.0", "tariff", "Active tariff", Unit.None, State),
        ("0-0:96.14.1", "tariff_indicator", "Active tariff indicator", Unit.None, State),
        ("0-0:96.3.10", "breaker_state", "Breaker state", Unit.None, State),
        ("0-1:96.3.10", "relay_1_state", "Relay 1 state", Unit.None, State),
        ("0-2:96.3.10", "relay_2_state", "Relay 2 state", Unit.None, State),
        ("0-3:96.3.10", "relay_3_state", "Relay 3 state", Unit.None, State),
        ("0-4:96.3.10", "relay_4_state", "Relay 4 state", Unit.None, State),
        ("0-5:96.3.10", "relay_5_state", "Relay 5 state", Unit.None, State),
        ("0-6:96.3.10", "relay_6_state", "Relay 6 state", Unit.None, State),

        ("0-0:96.7.21", "power_failures", "Power failures", Unit.None, Counter),
        ("0-0:96.7.9", "long_power_failures", "Long power failures", Unit.None, Counter),
        ("0-0:96.7.19", "long_power_failure_duration", "Long power failure duration", Unit.Second, Event),
        ("0-0:17.0.0", "power_limit", "Power limit", Unit.Watt, Setting),
        ("1-0:0.8.2", "averaging_period", "Averaging period", Unit.Second, Setting),

        ("0-0:98.1.0", "power_import_peak_history", "Active power import peak, past months", Unit.Watt, Peak),
        ("1-0:90.7.0", "current_sum", "Current sum", Unit.Ampere, Instant),
        ("1-0:91.7.0", "current_neutral", "Neutral current", Unit.Ampere, Instant),
        ("1-0:81.7.1", "angle_u_l2_u_l1", "Phase angle U-L2 to U-L1", Unit.Degree, Instant),
        ("1-0:81.7.2", "angle_u_l3_u_l1", "Phase angle U-L3 to U-L1", Unit.Degree, Instant),
        ("1-0:81.7.4", "angle_i_l1_u_l1", "Phase angle I-L1 to U-L1", Unit.Degree, Instant),
        ("1-0:81.7.15", "angle_i_l2_u_l2", "Phase angle I-L2 to U-L2", Unit.Degree, Instant),
        ("1-0:81.7.26", "angle_i_l3_u_l3", "Phase angle I-L3 to U-L3", Unit.Degree, Instant),
        // One direction only: signed power per phase.
        ("1-0:36.7.0", "power_l1", "Active power L1", Unit.Watt, Instant),
        ("1-0:56.7.0", "power_l2", "Active power L2", Unit.Watt, Instant),
        ("1-0:76.7.0", "power_l3", "Active power L3", Unit.Watt, Instant),

        // A heat meter's readout (medium 6). Its energy comes in kWh or GJ, as the meter counts.
        ("6-0:6.8.0", "heat_energy", "Heat energy", Unit.None, Register),
        ("6-0:6.26.0", "heat_volume", "Heat carrier volume", Unit.CubicMetre, Register),
    ];
}
