using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Tests.Protocols.P1;

/// <summary>What P1 telegrams of the field hold that no specification does.</summary>
public class P1EdgesTests
{
    private static string WithCrc(params string[] lines) => Checked($"/LGT5PROBE\r\n\r\n{string.Join("\r\n", lines)}\r\n!", Crc16Arc.Compute);

    private static string Checked(string untilBang, Check crc) => Stated(untilBang, crc(Encoding.ASCII.GetBytes(untilBang)));

    private static string Stated(string untilBang, ushort crc) => untilBang + crc.ToString("X4", CultureInfo.InvariantCulture) + "\r\n";

    private delegate ushort Check(ReadOnlySpan<byte> octets);

    private static (string Code, decimal Number, string TakenAt)[] Numbers(Reading reading) =>
        [.. reading.Measurements.ToArray().Where(value => value.Kind == ValueKind.Number).Select(value => (value.Code.ToString(), value.Number, value.TakenAt.ToString()!))];

    [Fact]
    public void A_history_whose_columns_are_doubled_among_others_gives_each_value_its_own_moment()
    {
        Reading reading = Decoded.From(WithCrc(
            "1-0:1.6.0(260811171500S)(04.350*kW)",
            "0-0:98.1.0(1)(0-0:0.1.0)(1-0:1.6.0)(1-0:1.6.0)(1-0:2.6.0)(1-0:2.6.0)(260801000000S)(08)(260712193000S)(05.125*kW)(260723121500S)(06.875*kW)")).Only();
        Assert.Contains(("1-0:1.6.0", 5125m, "2026-07-12T19:30:00"), Numbers(reading));
        Assert.Contains(("1-0:2.6.0", 6875m, "2026-07-23T12:15:00"), Numbers(reading));
    }

    [Fact]
    public void A_table_before_its_register_stands_behind_it()
    {
        Reading reading = Decoded.From(WithCrc(
            "0-0:98.1.1(1)(0-0:0.1.0)(1-0:1.8.0)(1-0:2.8.0)(260701000000S)(07)(001100.00*kWh)(000250.00*kWh)", "1-0:1.8.0(001200.50*kWh)", "1-0:2.8.0(000300.25*kWh)")).Only();
        Assert.Equal("1200.50 kWh", Decoded.Text(reading, "1-0:1.8.0"));
        Assert.Equal("300.25 kWh", Decoded.Text(reading, "1-0:2.8.0"));
    }

    [Theory]
    [InlineData(@"FLU5\253000000_A", "53000000_A")]
    [InlineData(@"SAG5\T211 PROBE", "T211 PROBE")]
    [InlineData(@"ISK5\2MT382-1000", "MT382-1000")]
    [InlineData(@"ESO5\\990000000", "990000000")]
    public void The_model_keeps_its_letter(string identification, string model) =>
        Assert.Equal(model, Decoded.From(Checked($"/{identification}\r\n\r\n1-0:1.7.0(00.001*kW)\r\n!", Crc16Arc.Compute)).Only().Model);

    [Fact]
    public void Under_a_right_checksum_what_is_no_data_set_is_kept_as_unread()
    {
        Reading reading = Decoded.From(WithCrc("1-0:1.7.0(00.456*kW)", "what is this", "1-0:1.x.0(1)")).Only();
        Assert.Equal(["what is this", "1-0:1.x.0(1)"], reading.Unread.ToArray());
        Assert.Equal("456 W", Decoded.Text(reading, "1-0:1.7.0"));
    }

    [Theory]
    [InlineData("/LGT5OTHER")]
    [InlineData("/LGT5OTHER(1)")]
    public void A_second_identification_within_a_telegram_refuses_it_though_its_checksum_is_right(string line)
    {
        Decoded decoded = Decoded.From(WithCrc("1-0:1.7.0(00.456*kW)", line, "1-0:1.8.0(000001.000*kWh)"));
        Assert.Equal("p1 malformed", decoded.OnlyRejection());
        Assert.Contains("second identification", decoded.Rejections[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unread_line_is_kept_without_its_control_characters()
    {
        Reading reading = Decoded.From(WithCrc("1-0:1.7.0(00.456*kW)", "\u0000what\u001Bis\u007F this")).Only();
        Assert.Equal([".what.is. this"], reading.Unread.ToArray());
    }

    [Fact]
    public void A_colon_may_stand_for_a_point_under_a_right_checksum_and_nowhere_else()
    {
        Assert.Equal("5", Decoded.From(WithCrc("1-0:72:32.0(00005)")).Value("1-0:72.32.0"));
        Assert.Equal("p1 malformed", Decoded.From("/LGT5PROBE\r\n\r\n1-0:1.7.0(00.456*kW)\r\n1-0:72:32.0(00005)\r\n!\r\n").OnlyRejection());
    }

    [Fact]
    public void Two_limits_may_share_a_group()
    {
        Reading reading = Decoded.From(WithCrc("1-1:31.4.0(65.0*A,-65.0*A)")).Only();
        Assert.Equal([65.0m, -65.0m], reading.Measurements.ToArray().Select(value => value.Number));
    }

    [Theory]
    [InlineData("00997", "01000", "0.997 | 1.000")]
    [InlineData("0.997", "1.000", "0.997 | 1.000")]
    [InlineData("1", "0", "1 | 0")]
    [InlineData("00097", "00100", "97 ? | 100 ?")]
    [InlineData("01200", "01000", "1200 ? | 1000 ?")]
    public void A_power_factor_is_never_above_one(string whole, string phase, string read)
    {
        Reading reading = Decoded.From(WithCrc($"1-0:13.7.0({whole})", $"1-0:33.7.0({phase})")).Only();
        Assert.Equal(read, $"{reading.Of("1-0:13.7.0")} | {reading.Of("1-0:33.7.0")}");
    }

    [Fact]
    public void An_id_that_comes_as_the_hex_of_itself_is_the_same_meters()
    {
        Decoded decoded = Decoded.From(WithCrc("0-0:96.1.0(70000012)", "1-0:1.7.0(00.456*kW)") + WithCrc("0-0:96.1.1(3730303030303132)", "1-0:1.7.0(00.456*kW)"));
        Assert.Equal(["70000012", "70000012"], decoded.Readings.Select(reading => reading.MeterId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_foreign_checksum_is_believed_once_it_fitted_twenty_telegrams_and_the_own_one_none(bool swapped)
    {
        string telegram = Checked("/HLY5PROBE\r\n\r\n1-0:1.7.0(00.456*kW)\r\n!", Foreign);
        Decoded decoded = Decoded.From(string.Concat(Enumerable.Repeat(telegram, 25)));
        Assert.Equal((6, 19), (decoded.Readings.Count, decoded.Rejections.Count));
        decoded = Decoded.From(string.Concat(Enumerable.Repeat(telegram, 19)) + WithCrc("1-0:1.7.0(00.456*kW)") + string.Concat(Enumerable.Repeat(telegram, 19)));
        Assert.Single(decoded.Readings);

        ushort Foreign(ReadOnlySpan<byte> octets) =>
            swapped ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(Crc16X25.Compute(octets)) : Crc16X25.Compute(octets);
    }

    [Theory]
    [InlineData("set")]
    [InlineData("even")]
    [InlineData("odd")]
    public void Bit_7_set_in_text_is_undone(string how)
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(WithCrc("1-0:1.7.0(00.456*kW)", "0-0:96.13.0()")).Select(octet => (byte)(octet | (Bit(octet) << 7)))];
        Assert.Equal("456 W", Decoded.From(bytes).Value("1-0:1.7.0"));

        int Bit(byte octet) => how switch
        {
            "even" => System.Numerics.BitOperations.PopCount(octet) & 1,
            "odd" => 1 - (System.Numerics.BitOperations.PopCount(octet) & 1),
            _ => 1,
        };
    }
}
