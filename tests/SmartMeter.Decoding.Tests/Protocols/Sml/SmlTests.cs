using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using static SmartMeter.Decoding.Tests.Protocols.Sml.SmlBytes;

namespace SmartMeter.Decoding.Tests.Protocols.Sml;

/// <summary>What stands in an SML list: values, scales, times, identities.</summary>
public class SmlTests
{
    private static readonly byte[] Import = [1, 0, 1, 8, 0, 255], Power = [1, 0, 16, 7, 0, 255], Maker = [1, 0, 96, 50, 1, 1], Key = [129, 129, 199, 130, 5, 255];
    private static readonly byte[] WattHours = Unsigned(30), Watts = Unsigned(27);

    private static Reading Read(params byte[][] entries) => Decoded.From(OneList(entries)).Only();

    [Fact]
    public void A_value_has_the_scale_and_unit_that_stand_beside_it()
    {
        Reading reading = Read(Entry(Import, Unsigned(0x00, 0x41, 0x71, 0xC4), WattHours, Integer(0xFF)), Entry(Power, Integer(0x09), Watts, Integer(2)));
        Assert.Equal("428.8964 kWh", reading.Of("1-0:1.8.0"));
        Assert.Equal("900 W", reading.Of("1-0:16.7.0"));
    }

    [Theory]
    [InlineData("1-0:16.7.0", new byte[] { 0x52, 0xF0 }, "-16 W")]
    [InlineData("1-0:16.7.0", new byte[] { 0x53, 0xF0, 0x00 }, "-4096 W")]
    [InlineData("1-0:16.7.0", new byte[] { 0x54, 0xFE, 0xCB, 0xFD }, "-78851 W")]
    [InlineData("1-0:16.7.0", new byte[] { 0x55, 0xFF, 0xFF, 0xEF, 0x2C }, "-4308 W")]
    [InlineData("1-0:16.7.0", new byte[] { 0x59, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE }, "-2 W")]
    [InlineData("1-0:16.7.0", new byte[] { 0x62, 0xF0 }, "240 W")]
    [InlineData("1-0:16.7.0", new byte[] { 0x66, 0x00, 0x00, 0x01, 0x00, 0x00 }, "65536 W")]
    [InlineData("1-0:16.7.0", new byte[] { 0x69, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, "18446744073709551615 W")]
    public void Integers_have_one_to_eight_octets_and_keep_their_sign(string code, byte[] value, string expected) =>
        Assert.Equal(expected, Read(Entry(Power, value, Watts, Integer(0))).Of(code));

    [Fact]
    public void A_number_without_scaler_is_as_it_stands() => Assert.Equal("564 W", Read(Entry(Power, Integer(0x02, 0x34), Watts)).Of("1-0:16.7.0"));

    [Fact]
    public void A_register_without_unit_has_no_scale_that_is_known() =>
        Assert.Equal("4660 ?", Read(Entry(Import, Unsigned(0x12, 0x34))).Of("1-0:1.8.0"));

    [Theory]
    [InlineData("1-0:16.7.0", 0, "564 ?")]
    [InlineData("1-0:16.7.0", 200, "564 ?")]
    [InlineData("1-0:16.7.0", 255, "564 ?")]
    [InlineData("1-0:13.7.0", 255, "564")]
    [InlineData("1-0:99.99.9", 200, "564")]
    [InlineData("1-0:96.5.0", 0, "564")]
    [InlineData("1-0:32.7.0", 35, "564 V")]
    public void A_unit_that_nobody_knows_is_none(string code, byte unit, string expected)
    {
        ObisCode obis = ObisCode.Parse(code);
        byte[] name = [obis.A, obis.B, obis.C, obis.D, obis.E, obis.F];
        Assert.Equal(expected, Read(Entry(name, Integer(0x02, 0x34), unit == 0 ? null : Unsigned(unit))).Of(code));
    }

    [Theory]
    [InlineData(new byte[] { 0x52, 0x80 }, "564 ?")]
    [InlineData(new byte[] { 0x52, 0x7F }, "564 ?")]
    [InlineData(new byte[] { 0x53, 0x00, 0x01 }, "564 ?")]
    [InlineData(new byte[] { 0x62, 0x01 }, "564 ?")]
    [InlineData(new byte[] { 0x69, 0x80, 0, 0, 0, 0, 0, 0, 0 }, "564 ?")]
    [InlineData(new byte[] { 0x52, 0xFC }, "0.0564 W")]
    [InlineData(new byte[] { 0x52, 0x03 }, "564000 W")]
    public void A_scaler_is_one_signed_octet_that_moves_the_point(byte[] scaler, string expected) =>
        Assert.Equal(expected, Read(Entry(Power, Integer(0x02, 0x34), Watts, scaler)).Of("1-0:16.7.0"));

    [Theory]
    [InlineData("EMH", 0x82, "129.1 W")]
    [InlineData("EMH", 0xB0, "-129.1 W")]
    [InlineData("EMH", 0xA2, "-129.1 W")]
    [InlineData("EMH", 0x24, null)]
    [InlineData("ABC", 0xA2, null)]
    public void Emhs_power_without_sign_gets_it_from_the_status_word(string maker, byte status, string? net)
    {
        byte[] id = [0x06, .. System.Text.Encoding.ASCII.GetBytes(maker), 0x01, 0x99, 0x00, 0x00, 0x00, 0x42], absolute = [1, 0, 15, 7, 0, 255];
        byte[] Answer(params byte[][] entries) => File(Message(0x0701, GetListResponse(id, Absent, entries)));
        byte[] register = Entry(Import, Unsigned(0x12, 0x34), WattHours, status: Unsigned(0x01, status)), power = Entry(absolute, Integer(0x05, 0x0B), Watts, Integer(0xFF));

        Reading reading = Decoded.From(Answer(register, power)).Only();
        Assert.Equal("129.1 W", reading.Of("1-0:15.7.0"));
        Assert.Equal(net, reading.TryFind(ObisCode.Parse("1-0:16.7.0"), out _) ? reading.Of("1-0:16.7.0") : null);
        Assert.Equal(2, Decoded.From(Answer(Entry(Import, Unsigned(0x12, 0x34), WattHours), power)).Only().Measurements.Length);
        Assert.Equal("5 W", Decoded.From(Answer(register, power, Entry(Power, Integer(5), Watts))).Value("1-0:16.7.0"));
    }

    [Fact]
    public void A_status_word_of_one_file_tells_nothing_of_the_next()
    {
        byte[] id = [0x06, .. "EMH"u8, 0x01, 0x99, 0x00, 0x00, 0x00, 0x42], power = Entry([1, 0, 15, 7, 0, 255], Integer(5), Watts);
        byte[] with = File(Message(0x0701, GetListResponse(id, Absent, Entry(Import, Unsigned(1), WattHours, status: Unsigned(0x01, 0xA2)), power)));
        byte[] without = File(Message(0x0701, GetListResponse(id, Absent, Entry(Import, Unsigned(1), WattHours), power)));
        byte[] idle = File(Message(0x0701, GetListResponse(id, Absent, Entry(Import, Unsigned(1), WattHours, status: Unsigned(0x01, 0xA2)), Entry([1, 0, 15, 7, 0, 255], Integer(0), Watts))));
        Assert.Equal("0 W", Decoded.From(idle).Value("1-0:16.7.0"));
        Assert.Equal([3, 2], Decoded.From([.. with, .. without]).Readings.Select(reading => reading.Measurements.Length));
    }

    [Fact]
    public void Strings_are_text_where_they_are_printable_and_hex_where_not()
    {
        Reading reading = Read(Entry(Maker, Octets([.. "ABC"u8])), Entry(Key, Octets(0xA8, 0x14, 0x61, 0x0F)));
        Assert.Equal("ABC", reading.Of("1-0:96.50.1*1"));
        Assert.Equal("a814610f", reading.Of("129-129:199.130.5"));
    }

    [Fact]
    public void A_string_may_be_longer_than_one_length_octet_tells()
    {
        byte[] key = [.. Enumerable.Range(0, 48).Select(number => (byte)(0x80 + number))];
        Assert.Equal(Convert.ToHexStringLower(key), Read(Entry(Key, Octets(key))).Of("129-129:199.130.5"));
    }

    [Fact]
    public void A_value_that_is_not_there_is_null() => Assert.Equal("null", Read(Entry(Import, Absent, WattHours)).Of("1-0:1.8.0"));

    [Fact]
    public void A_boolean_is_0_or_1() => Assert.Equal("1", Read(Entry(Key, [0x42, 0x01])).Of("129-129:199.130.5"));

    [Fact]
    public void The_server_id_is_the_number_printed_on_the_meter_and_names_its_maker()
    {
        byte[] id = [0x0A, 0x01, .. "EMH"u8, 0x01, 0x00, 0xBC, 0x61, 0x4E];
        Reading reading = Decoded.From(File(Message(0x0701, GetListResponse(id, Absent, Entry(Power, Integer(5), Watts))))).Only();
        Assert.Equal("1EMH0112345678", reading.MeterId);
        Assert.Equal("EMH", reading.Manufacturer);
    }

    [Fact]
    public void A_makers_own_server_id_is_kept_as_hex()
    {
        byte[] id = [0x06, .. "ISK"u8, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06];
        Reading reading = Decoded.From(File(Message(0x0701, GetListResponse(id, Absent, Entry(Power, Integer(5), Watts))))).Only();
        Assert.Equal("0649534b010203040506", reading.MeterId);
        Assert.Equal("Iskraemeco", reading.Manufacturer);
    }

    [Fact]
    public void A_server_id_of_digits_is_the_number_that_they_write()
    {
        Reading reading = Decoded.From(File(Message(0x0701, GetListResponse([.. "00012345"u8], Absent, Entry(Power, Integer(5), Watts))))).Only();
        Assert.Equal("00012345", reading.MeterId);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 2, 0, 0 }, "firmware_version")]
    [InlineData(new byte[] { 1, 0, 96, 90, 2, 1 }, "firmware_checksum")]
    [InlineData(new byte[] { 1, 0, 97, 97, 0, 0 }, "error_register")]
    public void What_meters_of_the_FNN_tell_of_themselves_has_names(byte[] code, string key) =>
        Assert.Equal(key, Catalogue.KeyOf(Assert.Single(Read(Entry(code, Octets([.. "01.02"u8]))).Measurements.ToArray()).Code));

    [Fact]
    public void Seconds_of_operation_are_no_timestamp() => Assert.Null(Read(Entry(Power, Integer(5), Watts)).Timestamp);

    [Fact]
    public void A_timestamp_in_UTC_is_an_instant()
    {
        byte[] time = List(Unsigned(2), Unsigned(0x65, 0x00, 0x00, 0x00));
        Reading reading = Decoded.From(File(Message(0x0701, GetListResponse(ServerId, time, Entry(Power, Integer(5), Watts, time: time))))).Only();
        Assert.Equal("2023-09-12T06:06:56+00:00", reading.Timestamp?.ToString());
        Assert.Equal("2023-09-12T06:06:56+00:00", reading.Measurements[0].TakenAt?.ToString());
    }

    [Fact]
    public void A_local_timestamp_adds_its_offsets_to_UTC()
    {
        byte[] time = List(Unsigned(3), List(Unsigned(0x65, 0x00, 0x00, 0x00), Integer(0, 60), Integer(0, 60)));
        Reading reading = Decoded.From(File(Message(0x0701, GetListResponse(ServerId, time, Entry(Power, Integer(5), Watts))))).Only();
        Assert.Equal("2023-09-12T08:06:56+02:00", reading.Timestamp?.ToString());
    }

    [Fact]
    public void A_local_timestamp_of_no_place_on_earth_is_none()
    {
        byte[] time = List(Unsigned(3), List(Unsigned(0x65, 0x00, 0x00, 0x00), Integer(0x03, 0x48), Integer(0, 60)));
        Reading reading = Decoded.From(File(Message(0x0701, GetListResponse(ServerId, time, Entry(Power, Integer(5), Watts, time: time))))).Only();
        Assert.Null(reading.Timestamp);
        Assert.Null(reading.Measurements[0].TakenAt);
    }

    [Fact]
    public void Holleys_time_without_its_list_is_read_over()
    {
        byte[] entry = Entry(Import, Unsigned(0x01, 0x02), WattHours, Integer(0xFF), time: Unsigned(0x01, 0x1C, 0x1E, 0xB7));
        Assert.Equal("0.0258 kWh", Read(entry).Of("1-0:1.8.0"));
    }

    [Theory]
    [InlineData(42_123_456u, 16, "328.05 W")]
    [InlineData(58_999_999u, 16, "328.05 W")]
    [InlineData(40_123_456u, 16, "-327.31 W")]
    [InlineData(50_123_456u, 16, "-327.31 W")]
    [InlineData(60_654_321u, 16, "-327.31 W")]
    [InlineData(50_123_456u, 36, "328.05 W")]
    [InlineData(40_123_456u, 36, "-327.31 W")]
    [InlineData(60_123_456u, 36, "-327.31 W")]
    [InlineData(50_123_456u, 56, "-327.31 W")]
    public void Dzgs_lost_zero_is_put_back_for_the_numbers_that_lose_it(uint serial, byte quantity, string expected)
    {
        byte[] id = [0x0A, 0x01, .. "DZG"u8, 0x00, (byte)(serial >> 24), (byte)(serial >> 16), (byte)(serial >> 8), (byte)serial];
        byte[] Answer(byte[] value) => File(Message(0x0701, GetListResponse(id, Absent, Entry([1, 0, quantity, 7, 0, 255], value, Watts, Integer(0xFE)))));
        Assert.Equal(expected, Decoded.From(Answer(Integer(0x80, 0x25))).Value($"1-0:{quantity}.7.0"));
        Assert.Equal("-1260.61 W", Decoded.From(Answer(Integer(0xFF, 0xFE, 0x13, 0x93))).Value($"1-0:{quantity}.7.0"));
    }
}
