using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Tests.DataSets;

/// <summary>What meters write between the parentheses of a P1 telegram.</summary>
public class DataSetValueTests
{
    private static Reading Read(TimeZoneInfo? zone, params string[] lines)
    {
        string telegram = $"/TST5\\2SIMULATED\r\n\r\n{string.Concat(lines.Select(line => line + "\r\n"))}!";
        string crc = Crc16Arc.Compute(Encoding.Latin1.GetBytes(telegram)).ToString("X4", CultureInfo.InvariantCulture);
        return Decoded.From(telegram + crc + "\r\n", new DecoderOptions { TimeZone = zone }).Only();
    }

    private static Reading Read(params string[] lines) => Read(null, lines);

    private static readonly TimeZoneInfo Brussels = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");

    [Theory]
    [InlineData("1-0:16.7.0(-00123.5*W)", "-123.5 W")]
    [InlineData("1-0:16.7.0(+00.123*kW)", "123 W")]
    [InlineData("1-0:21.7.0(01234*W)", "1234 W")]
    [InlineData("1-0:3.7.0(0.250*kVAr)", "250 var")]
    [InlineData("1-0:3.7.0(0.250*kvar)", "250 var")]
    [InlineData("1-0:9.7.0(1.250*kVA)", "1250 VA")]
    [InlineData("1-0:9.8.0(00012.500*kVAh)", "12.500 kVAh")]
    [InlineData("1-0:3.8.0(000012345*varh)", "12.345 kvarh")]
    [InlineData("1-0:31.7.0(0.005*kA)", "5 A")]
    [InlineData("1-0:32.7.0(0.2421*kV)", "242.1 V")]
    [InlineData("1-0:14.7.0(0.04998*kHz)", "49.98 Hz")]
    [InlineData("1-0:1.8.0(00012.345678*MWh)", "12345.678 kWh")]
    [InlineData("1-0:1.8.2(12345678901234567890123.456*kWh)", "12345678901234567890123.456 kWh")]
    [InlineData("1-0:1.8.0(0.000000000000000000000000001*kWh)", "0.000000000000000000000000001*kWh")]
    [InlineData("1-0:13.7.0(0.98)", "0.98")]
    [InlineData("1-0:13.7.0(-0.98*)", "-0.98")]
    [InlineData("1-0:32.33.0(00012*s)", "12 s")]
    [InlineData("1-0:32.32.0(00012)", "12")]
    [InlineData("0-0:17.0.0(999.9*kW)", "999900 W")]
    [InlineData("0-0:17.0.0(016*A)", "16 A")]
    [InlineData("1-0:81.7.1(120.5*deg)", "120.5 °")]
    [InlineData("1-0:16.7.0( 000.03*kW)", "30 W")]
    [InlineData("1-0:16.7.0 (00.123*kW)", "123 W")]
    [InlineData("1-0:15.8.0(00000321.500*kWh )", "321.500 kWh")]
    [InlineData("0-1:24.2.4(000031.5*degC)", "31.5 °C")]
    public void Numbers_are_exact_whatever_their_unit(string line, string expected) =>
        Assert.Equal(expected, Read(line).Of(line[..line.IndexOf('(', StringComparison.Ordinal)].TrimEnd()));

    [Theory]
    [InlineData("1-0:1.7.0(1e5*W)")]
    [InlineData("1-0:1.7.0(1,5*kW)")]
    [InlineData("1-0:1.7.0(NaN*kW)")]
    [InlineData("1-0:1.7.0(0xFF*kW)")]
    [InlineData("1-0:1.7.0(- 1*kW)")]
    [InlineData("1-0:1.7.0(1.2.3*kW)")]
    [InlineData("1-0:1.7.0(1 *kW)")]
    public void What_is_no_number_as_the_standard_writes_it_is_kept_as_text(string line) =>
        Assert.Equal(line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..^1], Read(line).Of("1-0:1.7.0"));

    [Theory]
    [InlineData("1-0:1.7.0(00.5)", "1-0:1.7.0", "0.5 ?")]
    [InlineData("1-0:1.8.0(000123)", "1-0:1.8.0", "123 ?")]
    [InlineData("1-0:1.7.0(1.5*furlongs)", "1-0:1.7.0", "1.5 ?")]
    public void A_number_without_a_unit_that_is_known_has_none(string line, string code, string expected) => Assert.Equal(expected, Read(line).Of(code));

    [Fact]
    public void Nothing_between_the_parentheses_is_no_value_where_one_is_measured_and_an_empty_text_elsewhere()
    {
        Reading reading = Read("1-0:1.8.0()", "0-1:24.2.1(260219201523W)()", "1-0:32.32.0()", "0-0:96.13.0()");
        Assert.Equal(("null", "null", "null", ""), (reading.Of("1-0:1.8.0"), reading.Of("0-1:24.2.1"), reading.Of("1-0:32.32.0"), reading.Of("0-0:96.13.0")));
    }

    [Fact]
    public void Parentheses_inside_a_text_belong_to_it() => Assert.Equal("a(b(c))d", Read("0-0:96.13.0(a(b(c))d)").Of("0-0:96.13.0"));

    [Fact]
    public void A_parenthesis_that_nothing_closes_ends_with_its_line()
    {
        Reading reading = Read("1-0:1.8.0(1.500*kWh)", "0-0:96.13.0(cold :-( outside)", "0-0:96.13.1(cut", "1-0:2.8.0(2.500*kWh)", "1-0:1.7.0(00.250*kW)");
        Assert.Equal(("cold :-( outside", "2.500 kWh", "250 W"), (reading.Of("0-0:96.13.0"), reading.Of("1-0:2.8.0"), reading.Of("1-0:1.7.0")));
    }

    [Fact]
    public void Data_sets_between_the_parentheses_of_another_are_not_the_telegrams_own()
    {
        Reading reading = Read("1-0:1.8.0(3.500*kWh)", "0-0:98.1.0", "(", "0-0:1.0.0(260201000000W)", "1-0:1.8.0(2.500*kWh)", ")", "1-0:1.7.0(00.250*kW)");
        Assert.Equal(("3.500 kWh", "250 W"), (reading.Of("1-0:1.8.0"), reading.Of("1-0:1.7.0")));
        Assert.Equal("0-0:1.0.0(260201000000W)1-0:1.8.0(2.500*kWh)", reading.Of("0-0:98.1.0"));
        Assert.Equal(3, reading.Measurements.Length);
    }

    [Fact]
    public void A_code_that_comes_three_times_keeps_all_three_in_order()
    {
        Reading reading = Read("1-0:1.8.0(1*kWh)", "1-0:1.7.0(2*W)", "1-0:1.8.0(3*kWh)", "1-0:1.8.0(4*kWh)");
        Assert.Equal([1m, 3m, 4m], reading.Measurements.ToArray().Where(value => value.Code.D == 8).Select(value => value.Number));
    }

    [Theory]
    [InlineData("1.8.0(1*kWh)", "1-0:1.8.0")]
    [InlineData("1.8.1*255(1*kWh)", "1-0:1.8.1")]
    [InlineData("1-0:1.8(1*kWh)", "1-0:1.8.0")]
    [InlineData("0:1.8.0*255(1*kWh)", "1-0:1.8.0")]
    [InlineData("1-0:1.8.0.255(1*kWh)", "1-0:1.8.0")]
    [InlineData("1-0:1.8.0*03(1*kWh)", "1-0:1.8.0*3")]
    [InlineData("1-0:1.8.0&12(1*kWh)", "1-0:1.8.0*12")]
    [InlineData("1-65:1.8.0(1*kWh)", "1-65:1.8.0")]
    public void Codes_in_short_are_what_they_stand_for(string line, string code) => Assert.Equal("1 kWh", Read(line).Of(code));

    [Theory]
    [InlineData("003", SubmeterKind.Gas)]
    [InlineData("3", SubmeterKind.Gas)]
    [InlineData("004", SubmeterKind.Heat)]
    [InlineData("012", SubmeterKind.Heat)]
    [InlineData("006", SubmeterKind.HotWater)]
    [InlineData("021", SubmeterKind.HotWater)]
    [InlineData("007", SubmeterKind.Water)]
    [InlineData("022", SubmeterKind.Water)]
    [InlineData("008", SubmeterKind.HeatCostAllocator)]
    [InlineData("010", SubmeterKind.Cooling)]
    [InlineData("011", SubmeterKind.Cooling)]
    [InlineData("013", SubmeterKind.HeatAndCooling)]
    [InlineData("002", SubmeterKind.Electricity)]
    [InlineData("099", SubmeterKind.Unknown)]
    [InlineData("999", SubmeterKind.Unknown)]
    [InlineData("", SubmeterKind.Unknown)]
    public void Any_device_may_be_on_any_channel(string type, SubmeterKind kind)
    {
        for (int channel = 1; channel <= 4; channel++)
        {
            Reading reading = Read($"0-{channel}:24.1.0({type})", $"0-{channel}:96.1.1(3741)", $"0-{channel}:24.2.1(260219201523W)(00012.500*m3)");
            Assert.True(reading.TryFind(ObisCode.Parse($"0-{channel}:24.1.0"), out Measurement device));
            Assert.Equal(kind, device.DeviceType);
            Assert.Equal("12.500 m³", reading.Of($"0-{channel}:24.2.1"));
            Assert.All(reading.Measurements.ToArray(), value => Assert.Equal("3741", value.Device));
        }
    }

    [Fact]
    public void A_meter_that_was_replaced_stays_listed_beside_the_new_one()
    {
        Reading reading = Read(Brussels,
            "0-1:24.1.0(003)", "0-1:96.1.1(3031)", "0-1:24.2.3(200512134558S)(00112.384*m3)",
            "0-2:24.1.0(003)", "0-2:96.1.1(3032)", "0-2:24.2.3(260219201523W)(00001.500*m3)");
        Measurement[] gas = [.. reading.Measurements.ToArray().Where(value => value.Code is { C: 24, D: 2 })];
        Assert.Equal([("3031", "2020-05-12T13:45:58+02:00"), ("3032", "2026-02-19T20:15:23+01:00")], gas.Select(value => (value.Device!, value.TakenAt.ToString()!)));
    }

    [Fact]
    public void Belgiums_quarter_hour_month_peak_and_their_history_have_their_own_codes()
    {
        Reading reading = Read(Brussels, "1-0:1.4.0(02.351*kW)", "1-0:1.6.0(260215001500W)(04.329*kW)",
            "0-0:98.1.0(2)(1-0:1.6.0)(1-0:1.6.0)(260101000000W)(251215181500W)(01.862*kW)(260201000000W)(260117201500W)(04.229*kW)");
        Assert.Equal(("2351 W", "4329 W", "1862 W"), (reading.Of("1-0:1.4.0"), reading.Of("1-0:1.6.0"), reading.Of("0-0:98.1.0")));
        Assert.Equal(
            ["2026-02-15T00:15:00+01:00", "2025-12-15T18:15:00+01:00", "2026-01-17T20:15:00+01:00"],
            reading.Measurements.ToArray().Where(value => value.TakenAt is not null).Select(value => value.TakenAt.ToString()));
    }

    [Theory]
    [InlineData("1-0:99.97.0()", "")]
    [InlineData("1-0:99.97.0(00000)", "00000")]
    [InlineData("1-0:99.97.0(0)(0-0:96.7.19)", "0")]
    public void A_power_failure_log_may_be_empty(string line, string expected) => Assert.Equal(expected, Read(line).Of("1-0:99.97.0"));

    [Fact]
    public void In_the_repeated_hour_the_season_decides_and_without_it_nothing_does()
    {
        Assert.Equal("2026-10-25T02:30:00+02:00", Read(Brussels, "0-0:1.0.0(261025023000S)").Timestamp.ToString());
        Assert.Equal("2026-10-25T02:30:00+01:00", Read(Brussels, "0-0:1.0.0(261025023000W)").Timestamp.ToString());
        Assert.Equal("2026-10-25T02:30:00", Read(Brussels, "0-0:1.0.0(261025023000)").Timestamp.ToString());
    }

    [Fact]
    public void A_load_profile_gives_each_column_under_its_own_code_with_the_stamp_of_its_row()
    {
        Reading reading = Read(Brussels, "1-0:99.1.0(2)(0-0:96.10.7)(1-0:1.29.0)(1-0:2.29.0)"
            + "(260215001500W)(00)(000000.165*kWh)(000000.010*kWh)(260215003000W)(08)(000000.170*kWh)(000000.000*kWh)");
        Assert.Equal("2", reading.Of("1-0:99.1.0"));
        Assert.Equal(
            [
                ("0-0:96.10.7", "2026-02-15T00:15:00+01:00"), ("1-0:1.29.0", "2026-02-15T00:15:00+01:00"), ("1-0:2.29.0", "2026-02-15T00:15:00+01:00"),
                ("0-0:96.10.7", "2026-02-15T00:30:00+01:00"), ("1-0:1.29.0", "2026-02-15T00:30:00+01:00"), ("1-0:2.29.0", "2026-02-15T00:30:00+01:00"),
            ],
            reading.Measurements.ToArray().Skip(1).Select(value => (value.Code.ToString(), value.TakenAt.ToString()!)));
        Assert.Equal(("00", "0.165 kWh", "0.010 kWh"), (reading.Of("0-0:96.10.7"), reading.Of("1-0:1.29.0"), reading.Of("1-0:2.29.0")));
    }

    [Theory]
    [InlineData("0-0:98.1.0(0)(1-0:1.6.0)(1-0:1.6.0)")]
    [InlineData("0-0:98.1.0(0)(1-0:1.6.0)(1-0:1.6.0)()")]
    public void A_peak_history_may_be_empty(string line) => Assert.Equal("null", Read(line).Of("0-0:98.1.0"));

    [Theory]
    [InlineData("(1)(1-0:1.29.0)(1-0:2.29.0)(260215001500W)(1*kWh)")]
    [InlineData("(260801000000S)(000700.250*kWh)(000400.125*kWh)")]
    public void A_table_whose_columns_nothing_names_is_kept_as_it_stands(string groups) => Assert.Equal(groups, Read("1-0:99.1.0" + groups).Of("1-0:99.1.0"));

    [Fact]
    public void A_table_too_long_for_a_text_says_that_it_was_cut()
    {
        string text = Read("1-0:99.1.0" + string.Concat(Enumerable.Repeat("(0.00000)", 900))).Of("1-0:99.1.0");
        Assert.StartsWith("(0.00000)(0.00000)", text, StringComparison.Ordinal);
        Assert.EndsWith("(0.00000)(...)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_submeter_measures_beside_its_register_is_not_taken_for_it()
    {
        string[] lines = ["0-1:24.2.1(0012.345*m3)", "0-1:24.2.2(0000.090*m3/h)", "0-1:24.2.3(000074.5*degC)"];
        Reading reading = Read(lines);
        Assert.Equal(("12.345 m³", "0.090 m³/h", "74.5 °C"), (reading.Of("0-1:24.2.1"), reading.Of("0-1:24.2.2"), reading.Of("0-1:24.2.3")));
        ObisCode third = ObisCode.Parse("0-1:24.2.3");
        Assert.Equal("obis_0_1_24_2_3", Catalogue.KeyOf(third, Unit.DegreeCelsius));
        Assert.Equal("reading_uncorrected", Catalogue.KeyOf(third, Unit.CubicMetre));
        Assert.Equal("74.5 °C", Decoded.From($"/TST5\\2SIMULATED\r\n\r\n{string.Join("\r\n", lines)}\r\n!\r\n").Value("0-1:24.2.3"));
    }

    [Fact]
    public void The_unix_clocks_code_may_hold_the_telegrams_stamp() =>
        Assert.Equal("2026-02-19T20:15:23+01:00", Read(Brussels, "0-0:1.1.0(260219201523W)").Timestamp.ToString());
}
