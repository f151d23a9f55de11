using SmartMeter.Decoding.Readings;
using static SmartMeter.Decoding.Tests.Protocols.Sml.SmlBytes;

namespace SmartMeter.Decoding.Tests.Protocols.Sml;

/// <summary>SML files around their lists: escapes, fill octets, checksums, and what is not believed.</summary>
public class SmlFileTests
{
    private static readonly byte[] Power = [1, 0, 16, 7, 0, 255], Key = [129, 129, 199, 130, 5, 255], Watts = Unsigned(27);

    [Fact]
    public void Holleys_Kermit_checksums_are_taken()
    {
        byte[] file = File(kermit: true, Message(0x0701, GetListResponse(ServerId, Absent, Entry(Power, Integer(5), Watts)), kermit: true));
        Assert.Equal("5 W", Decoded.From(file).Value("1-0:16.7.0"));
    }

    [Fact]
    public void Holleys_Kermit_checksums_stand_high_octet_first()
    {
        byte[] file = File(kermit: true, Message(0x0701, GetListResponse(ServerId, Absent, Entry(Power, Integer(5), Watts)), kermit: true));
        (file[^1], file[^2]) = (file[^2], file[^1]);
        Assert.Equal($"sml crc 0+{file.Length}", Decoded.From(file).OnlyRefused());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void A_file_may_be_filled_with_up_to_four_octets_as_DZG_does(int fill, bool taken)
    {
        byte[] file = Transport([.. Message(0x0701, GetListResponse(ServerId, Absent, Entry(Power, Integer(5), Watts)))], fill);
        Decoded decoded = Decoded.From(file);
        Assert.Equal(taken ? "5 W" : $"sml malformed 0+{file.Length}", taken ? decoded.Value("1-0:16.7.0") : decoded.OnlyRefused());
    }

    [Fact]
    public void A_message_checksum_may_come_without_its_leading_zero()
    {
        byte[] file = Enumerable.Range(0, 4096)
            .Select(number => GetListResponse(ServerId, Absent, Entry(Power, Integer((byte)(number >> 8), (byte)number), Watts)))
            .Select(body => Message(0x0701, body, shortCrc: true)).Where(message => message[^3] == 0x62).Select(message => File(message)).First();
        Assert.Contains(" W", Decoded.From(file).Value("1-0:16.7.0"), StringComparison.Ordinal);
    }

    [Fact]
    public void Escapes_in_the_data_are_doubled()
    {
        byte[] key = [0xAA, 0x1B, 0x1B, 0x1B, 0x1B, 0x1B, 0x1A, 0x00, 0x1B, 0x1B, 0x1B, 0x1B, 0x1B, 0x1B, 0x1B, 0x1B, 0xFF];
        byte[] file = OneList(Entry(Key, Octets(key)));
        Reading reading = Decoded.From(file).Only();
        Assert.Equal(Convert.ToHexStringLower(key), reading.Of("129-129:199.130.5"));
        Assert.Equal(file.Length, reading.Bytes);
    }

    [Fact]
    public void A_file_with_a_wrong_checksum_is_refused_whole()
    {
        byte[] file = OneList(Entry(Power, Integer(5), Watts));
        file[^1] ^= 0x40;
        Assert.Equal($"sml crc 0+{file.Length}", Decoded.From(file).OnlyRefused());
    }

    [Fact]
    public void A_files_checksum_stands_low_octet_first()
    {
        byte[] file = OneList(Entry(Power, Integer(5), Watts));
        Assert.NotEqual(file[^1], file[^2]);
        (file[^1], file[^2]) = (file[^2], file[^1]);
        Assert.Equal($"sml crc 0+{file.Length}", Decoded.From(file).OnlyRefused());
    }

    [Fact]
    public void A_message_with_a_wrong_checksum_is_refused_though_the_file_is_sound()
    {
        byte[] file = File(Message(0x0701, GetListResponse(ServerId, Absent, Entry(Power, Integer(5), Watts)), wrongCrc: true));
        Assert.Equal($"sml crc 0+{file.Length}", Decoded.From(file).OnlyRefused());
    }

    [Fact]
    public void Without_checksum_verification_the_structure_must_still_hold()
    {
        byte[] file = OneList(Entry(Power, Integer(5), Watts));
        file[^1] ^= 0x40;
        DecoderOptions unverified = new() { VerifyCrc = false };
        Assert.Equal("5 W", Decoded.From(file, unverified).Value("1-0:16.7.0"));
        file[8] = 0x73;
        Assert.Equal($"sml malformed 0+{file.Length}", Decoded.From(file, unverified).OnlyRefused());
    }

    [Fact]
    public void A_file_without_list_has_no_data()
    {
        byte[] file = File();
        Assert.Equal($"sml no-data 0+{file.Length}", Decoded.From(file).OnlyRefused());
    }

    [Fact]
    public void The_lists_of_two_meters_do_not_mix()
    {
        byte[] other = [.. ServerId[..9], 0x00];
        byte[] file = File(
            Message(0x0701, GetListResponse(ServerId, Absent, Entry(Power, Integer(5), Watts))),
            Message(0x0701, GetListResponse(other, Absent, Entry(Power, Integer(6), Watts))));
        Assert.Equal($"sml unsupported 0+{file.Length}", Decoded.From(file).OnlyRefused());
    }

    [Fact]
    public void A_file_cut_by_the_next_one_costs_itself_alone()
    {
        byte[] file = OneList(Entry(Power, Integer(5), Watts));
        Decoded decoded = Decoded.From([.. file[..40], .. file, .. file[12..], .. file]);
        Assert.Equal(2, decoded.Readings.Count);
        Assert.Equal(["sml truncated 0+40", $"sml garbage {40 + file.Length}+{file.Length - 12}"], decoded.Rejections.Select(Decoded.Told));
    }
}
