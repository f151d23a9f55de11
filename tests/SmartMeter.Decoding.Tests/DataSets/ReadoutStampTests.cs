using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Protocols.Iec62056;
using static SmartMeter.Decoding.Tests.Protocols.Iec62056.Readout;

namespace SmartMeter.Decoding.Tests.DataSets;

/// <summary>Clocks and stamps in readouts.</summary>
public class ReadoutStampTests
{
    private static readonly DecoderOptions Berlin = new() { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };

    [Fact]
    public void Time_and_date_make_the_timestamp() =>
        Assert.Equal("2024-03-21T21:10:29", Decoded.From(Text("0.0.0(1)\r\n0.9.1(21:10:29)\r\n0.9.2(24-03-21)\r\n!\r\n")).Only().Timestamp?.ToString());

    [Fact]
    public void So_they_do_in_a_P1_telegram_without_checksum()
    {
        Reading reading = Decoded.From(Text("/ISK9\\2M551T-200\r\n\r\n0-0:96.1.0(99000042)\r\n1-0:0.9.1(211029)\r\n1-0:0.9.2(240321)\r\n1-0:1.8.0(000012.345*kWh)\r\n!\r\n")).Only();
        Assert.Equal(("p1", "2024-03-21T21:10:29"), (reading.Framing, reading.Timestamp?.ToString()));
    }

    [Fact]
    public void The_season_before_the_date_tells_the_offset()
    {
        byte[] telegram = Text("0.0.0(1)\r\n0.9.1(025500)\r\n0.9.2(1261025)\r\n!\r\n");
        Assert.Equal("2026-10-25T02:55:00+02:00", Decoded.From(telegram, Berlin).Only().Timestamp?.ToString());
    }

    [Theory]
    [InlineData("1803100930")]
    [InlineData("18-03-10,09:30")]
    [InlineData("18-03-10 09:30:00")]
    [InlineData("2018-03-10,09:30")]
    public void A_peak_carries_the_stamp_behind_it(string stamp)
    {
        Reading reading = Decoded.From(Block($"1.6.0(02.468*kW)({stamp})\r\n!\r\n")).Only();
        Measurement peak = Assert.Single(reading.Measurements.ToArray());
        Assert.Equal("2468 W", reading.Of("1-0:1.6.0"));
        Assert.Equal("2018-03-10T09:30:00", peak.TakenAt?.ToString());
    }

    [Fact]
    public void Marks_tell_how_many_digits_the_year_has() =>
        Assert.Equal("2012-03-10T09:30:00", Assert.Single(Decoded.From(Block("1.6.0(02.468*kW)(2012-03-10,09:30)\r\n!\r\n")).Only().Measurements.ToArray()).TakenAt?.ToString());

    [Fact]
    public void A_stamp_of_no_moment_belongs_to_its_peak_all_the_same() =>
        Assert.Null(Assert.Single(Decoded.From(Block("1.6.0(02.468*kW)(1719992599)\r\n!\r\n")).Only().Measurements.ToArray()).TakenAt);

    [Theory]
    [InlineData("1.6.0(02.468*kW)(2603100930)", "2026-03-10T09:30:00+01:00")]
    [InlineData("1.6.0(02.468*kW)(260310093015)", "2026-03-10T09:30:15+01:00")]
    [InlineData("1.6.0(02.468*kW)(0260310093015)", "2026-03-10T09:30:15+01:00")]
    [InlineData("1.6.0(02.468*kW)(12610250230)", "2026-10-25T02:30:00+02:00")]
    [InlineData("1.6.0(02.468*kW)(1261025023000)", "2026-10-25T02:30:00+02:00")]
    [InlineData("1.6.0(02.468*kW)(26-03-10 09:30)", "2026-03-10T09:30:00+01:00")]
    [InlineData("1.6.0(02.468*kW)(26-03-10 09:30:15)", "2026-03-10T09:30:15+01:00")]
    [InlineData("1.6.0(02.468*kW)(2026-03-10 09:30:15)", "2026-03-10T09:30:15+01:00")]
    [InlineData("1.6.0(02.468*kW)(202603100930)", "2026-03-10T09:30:00+01:00")]
    [InlineData("1.6.0(02.468*kW)\r\n1.6.0,5(202603100930)", "2026-03-10T09:30:00+01:00")]
    [InlineData("1.6.0(02.468*kW)(0000000000)", "")]
    [InlineData("1.6.0(02.468*kW)(00-00-00 00:00)", "")]
    public void A_peaks_stamp_is_written_in_many_ways(string line, string expected)
    {
        foreach (byte[] telegram in (byte[][])[Block(line + "\r\n!\r\n"), [.. Text("/TST5A\r\n\u0002" + line + "\r\n!\r\n")]])
        {
            Measurement peak = Assert.Single(Decoded.From(telegram, Berlin).Only().Measurements.ToArray());
            Assert.Equal((2468m, Unit.Watt, expected), (peak.Number, peak.Unit, peak.TakenAt.ToString()));
        }
    }

    [Theory]
    [InlineData("1.6.0*01(02.468)(2603100930)", "1-0:1.6.0*1", 1)]
    [InlineData("32.7.1(0005)(26-03-10 09:30)", "1-0:32.7.1", 1)]
    [InlineData("0.0.0(72040001)(2603100930)", "1-0:0.0.0", 2)]
    [InlineData("0.2.0(1.29)(9999999999)", "1-0:0.2.0", 2)]
    [InlineData("1.8.0*00(0000783.16)(0000783.16)", "1-0:1.8.0*0", 2)]
    public void Digits_are_a_stamp_only_behind_what_is_measured(string line, string code, int values) =>
        Assert.Equal(values, Decoded.From(Block(line + "\r\n!\r\n")).Only().Measurements.ToArray().Count(value => value.Code == ObisCode.Parse(code)));

    [Theory]
    [InlineData("0.9.1(211156)\r\n0.9.2(20260130)", "2026-01-30T21:11:56+01:00")]
    [InlineData("0.9.1(1023000)\r\n0.9.2(1261025)", "2026-10-25T02:30:00+02:00")]
    [InlineData("0.9.1(0023000)\r\n0.9.2(0261025)", "2026-10-25T02:30:00+01:00")]
    [InlineData("1-1:0.9.1(211156)\r\n1-1:0.9.2(260130)", "2026-01-30T21:11:56+01:00")]
    [InlineData("6.8(1.5*MWh)9.36(2026-01-30&21:11:56)", "2026-01-30T21:11:56+01:00")]
    [InlineData("0.9.1(1023000)\r\n0.9.2(0261025)", "")]
    [InlineData("0.9.1(211156)\r\n0.9.2(2026013)", "")]
    public void The_clock_is_written_in_many_ways(string lines, string expected) =>
        Assert.Equal(expected, Decoded.From(Block($"F.F(0)\r\n{lines}\r\n!\r\n"), Berlin).Only().Timestamp.ToString());
}
