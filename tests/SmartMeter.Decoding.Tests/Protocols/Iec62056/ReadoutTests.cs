using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using static SmartMeter.Decoding.Tests.Protocols.Iec62056.Readout;

namespace SmartMeter.Decoding.Tests.Protocols.Iec62056;

/// <summary>Readouts of IEC 62056-21: with and without identification, STX, block check and silence behind them.</summary>
public class ReadoutTests
{
    private const string Data = "F.F(00)\r\nC.1(87654321)\r\n1.8.0(000285.4*kWh)\r\n!\r\n";

    [Fact]
    public void A_block_with_its_check_character_is_read()
    {
        byte[] telegram = [.. Text("/ISk5MT174-0001\r\n"), .. Block(Data)];
        Reading reading = Decoded.From(telegram).Only();
        Assert.Equal("285.4 kWh", reading.Of("1-0:1.8.0"));
        Assert.Equal("00", reading.Of("1-0:97.97.0"));
        Assert.Equal("87654321", reading.MeterId);
        Assert.Equal("Iskraemeco", reading.Manufacturer);
        Assert.Equal("MT174-0001", reading.Model);
        Assert.Equal("iec62056-21", reading.Framing);
        Assert.Equal(telegram.Length, reading.Bytes);
        Assert.Equal(TelegramCheck.Sum7, reading.Check);
    }

    [Fact]
    public void Request_and_acknowledgement_belong_to_the_telegram()
    {
        byte[] telegram = [.. Text("/?12345678!\r\n/ISk5MT174-0001\r\n\u0006050\r\n"), .. Block(Data)];
        Assert.Equal(telegram.Length, Decoded.From(telegram).Only().Bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0006050\r\n")]
    public void A_line_may_be_empty_before_the_block(string acknowledgement)
    {
        byte[] telegram = [.. Text("/ISk5MT174-0001\r\n\r\n" + acknowledgement), .. Block(Data)];
        Reading reading = Decoded.From(telegram).Only();
        Assert.Equal("MT174-0001", reading.Model);
        Assert.Equal(telegram.Length, reading.Bytes);
    }

    [Fact]
    public void A_wrong_check_character_costs_the_telegram()
    {
        byte[] telegram = [.. Text("/ISk5MT174-0001\r\n"), .. Block(Data)];
        telegram[40] ^= 1;
        Assert.Equal($"iec62056-21 checksum 0+{telegram.Length}", Decoded.From(telegram).OnlyRefused());
    }

    [Fact]
    public void A_block_needs_no_identification() =>
        Assert.Equal("285.4 kWh", Decoded.From(Block(Data)).Value("1-0:1.8.0"));

    [Fact]
    public void A_block_may_end_without_ETX()
    {
        Reading reading = Decoded.From(Text("/ELS5\\@V9.30 \r\n\u0006\r\n\u0002" + Data)).Only();
        Assert.Equal("285.4 kWh", reading.Of("1-0:1.8.0"));
        Assert.Equal(TelegramCheck.None, reading.Check);
    }

    [Fact]
    public void The_next_telegram_or_a_silence_longer_than_any_stall_ends_a_block_without_ETX()
    {
        byte[] telegram = Text("/ELS5\\@V9.30 \r\n\u0002" + Data);
        Decoded decoded = new();
        MeterDecoder decoder = new(new DecoderOptions(), decoded);
        decoder.Feed(telegram, Decoded.Noon);
        decoder.Idle(Decoded.Noon.AddSeconds(1));
        decoder.Feed(telegram, Decoded.Noon.AddSeconds(5));
        Assert.Single(decoded.Readings);
        decoder.Idle(Decoded.Noon.AddSeconds(14));
        Assert.Single(decoded.Readings);
        decoder.Idle(Decoded.Noon.AddSeconds(15));
        Assert.Equal(2, decoded.Readings.Count);
        Assert.Empty(decoded.Rejections);
    }

    [Fact]
    public void A_stall_before_ETX_and_check_character_ends_no_block()
    {
        byte[] telegram = [.. Text("/ELS5\\@V9.30 \r\n"), .. Block(Data)];
        for (int rest = 1; rest <= 4; rest++)
        {
            Reading reading = Decoded.FromBursts(telegram[..^rest], telegram[^rest..]).Only();
            Assert.Equal(TelegramCheck.Sum7, reading.Check);
            Assert.Equal(telegram.Length, reading.Bytes);
        }
    }

    [Fact]
    public void A_telegram_cut_by_the_next_costs_itself_alone()
    {
        byte[] head = Text("/ISk5MT174-0001\r\n"), telegram = [.. head, .. Block(Data)];
        Decoded decoded = Decoded.From([.. telegram.AsSpan(0, head.Length + 10), .. "\r\n"u8, .. telegram]);
        Assert.Equal("285.4 kWh", Assert.Single(decoded.Readings).Of("1-0:1.8.0"));
        Assert.Equal("iec62056-21 truncated 0", Decoded.Told(Assert.Single(decoded.Rejections)).Split('+')[0]);
    }

    [Fact]
    public void Parity_in_bit_7_is_verified_and_taken_away()
    {
        byte[] telegram = WithEvenParity([.. Text("/ISk5MT174-0001\r\n"), .. Block(Data)]);
        Assert.Equal("285.4 kWh", Decoded.From(telegram).Value("1-0:1.8.0"));
        telegram[30] ^= 0x80;
        Assert.Equal($"iec62056-21 checksum 0+{telegram.Length}", Decoded.From(telegram).OnlyRefused());
    }

    [Fact]
    public void A_line_that_is_no_data_set_costs_a_telegram_that_no_check_vouches_for() =>
        Assert.Contains("iec62056-21 malformed", Decoded.From(Text("/ELS5\\@V9.30\r\n\u00021.8.0(000285.4*kWh)\r\nwhat\r\n!\r\n")).OnlyRefused(), StringComparison.Ordinal);

    /// <summary>Seven bits of check prove little: a damaged octet shows in what it makes of the text.</summary>
    [Theory]
    [InlineData("1.8.0(000285/4*kWh)", "1-0:1.8.0 has a unit without a number, or the unit of another quantity")]
    [InlineData("3.8.0(000285.4*kWh)", "1-0:3.8.0 has a unit without a number, or the unit of another quantity")]
    [InlineData("1.8.0(000285.4*kWx)", "1-0:1.8.0 has a unit without a number, or the unit of another quantity")]
    [InlineData("C.1(87654329)", "1-0:96.1.0 comes twice, with different values")]
    [InlineData("2.8.0(000001.0*kWh)\r\n2.8.0(000002.0*kWh)", "1-0:2.8.0 comes twice, with different values")]
    [InlineData("\u00001.8.0(000285.4*kWh)", "an octet that is no printable character")]
    [InlineData("1.8.0(000285.4\u0005kWh)", "an octet that is no printable character")]
    [InlineData("/ISk5MT174-0001", null)]
    public void With_a_block_check_or_without_one_a_text_that_contradicts_itself_is_refused(string line, string? why)
    {
        string data = $"C.1(87654321)\r\n{line}\r\n!\r\n";
        foreach (byte[] telegram in (byte[][])[[.. Text("/ISk5MT174-0001\r\n"), .. Block(data)], Text("/ELS5\\@V9.30\r\n\u0002" + data)])
        {
            Decoded decoded = Decoded.From(telegram);
            Assert.Empty(decoded.Readings);
            Assert.Equal(new RejectionLayer("iec62056-21"), decoded.Rejections[0].Layer);
            if (why is not null)
                Assert.Equal(why, Assert.Single(decoded.Rejections).Detail);
        }
    }

    [Fact]
    public void The_same_number_twice_is_no_contradiction() =>
        Assert.Equal("87654321", Decoded.From(Block("C.1(87654321)\r\nC.1(87654321)\r\n1.8.0(000285.4*kWh)\r\n!\r\n")).Only().MeterId);

    [Fact]
    public void A_check_character_that_is_an_exclamation_mark_is_none_of_the_data()
    {
        IEnumerable<string> texts = from first in Enumerable.Range('0', 75) from second in (string[])["", "P", "a", "5"] where char.IsAsciiLetterOrDigit((char)first) select (char)first + second;
        byte[] block = texts.Select(text => Block($"C.1(87654321)\r\nC.5.0({text})\r\n!\r\n")).First(block => block[^1] == '!');
        Assert.True(Decoded.From(block).Only().Unread.IsEmpty);
    }

    [Fact]
    public void A_check_character_that_is_the_only_exclamation_mark_ends_no_telegram_and_throws_nothing()
    {
        byte[] telegram = [.. Text("/ISk5MT174-0001\r\n\u0002C.1(87654321)\r\n1.8.0(000285.4*kWh)\r\n"), (byte)'#', .. Text("\r\n\u0003!")];
        Decoded decoded = Decoded.From(telegram);
        Assert.Empty(decoded.Readings);
        Assert.Equal(telegram.Length, decoded.Rejections.Sum(rejected => rejected.Bytes.Length));
    }

    [Fact]
    public void Where_telegrams_had_their_check_one_without_is_damaged()
    {
        byte[] head = Text("/ISk5MT174-0001\r\n"), telegram = [.. head, .. Block(Data)], damaged = [.. telegram];
        damaged[^2] ^= 0x04;
        Assert.Single(Decoded.From(damaged).Readings);
        Decoded decoded = Decoded.FromBursts(telegram, telegram, telegram, damaged, telegram);
        Assert.Equal(4, decoded.Readings.Count);
        Assert.Equal("its check character is missing, which the telegrams before it had", decoded.Rejections[0].Detail);
        // Another meter may come to the line.
        byte[] other = Text("/ELS5\\@V9.30 \r\n\u0002" + Data);
        decoded = Decoded.From([.. telegram, .. telegram, .. telegram, .. Enumerable.Repeat(other, 12).SelectMany(octets => octets)]);
        Assert.InRange(decoded.Readings.Count, 6, 14);
        Assert.Equal(11 * other.Length, decoded.Readings[^1].Offset - (3 * telegram.Length));
    }

    [Fact]
    public void Heat_meters_answer_a_request_in_codes_of_two_groups()
    {
        Reading reading = Decoded.From(Text("/?Heat!\r\n6.8(0029.055*MWh)6.26(01589.28*m3)9.20(12345678)6.8*01(0028.086*MWh)\r\n6.6(0017.2*kW)!\r\n")).Only();
        Assert.Equal("29055 kWh", reading.Of("6-0:6.8.0"));
        Assert.Equal("28086 kWh", reading.Of("6-0:6.8.0*1"));
        Assert.Equal("1589.28 m³", reading.Of("6-0:6.26.0"));
        Assert.Equal("17200 W", reading.Of("6-0:6.6.0"));
    }

    [Fact]
    public void Heat_in_a_unit_that_nothing_tells_has_none() =>
        Assert.Equal("12.345 ?", Decoded.From(Text("/LUGCUH50\r\n\u00026.8(0012.345)6.26(0156.92*m3)\r\n!\r\n")).Only().Of("6-0:6.8.0"));

    [Theory]
    [InlineData("GJ", "12.345 GJ")]
    [InlineData("MWh", "12345 kWh")]
    public void Heat_is_counted_in_either_unit(string unit, string expected) =>
        Assert.Equal(expected, Decoded.From(Text($"/LUGCUH50\r\n\u00026.8(0012.345*{unit})6.26(0156.92*m3)9.21(66153690)\r\n!\r\n")).Only().Of("6-0:6.8.0"));

    [Fact]
    public void EasyMeters_power_without_tariff_is_power()
    {
        Reading reading = Decoded.From(Text("/ESY5Q3DA1024 V3.04\r\n\r\n1-0:1.8.0*255(00026107.7034231*kWh)\r\n1-0:1.7.255*255(-00429.32*W)\r\n!\r\n")).Only();
        Assert.Equal("-429.32 W", reading.Of("1-0:1.7.255*255"));
        Assert.Equal("power_import", Catalogue.KeyOf(ObisCode.Parse("1-0:1.7.255*255")));
    }

    [Fact]
    public void Data_sets_alone_count_where_they_open_as_a_readout_does()
    {
        Reading reading = Decoded.From(Text("0.0.0(110000001)\r\n13.8.0(31550.191*kWh)\r\n!\r\n")).Only();
        Assert.Equal("110000001", reading.MeterId);
        Assert.Equal("31550.191 kWh", reading.Of("1-0:13.8.0"));
    }

    [Fact]
    public void The_end_of_a_telegram_joined_in_its_middle_is_not_a_readout()
    {
        Assert.Empty(Decoded.From(Text("8.1(000123*kWh)\r\n1-0:1.8.2(000456*kWh)\r\n!\r\n")).Readings);
        Assert.Empty(Decoded.From(Text("85.4*kWh)\r\n1-0:1.8.2(000456*kWh)\r\n!\r\n")).Readings);
    }

    [Fact]
    public void A_programming_message_has_no_data()
    {
        byte[] covered = [.. "W2\u0002C003(1234)\u0003"u8];
        byte[] message = [0x01, .. covered, covered.Aggregate((byte)0, (check, octet) => (byte)(check ^ octet))];
        Assert.Equal($"iec62056-21 no-data 0+{message.Length}", Decoded.From(message).OnlyRefused());
    }

    [Fact]
    public void Without_STX_an_identified_telegram_is_P1() =>
        Assert.Equal("p1", Decoded.From(Text("/ACE0\\3k260V01.18\r\n\r\n" + Data)).Only().Framing);

    [Fact]
    public void Numbers_that_share_a_group_are_values_of_their_own()
    {
        Reading reading = Decoded.From(Text("/LUGCUH50\r\n\u00026.8(0012.345*MWh)9.4(084.2*C&040.4*C)9.4*01(80.5&38.5*C)9.6(000&71420001&0)\r\n!\r\n")).Only();
        Assert.Equal(
            [("6-0:9.4.0", 84.2m), ("6-0:9.4.0", 40.4m), ("6-0:9.4.0*1", 80.5m), ("6-0:9.4.0*1", 38.5m)],
            reading.Measurements.ToArray().Where(value => value.Unit == Unit.DegreeCelsius).Select(value => (value.Code.ToString(), value.Number)));
        Assert.Equal("000&71420001&0", reading.Of("6-0:9.6.0"));
    }

    [Fact]
    public void A_space_may_stand_before_a_parenthesis()
    {
        const string Spaced = "F.F (00)\r\n0.0.0(110000001)\r\n32.7 (223.83*V)\r\n!\r\n";
        foreach (byte[] telegram in (byte[][])[[.. Text("/TST5A\r\n"), .. Block(Spaced)], Text("/TST5A\r\n\u0002" + Spaced), Text(Spaced)])
            Assert.Equal("223.83 V", Decoded.From(telegram).Value("1-0:32.7.0"));
    }

    [Fact]
    public void Groups_may_stand_behind_exclamation_marks()
    {
        Reading reading = Decoded.From(Text("/PAF5EC3\r\n\u00020.0.0(72040001)(72040001)\r\n1.8.0*00(000783.16)(000783.16)\r\n0.2.2(:::::G11)!(:::::G11)(!)\r\n!\r\n")).Only();
        Assert.Equal([":::::G11", ":::::G11", "!"], reading.Measurements.ToArray().Where(value => value.Code == ObisCode.Parse("0.2.2")).Select(value => value.Text));
    }

    [Fact]
    public void A_slash_in_a_unit_starts_nothing()
    {
        const string Lines = "0.0.0(11000001)\r\n0.3.3(00250*imp/kWh)\r\n1.8.0(0036486*kWh)\r\n!\r\n";
        foreach (byte[] telegram in (byte[][])[[.. Text("/ZPA5\\2AM\r\n"), .. Block(Lines)], Text("/ZPA5\\2AM\r\n\u0002" + Lines), Text("/ZPA5\\2AM\r\n\r\n" + Lines)])
        {
            foreach (byte[] sent in (byte[][])[telegram, WithEvenParity(telegram)])
            {
                Reading reading = Decoded.From(sent).Only();
                Assert.Equal(("11000001", "ZPA", "36486 kWh"), (reading.MeterId, reading.Manufacturer, reading.Of("1-0:1.8.0")));
            }
        }
    }

    [Theory]
    [InlineData("1-1:0.0.0(001TST0050000001)", "001TST0050000001")]
    [InlineData("0.0(          120001)", "120001")]
    [InlineData("0.0(00188001        )", "00188001")]
    public void A_meters_number_may_be_on_channel_1_or_padded(string line, string expected) =>
        Assert.Equal(expected, Decoded.From(Block(line + "\r\n!\r\n")).Only().MeterId);

    [Fact]
    public void Each_escape_before_an_identification_is_left_out() =>
        Assert.Equal("01LZQJ", Decoded.From([.. Text("/EMH5\\@\\201LZQJ\r\n"), .. Block(Data)]).Only().Model);
}
