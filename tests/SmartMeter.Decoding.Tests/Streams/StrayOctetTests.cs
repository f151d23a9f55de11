using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Simulated;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Streams;

/// <summary>What converters, gateways and meters put between the parts of one push.</summary>
public class StrayOctetTests
{
    private static readonly string[] Strays = ["00", "FF", "0D0A", "1040014116", "105BFE5916", "00FF"];

    public static MatrixTheoryData<string, string> Parts { get; } =
        new(["landis-e450-switzerland", "landis-e570", "iskra-am550-switzerland", "iskra-croatia", "kaifa-austria", "sagemcom-austria"], Strays);

    [Theory]
    [MemberData(nameof(Parts))]
    public void Between_the_parts_of_a_push_it_costs_nothing(string name, string stray)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        SimulatedTelegram telegram = meter.Telegrams(3, Decoded.Noon).First();
        byte[][] frames = [.. LinkFrames.Of(telegram.Bytes)];
        Assert.True(frames.Length > 1);
        byte[] between = Convert.FromHexString(stray);
        DecodedLine decoded = new();
        MeterDecoder decoder = decoded.Decoder(meter);
        decoder.Feed([.. frames.SelectMany(frame => (byte[])[.. frame, .. between])], Decoded.Noon);
        decoder.End(Decoded.Noon);
        Assert.Null(Expected.Difference(telegram, Assert.Single(decoded.Readings)));
        Assert.All(decoded.Rejections, rejected => Assert.Equal(RejectionReason.Garbage, rejected.Reason));
        Assert.Equal(decoded.Rejections.OrderBy(rejected => rejected.Offset), decoded.Rejections);
    }

    [Theory]
    [InlineData("landis-e450-switzerland")]
    [InlineData("iskra-am550-switzerland")]
    [InlineData("kaifa-austria")]
    public void More_than_a_stray_octet_may_be_what_is_left_of_a_part(string name)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        byte[][] frames = [.. LinkFrames.Of(meter.Telegrams(3, Decoded.Noon).First().Bytes)];
        DecodedLine decoded = new();
        MeterDecoder decoder = decoded.Decoder(meter);
        decoder.Feed([.. frames.SelectMany(frame => (byte[])[.. frame, 0x31, 0x32])], Decoded.Noon);
        decoder.End(Decoded.Noon);
        Assert.Empty(decoded.Readings);
    }

    [Theory]
    [InlineData(0, "mbus: unsupported")]
    [InlineData(1, "line: garbage")]
    public void A_sound_frame_of_a_polled_M_Bus_meter_is_told_as_what_it_is(int wrong, string told)
    {
        // C, A, CI 72, the meter's number, its maker, version, medium, counter, status, signature, and one record: energy, 12345 Wh.
        byte[] counted = Convert.FromHexString("080172785634122A15010255000000" + "0403" + "39300000");
        byte[] frame = [0x68, (byte)counted.Length, (byte)counted.Length, 0x68, .. counted, (byte)(counted.Sum(octet => octet) + wrong), 0x16];
        DecodedLine decoded = new();
        MeterDecoder decoder = decoded.Decoder(SimulatedMeters.Find("sagemcom-austria")!);
        decoder.Feed([.. frame, .. frame], Decoded.Noon);
        decoder.End(Decoded.Noon);

        Assert.Empty(decoded.Readings);
        Assert.All(decoded.Rejections, rejected => Assert.Equal(told, $"{rejected.Layer.Name}: {rejected.Reason.Name()}"));
        Assert.Equal(2 * frame.Length, decoded.Rejections.Sum(rejected => rejected.Bytes.Length));
        Assert.Equal(wrong == 0 ? 2 : 1, decoded.Rejections.Count);
    }

    [Theory]
    [InlineData("1040014116", true)]
    [InlineData("105B01 5C16", true)]
    [InlineData("1040014016", false)]
    [InlineData("1040014117", false)]
    public void A_short_frame_of_M_Bus_is_traffic_of_the_link_where_it_is_sound(string hex, bool sound)
    {
        LinkCounter counter = new();
        MeterDecoder decoder = new(new DecoderOptions(), counter);
        decoder.Feed(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), Decoded.Noon);
        decoder.End(Decoded.Noon);
        Assert.Equal(sound ? (5, 0) : (0, 1), (counter.Octets, counter.Rejections));
    }

    private sealed class LinkCounter : IDecoderSink
    {
        public int Octets { get; private set; }

        public int Rejections { get; private set; }

        public void OnReading(Reading reading) => Assert.Fail("a reading");

        public void OnRejected(Rejected rejected) => Rejections++;

        public void OnLinkTraffic(int octets) => Octets += octets;
    }
}
