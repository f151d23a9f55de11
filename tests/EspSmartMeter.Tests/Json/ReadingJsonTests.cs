using System.Buffers;
using System.Text;
using System.Text.Json;
using EspSmartMeter.Json;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Json;

public class ReadingJsonTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 22, 7, 12, 7, 123, TimeSpan.Zero);

    [Fact]
    public void A_reading_has_the_shape_of_the_contract()
    {
        Reading reading = NewReading();
        reading.MeterId = "7359990000000001";
        reading.Manufacturer = "Aidon";
        reading.Model = "6515";
        reading.List = "AIDON_V0001";
        reading.Framing = "hdlc";
        reading.Encoding = "dlms";
        reading.Bytes = 228;
        reading.Timestamp = new MeterTime(new DateTime(2026, 11, 22, 8, 12, 5), 60);
        reading.Add(Number("1-0:1.7.0", 1122, Unit.Watt));

        Assert.Equal(
            """
            {"meter":{"id":"7359990000000001","manufacturer":"Aidon","model":"6515","source":"tcp://emeter.local:8088"},
            "received":"2026-11-22T07:12:07.123Z","timestamp":"2026-11-22T08:12:05+01:00",
            "telegram":{"framing":"hdlc","encoding":"dlms","list":"AIDON_V0001","encrypted":false,"check":"crc16","bytes":228},
            "values":{"1-0:1.7.0":{"value":1122,"unit":"W","name":"Active power import"}}}
            """.ReplaceLineEndings(""),
            Written(reading));
    }

    [Fact]
    public void A_gas_register_is_named_after_the_gas_and_keeps_its_own_stamp_and_device()
    {
        Reading reading = NewReading();
        reading.Add(Number("0-1:24.1.0", 3, Unit.None));
        reading.Add(Number("0-1:24.2.1", 123.456m, Unit.CubicMetre) with
        {
            TakenAt = new MeterTime(new DateTime(2026, 11, 22, 8, 0, 0), 60),
            Device = "4730303339",
        });

        Assert.Equal(
            """{"value":123.456,"unit":"m³","name":"Gas","timestamp":"2026-11-22T08:00:00+01:00","device":"4730303339"}""",
            Values(reading).GetProperty("0-1:24.2.1").GetRawText());
    }

    [Fact]
    public void A_code_that_comes_several_times_keeps_the_rest_in_also()
    {
        Reading reading = NewReading();
        reading.Add(Number("1-0:1.6.0", 1000, Unit.Watt));
        reading.Add(Number("1-0:1.7.0", 1, Unit.Watt));
        reading.Add(Number("1-0:1.6.0", 2000, Unit.Watt));
        reading.Add(Number("1-0:1.6.0", 3000, Unit.Watt));

        JsonElement peak = Values(reading).GetProperty("1-0:1.6.0");

        Assert.Equal(1000, peak.GetProperty("value").GetInt32());
        Assert.Equal([2000, 3000], peak.GetProperty("also").EnumerateArray().Select(entry => entry.GetProperty("value").GetInt32()));
        Assert.Equal(2, Values(reading).EnumerateObject().Count());
    }

    [Fact]
    public void Trailing_zeros_of_a_register_are_kept_as_the_meter_wrote_them()
    {
        Reading reading = NewReading();
        reading.Add(Number("1-0:1.8.0", 12345.670m, Unit.KilowattHour));

        Assert.Equal("12345.670", Values(reading).GetProperty("1-0:1.8.0").GetProperty("value").GetRawText());
    }

    [Fact]
    public void A_number_of_unknown_scale_has_no_unit()
    {
        Reading reading = NewReading();
        reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:32.7.0"), 2301, Unit.Volt, scaleKnown: false));

        Assert.False(Values(reading).GetProperty("1-0:32.7.0").TryGetProperty("unit", out _));
    }

    [Fact]
    public void A_value_that_the_meter_left_out_is_null()
    {
        Reading reading = NewReading();
        reading.Add(Measurement.OfNull(ObisCode.Parse("0-1:24.2.1")));

        Assert.Equal(JsonValueKind.Null, Values(reading).GetProperty("0-1:24.2.1").GetProperty("value").ValueKind);
    }

    [Fact]
    public void A_sound_push_that_names_nothing_has_empty_values()
    {
        Assert.Empty(Values(NewReading()).EnumerateObject());
    }

    [Fact]
    public void A_rejection_tells_layer_reason_place_and_bytes()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonForm.OneLine))
            RejectedJson.Write(json, new Rejected(new RejectionLayer("hdlc"), RejectionReason.Fcs, 17, new byte[] { 0x7e, 0xa0 }, "stated 1234"), "-", Received);

        Assert.Equal(
            """{"source":"-","at":"2026-11-22T07:12:07.123Z","layer":"hdlc","reason":"fcs","offset":17,"length":2,"detail":"stated 1234","hex":"7ea0"}""",
            Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static Reading NewReading() => new() { Received = Received, Check = TelegramCheck.Crc16 };

    private static Measurement Number(string code, decimal number, Unit unit) => Measurement.OfNumber(ObisCode.Parse(code), number, unit);

    private static string Written(Reading reading)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonForm.OneLine))
            ReadingJson.Write(json, reading, reading.MeterId, "tcp://emeter.local:8088");
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static JsonElement Values(Reading reading) => JsonDocument.Parse(Written(reading)).RootElement.GetProperty("values");
}
