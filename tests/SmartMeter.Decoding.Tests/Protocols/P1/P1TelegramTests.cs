using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Tests.Protocols.P1;

public class P1TelegramTests
{
    private static string WithCrc(string telegram, string format = "X4") =>
        telegram + Crc16Arc.Compute(Encoding.Latin1.GetBytes(telegram)).ToString(format, CultureInfo.InvariantCulture) + "\r\n";

    private static string Telegram(params string[] lines) => $"/TST5\\2SIMULATED\r\n\r\n{string.Concat(lines.Select(line => line + "\r\n"))}!";

    private static readonly DecoderOptions Amsterdam = new() { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam") };

    /// <summary>A clock that knows seasons is no zone's that has none; where W is all there is, as in the Caribbean, it is standard time.</summary>
    [Theory]
    [InlineData("UTC", "260115120000W", "2026-01-15T12:00:00")]
    [InlineData("Etc/UTC", "260715120000S", "2026-07-15T12:00:00")]
    [InlineData("UTC", "260115120000", "2026-01-15T12:00:00+00:00")]
    [InlineData("America/Curacao", "260115120000W", "2026-01-15T12:00:00-04:00")]
    [InlineData("Europe/Lisbon", "260115120000W", "2026-01-15T12:00:00+00:00")]
    public void The_season_of_a_stamp_and_the_zone_must_agree(string zone, string stamp, string read)
    {
        DecoderOptions options = new() { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        Assert.Equal(read, Decoded.From(WithCrc(Telegram($"0-0:1.0.0({stamp})", "1-0:1.7.0(01.000*kW)")), options).Only().Timestamp.ToString());
    }

    [Theory]
    [InlineData("1-0:1.7.0(01.011*kW)", "1-0:1.7.0", "1011 W")]
    [InlineData("1-0:1.7.0(70.000*kW)", "1-0:1.7.0", "70000 W")]
    [InlineData("1-0:1.8.1(000441879*Wh)", "1-0:1.8.1", "441.879 kWh")]
    [InlineData("1-0:1.8.0(00052185.7825309*kWh)", "1-0:1.8.0", "52185.7825309 kWh")]
    [InlineData("1-0:3.8.0(00000003.642*kVArh)", "1-0:3.8.0", "3.642 kvarh")]
    [InlineData("1-0:32.7.0(0000.242*kV)", "1-0:32.7.0", "242 V")]
    [InlineData("1-0:14.7.0(0000.049*kHz)", "1-0:14.7.0", "49 Hz")]
    [InlineData("0-1:24.2.1(260219201523W)(240860*MJ)", "0-1:24.2.1", "240.860 GJ")]
    [InlineData("0-1:24.2.1(260219201523W)(00012*dm3)", "0-1:24.2.1", "0.012 m³")]
    [InlineData("0-0:96.14.0(0002)", "0-0:96.14.0", "0002")]
    [InlineData("0-0:96.7.21(00013)", "0-0:96.7.21", "13")]
    [InlineData("0-0:96.13.0()", "0-0:96.13.0", "")]
    public void Values_come_out_exact_in_canonical_units(string line, string code, string expected) =>
        Assert.Equal(expected, Decoded.From(WithCrc(Telegram(line))).Value(code));

    [Fact]
    public void A_number_without_unit_has_none_and_no_known_scale()
    {
        Reading reading = Decoded.From(WithCrc(Telegram("0-1:24.2.1(260101000000W)(00000001.5)"))).Only();
        Assert.True(reading.TryFind(ObisCode.Parse("0-1:24.2.1"), out Measurement gas));
        Assert.Equal((1.5m, Unit.None, false), (gas.Number, gas.Unit, gas.ScaleKnown));
    }

    [Theory]
    [InlineData("260704120000S", "2026-07-04T12:00:00+02:00")]
    [InlineData("260104120000W", "2026-01-04T12:00:00+01:00")]
    [InlineData("260104120000w", "2026-01-04T12:00:00+01:00")]
    [InlineData("20260104 12:00:00", "2026-01-04T12:00:00+01:00")]
    [InlineData("260704120000", "2026-07-04T12:00:00+02:00")]
    public void Stamps_get_the_zones_offset(string stamp, string expected) =>
        Assert.Equal(expected, Decoded.From(WithCrc(Telegram($"0-0:1.0.0({stamp})")), Amsterdam).Only().Timestamp.ToString());

    [Fact]
    public void A_stamp_without_a_known_zone_has_no_offset() =>
        Assert.Equal("2026-07-04T12:00:00", Decoded.From(WithCrc(Telegram("0-0:1.0.0(260704120000S)"))).Only().Timestamp.ToString());

    [Theory]
    [InlineData("632525252525S")]
    [InlineData("000101000000W")]
    [InlineData("700101010000W")]
    [InlineData("260230120000W")]
    public void A_stamp_that_names_no_moment_leaves_the_value_without_one(string stamp)
    {
        Reading reading = Decoded.From(WithCrc(Telegram($"0-1:24.2.1({stamp})(00001.000*m3)"))).Only();
        Assert.True(reading.TryFind(ObisCode.Parse("0-1:24.2.1"), out Measurement gas));
        Assert.Equal((1m, null), (gas.Number, gas.TakenAt));
    }

    [Fact]
    public void Two_groups_under_one_code_are_two_values()
    {
        Reading reading = Decoded.From(WithCrc(Telegram("1-1:31.4.0(040*A)(-040*A)"))).Only();
        Assert.Equal([40m, -40m], reading.Measurements.ToArray().Select(value => value.Number));
    }

    [Fact]
    public void A_data_set_may_be_broken_over_lines_even_inside_a_parenthesis()
    {
        Decoded decoded = Decoded.From(WithCrc(Telegram("0-1:24.3.0(120517020000)(08)(60)(1)(0-1:24.2.1)(m3)", "(00124.477)", "0-0:96.13.0(3031", "3233)")));
        Assert.Equal("124.477 m³", decoded.Value("0-1:24.3.0"));
        Assert.Equal("30313233", decoded.Value("0-0:96.13.0"));
    }

    [Fact]
    public void A_peak_history_gives_each_month_with_the_moment_of_its_peak()
    {
        Reading reading = Decoded.From(WithCrc(Telegram(
            "0-0:98.1.0(2)(1-0:1.6.0)(1-0:1.6.0)(260901000000S)(260815181500S)(01.862*kW)(261001000000S)(632525252525S)(04.229*kW)"))).Only();
        Assert.Equal(
            [("0-0:98.1.0", 1862m, "2026-08-15T18:15:00"), ("0-0:98.1.0", 4229m, "")],
            reading.Measurements.ToArray().Select(value => (value.Code.ToString(), value.Number, value.TakenAt.ToString()!)));
    }

    [Fact]
    public void The_power_failure_log_gives_its_count_and_each_failure()
    {
        Decoded decoded = Decoded.From(WithCrc(Telegram("1-0:99.97.0(2)(0-0:96.7.19)(260104180320W)(0000237126*s)(260101000001W)(240*s)")));
        Assert.Equal("2", decoded.Value("1-0:99.97.0"));
        Assert.Equal([237126m, 240m], decoded.Only().Measurements.ToArray().Where(value => value.Unit == Unit.Second).Select(value => value.Number));
    }

    [Fact]
    public void A_submeters_values_know_their_device_wherever_its_id_stands()
    {
        Reading reading = Decoded.From(WithCrc(Telegram("0-2:24.2.1(260101000000W)(00001.000*m3)", "0-2:24.1.0(007)", "0-2:96.1.0(54455354)"))).Only();
        Assert.All(reading.Measurements.ToArray(), value => Assert.Equal("54455354", value.Device));
    }

    [Fact]
    public void The_crc_may_have_lost_its_leading_zero_and_be_in_any_case()
    {
        string telegram = Enumerable.Range(0, 100_000).Select(i => Telegram($"1-0:1.8.1({i:D9}*Wh)"))
            .First(text => Crc16Arc.Compute(Encoding.Latin1.GetBytes(text)) is > 0xFF and < 0x1000);
        Assert.Single(Decoded.From(WithCrc(telegram, "X3")).Readings);
        Assert.Single(Decoded.From(WithCrc(telegram, "x3")).Readings);
        Assert.Single(Decoded.From(WithCrc(telegram, "x4")).Readings);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n\n")]
    public void Line_ends_that_a_gateway_translated_are_given_back_by_the_crc(string lineEnd)
    {
        string telegram = WithCrc(Telegram("1-0:1.7.0(01.000*kW)", "0-0:96.13.0(3031)")).Replace("\r\n", lineEnd, StringComparison.Ordinal);
        Assert.Equal("1000 W", Decoded.From(telegram).Value("1-0:1.7.0"));
        Assert.Equal("p1 crc", Decoded.From(telegram.Replace("01.000", "01.001", StringComparison.Ordinal)).OnlyRejection());
        Assert.Equal(2, Decoded.From(telegram + telegram).Readings.Count);
    }

    [Fact]
    public void A_crc_of_zeros_is_a_crc() =>
        Assert.Equal("p1 crc", Decoded.From(Telegram("1-0:1.7.0(01.000*kW)") + "0000\r\n").OnlyRejection());

    [Theory]
    [InlineData("garbage")]
    [InlineData("0-0:96.1.1(4530(033)")]
    public void Without_crc_one_line_that_is_no_data_set_refuses_the_telegram(string line)
    {
        Assert.Equal("1000 W", Decoded.From(Telegram("1-0:1.7.0(01.000*kW)") + "\r\n").Value("1-0:1.7.0"));
        Assert.Equal("p1 malformed", Decoded.From(Telegram("1-0:1.7.0(01.000*kW)", line) + "\r\n").OnlyRejection());
    }

    [Theory]
    [InlineData("1-0:1.8.0(000285/4*kWh)")]
    [InlineData("1-0:1.8.0(00052185.7<25309*kWh)")]
    [InlineData("1-0:1.8.0(*kWh)")]
    [InlineData("1-0:1.8.0(000285.4*m3)")]
    [InlineData("1-0:1.8.0(000285.4*kW)")]
    [InlineData("1-0:1.8.0(000285.4*kVh)")]
    [InlineData("1-0:3.8.0(00000003.642*kWh)")]
    [InlineData("1-0:32.7.0(230.1*A)")]
    [InlineData("1-0:1.6.0(260215001500W)(04.3z9*kW)")]
    [InlineData("0-0:17.0.0(999.9*kX)")]
    [InlineData("0-1:24.2.1(260219201523W)(00012.500*kW)")]
    [InlineData("0-1:24.2.1(260219201523W)(0001:.500*m3)")]
    [InlineData("0-1:24.3.0(120517020000)(08)(60)(1)(0-1:24.2.1)(m3)(00124/477)")]
    [InlineData("0-1:24.3.0(120517020000)(08)(60)(1)(0-1:24.2.1)(kW)(00124.477)")]
    [InlineData("1-0:99.97.0(1)(0-0:96.7.19)(260104180320W)(00002371x6*s)")]
    public void Without_crc_a_value_that_its_code_cannot_have_refuses_the_telegram(string line)
    {
        Decoded decoded = Decoded.From(Telegram("1-0:2.8.0(000001.000*kWh)", line) + "\r\n");
        Assert.Equal("p1 malformed", decoded.OnlyRejection());
        string code = line.StartsWith("1-0:99.97.0", StringComparison.Ordinal) ? "0-0:96.7.19" : line[..line.IndexOf('(', StringComparison.Ordinal)];
        Assert.Equal($"{code} has a unit without a number, or the unit of another quantity", decoded.Rejections[0].Detail);
        Assert.Equal("1 kWh", Decoded.From(WithCrc(Telegram("1-0:2.8.0(1*kWh)", line))).Value("1-0:2.8.0"));
    }

    [Theory]
    [InlineData("1-0:1.8.0()")]
    [InlineData("1-0:1.8.0(000285.4)")]
    [InlineData("1-0:1.8.0(--------)")]
    [InlineData("1-0:13.7.0(0.98*)")]
    [InlineData("0-0:17.0.0(016*A)")]
    [InlineData("0-1:24.2.1(260219201523W)()")]
    [InlineData("0-1:24.2.1(260219201523W)(00012)")]
    [InlineData("1-0:99.99.9(a*b)")]
    [InlineData("0-0:96.13.0(3*4)")]
    [InlineData("0-0:98.1.0(261101000000W)(000173.640*kWh)(000000.000*kvarh)(03.000*kW)(00.000)")]
    public void Without_crc_what_merely_has_no_number_or_no_unit_is_kept(string line) =>
        Assert.Equal("1 kWh", Decoded.From(Telegram("1-0:2.8.0(1*kWh)", line) + "\r\n").Value("1-0:2.8.0"));

    [Fact]
    public void With_crc_a_malformed_line_costs_itself_alone() =>
        Assert.Equal("1000 W", Decoded.From(WithCrc(Telegram("1-0:4:24.7.0(1)", "1-0:1.7.0(01.000*kW)"))).Value("1-0:1.7.0"));

    [Fact]
    public void Parity_in_bit_7_is_taken_away_where_it_fits_in_every_octet()
    {
        byte[] plain = Encoding.Latin1.GetBytes(Telegram("1-0:1.8.1(07041.882*kWh)") + "\r\n");
        byte[] parity = [.. plain.Select(octet => (byte)(octet | ((System.Numerics.BitOperations.PopCount(octet) & 1) << 7)))];
        Assert.Equal("7041.882 kWh", Decoded.From(parity).Value("1-0:1.8.1"));
        parity[30] ^= 0x04;
        Assert.Equal("p1 checksum", Decoded.From(parity).OnlyRejection());
    }

    [Fact]
    public void A_telegram_cut_inside_a_line_does_not_take_the_next_with_it()
    {
        Decoded decoded = Decoded.From("/TST5\\2SIMULATED\r\n\r\n1-0:1.7.0(00.321*k\r\n" + WithCrc(Telegram("1-0:1.7.0(00.320*kW)")));
        Assert.Equal("320 W", Decoded.Text(Assert.Single(decoded.Readings), "1-0:1.7.0"));
        Assert.Equal(RejectionReason.Truncated, Assert.Single(decoded.Rejections).Reason);
    }

    [Fact]
    public void A_slash_inside_the_identification_starts_no_telegram()
    {
        Assert.Equal("1000 W", Decoded.From(WithCrc("/TST5/D545-METER\r\n\r\n1-0:1.7.0(01.000*kW)\r\n!")).Value("1-0:1.7.0"));
        Assert.Equal("1000 W", Decoded.From("/TST5/D545-METER\r\n\r\n1-0:1.7.0(01.000*kW)\r\n!\r\n").Value("1-0:1.7.0"));
    }

    [Fact]
    public void A_ciphered_telegram_without_system_title_is_told_as_such_though_its_body_holds_bangs_and_slashes()
    {
        string body = "\0\u0082\0\u001e0\0\0\0\u0001" + "!12/!ABCD/ciphertext-bytes"[..25];
        Assert.Equal("ciphering key-missing", Decoded.From(WithCrc("/TST5SIM\r\n\r\n" + body + "!")).OnlyRejection());
    }
}
