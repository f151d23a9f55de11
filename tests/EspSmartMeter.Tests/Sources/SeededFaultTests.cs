using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;
using static EspSmartMeter.Tests.Sources.FaultyLine;
using SerialLine = SmartMeter.Simulation.Telegrams.SerialLine;

namespace EspSmartMeter.Tests.Sources;

/// <summary>
/// What goes wrong in houses, each with the sentence that its owner reads first: with the second telegram where one proves it, else within a minute; and none
/// where nothing is wrong. A port that nobody listens on, a broker that is away and a meter without its key are shown in the browser too.
/// </summary>
public class SeededFaultTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("smarty-luxembourg")]
    [InlineData("kaifa-austria")]
    [InlineData("kamstrup-denmark")]
    [InlineData("sagemcom-graz")]
    [InlineData("landis-e450-steiermark")]
    [InlineData("iskra-wien")]
    [InlineData("wrapper-dedicated")]
    public void No_key(string meter) => AssertProven("diagnosis.key_missing", new FaultyLine(Find(meter).Line), Sent(meter, 1));

    [Theory]
    [InlineData("smarty-luxembourg")]
    [InlineData("kaifa-austria")]
    [InlineData("kamstrup-denmark")]
    [InlineData("sagemcom-graz")]
    [InlineData("landis-e450-steiermark")]
    [InlineData("iskra-wien")]
    public void Another_meters_key(string meter) =>
        AssertProven("diagnosis.key_wrong", new FaultyLine(Find(meter).Line, new SimulatedKeys(Inverted(Find(meter).Keys!.Encryption), Find(meter).Keys!.Authentication)), Sent(meter, 2));

    [Theory]
    [InlineData("kamstrup-denmark")]
    [InlineData("smarty-luxembourg")]
    public void A_wrong_second_key(string meter) =>
        AssertProven("diagnosis.auth_key_wrong", new FaultyLine(Find(meter).Line, new SimulatedKeys(Find(meter).Keys!.Encryption, Inverted(Find(meter).Keys!.Encryption))), Sent(meter, 3));

    [Fact]
    public void A_list_that_nobody_knows() => AssertProven("diagnosis.unknown_list", new FaultyLine(new SerialLine(115200, "8N1")), Notifications("0203 0600000001 0600000002 0600000003"));

    [Fact]
    public void Contents_that_are_not_understood() => AssertInAMinute("diagnosis.malformed", new FaultyLine(new SerialLine(115200, "8N1")), Framed("0203 0600000001 06000000"));

    [Theory]
    [InlineData("dsmr5-gas")]
    [InlineData("aidon")]
    [InlineData("kaifa-austria")]
    public void An_inverted_line(string meter) => AssertInAMinute("diagnosis.no_frames", new FaultyLine(Find(meter).Line), Heard(meter, Find(meter).Line, isInverted: true));

    [Theory]
    [InlineData("dsmr5-gas", 9600, "8N1")]
    [InlineData("kaifa-austria", 115200, "8N1")]
    [InlineData("aidon", 9600, "8E1")]
    [InlineData("kamstrup", 1200, "8N1")]
    [InlineData("landis-e450-slovenia", 1200, "8N1")]
    [InlineData("iskra-wien", 4800, "8N1")]
    [InlineData("iskra-am550-switzerland", 57600, "8N1")]
    [InlineData("siemens-im350", 57600, "8N1")]
    public void Another_rate(string meter, int baud, string mode) => AssertInAMinute("diagnosis.no_frames", new FaultyLine(Find(meter).Line), Heard(meter, new SerialLine(baud, mode)));

    [Theory]
    [InlineData("kaifa")]
    [InlineData("aidon")]
    [InlineData("kaifa-austria")]
    [InlineData("sagemcom-austria")]
    [InlineData("sml-emh")]
    [InlineData("sml-easymeter")]
    [InlineData("p1-poland")]
    [InlineData("iskra-croatia")]
    [InlineData("iskra-si-9-bare")]
    public void Seven_data_bits_where_the_meter_sends_eight(string meter) =>
        AssertInAMinute("diagnosis.lost_bit", new FaultyLine(Find(meter).Line, Find(meter).Keys), Sent(meter, 4).Select(burst => burst with { Bytes = [.. burst.Bytes.Select(octet => (byte)(octet & 0x7F))] }));

    [Fact]
    public void Silence_from_the_start() => AssertInAMinute("diagnosis.silent", new FaultyLine(new SerialLine(115200, "8N1")), []);

    [Fact]
    public void A_meter_that_falls_silent()
    {
        FaultyLine line = new FaultyLine(Find("dsmr5-gas").Line).Run(Sent("dsmr5-gas", 5).TakeWhile(burst => burst.At < Start + Minute), 3 * Minute);

        (string key, TimeSpan after, _) = Assert.Single(line.Said);
        Assert.Equal("diagnosis.silent", key);
        Assert.InRange(after, Minute, 2 * Minute);
    }

    [Theory]
    [InlineData("dsmr5-gas")]
    [InlineData("kaifa-austria")]
    [InlineData("sagemcom-austria")]
    [InlineData("landis-e450-switzerland")]
    [InlineData("landis-e450-steiermark")]
    [InlineData("landis-e570")]
    [InlineData("iskra-am550-switzerland")]
    public void Bytes_lost_by_overruns(string meter) =>
        AssertInAMinute("diagnosis.damaged", new FaultyLine(Find(meter).Line, Find(meter).Keys), Sent(meter, 6).Select((burst, i) => burst with { Bytes = WithoutSome(burst.Bytes, i) }));

    /// <summary>What is ciphered stands within these frames with marks of its own: that it is found proves nothing of its key or kind.</summary>
    [Theory]
    [InlineData("kaifa-austria")]
    [InlineData("sagemcom-austria")]
    [InlineData("kamstrup-denmark")]
    [InlineData("landis-e450-burgenland")]
    [InlineData("landis-e450-steiermark")]
    [InlineData("landis-e450-wien")]
    [InlineData("landis-e570")]
    [InlineData("iskra-wien")]
    [InlineData("siemens-im350")]
    [InlineData("dlms-suite-2")]
    public void Bits_that_flip_in_each_telegram(string meter) =>
        AssertInAMinute("diagnosis.damaged", new FaultyLine(Find(meter).Line, Find(meter).Keys), Sent(meter, 6).Select((burst, i) => burst.WithFlippedBits(i)));

    [Fact]
    public void A_part_of_each_message_that_never_comes()
    {
        const string Meter = "landis-e450-switzerland";
        // The blocks' frames each between flags: the second is lost.
        AssertInAMinute("diagnosis.parts_missing", new FaultyLine(Find(Meter).Line), Sent(Meter, 7).Select(burst => burst with { Bytes = WithoutSecondFrame(burst.Bytes) }));
    }

    [Fact]
    public void Line_ends_that_a_gateway_maps()
    {
        FaultyLine line = new FaultyLine(Find("aidon").Line).Run(Sent("aidon", 8).Select(burst => burst with { Bytes = WithMappedLineEnds(burst.Bytes) }), 5 * Minute);

        Assert.Equal("diagnosis.octets_changed", line.Said[0].Key);
        Assert.InRange(line.Said[0].After, TimeSpan.Zero, Minute);
        Assert.True(line.Readings > 0);
    }

    [Fact]
    public void A_recording_that_is_played_over_and_over()
    {
        Burst[] recorded = [.. Sent("kamstrup-denmark", 9).Take(3)];
        FaultyLine line = new FaultyLine(Find("kamstrup-denmark").Line, Find("kamstrup-denmark").Keys)
            .Run(Enumerable.Range(0, 60).Select(i => recorded[i % 3] with { At = Start + TimeSpan.FromSeconds(10 * i) }), 5 * Minute);

        Assert.Equal("diagnosis.replayed", line.Said[0].Key);
        // A minute after the last that was read.
        Assert.InRange(line.Said[0].After, TimeSpan.Zero, TimeSpan.FromSeconds(85));
        Assert.Equal(3, line.Readings);
    }

    [Fact]
    public void Two_meters_on_one_line_and_a_key_for_one()
    {
        IEnumerable<Burst> both = Sent("kamstrup-denmark", 10).Zip(Sent("kaifa", 10), (first, second) => (Burst[])[first, second with { At = first.At + TimeSpan.FromSeconds(5) }]).SelectMany(two => two);
        FaultyLine line = new FaultyLine(new SerialLine(2400, "8N1")).Run(both, 5 * Minute);

        Assert.Equal("diagnosis.partly", line.Said[0].Key);
        Assert.InRange(line.Said[0].After, TimeSpan.Zero, Minute);
    }

    [Theory]
    [InlineData("landis-e450-switzerland")]
    [InlineData("kaifa-austria")]
    [InlineData("dsmr5-gas")]
    public void Stray_octets_between_telegrams_are_no_fault_to_tell(string meter)
    {
        FaultyLine line = new FaultyLine(Find(meter).Line, Find(meter).Keys).Run(Sent(meter, 11).Select((burst, i) => burst with { Bytes = [.. burst.Bytes, (byte)(i % 2 == 0 ? 0x00 : 0xFF)] }), 10 * Minute);

        Assert.Empty(line.Said);
        Assert.True(line.Readings > 10);
    }

    [Theory]
    [InlineData("dsmr5-gas", 1)]
    [InlineData("dsmr5-gas", 2)]
    [InlineData("smarty-luxembourg", 3)]
    [InlineData("aidon", 4)]
    [InlineData("kaifa", 5)]
    [InlineData("kaifa-austria", 6)]
    [InlineData("sml-easymeter", 7)]
    [InlineData("iec62056-mt174", 8)]
    [InlineData("linky-standard", 9)]
    [InlineData("smarty-luxembourg", 2)]
    [InlineData("sagemcom-graz", 2)]
    [InlineData("sagemcom-austria", 2)]
    public void An_hour_of_a_healthy_line_with_two_percent_of_noise_has_nothing_to_tell(string meter, int seed)
    {
        NoiseOptions noise = new(GarbageAtMost: 4, FlippedPercent: 2, CutPercent: 0, GluedPercent: 0);
        IEnumerable<Burst> bursts = LineNoise.Over(Find(meter).Telegrams(seed, Start), Find(meter).Line, noise, seed).Select(stretch => new Burst(stretch.At, stretch.Bytes));
        FaultyLine line = new FaultyLine(Find(meter).Line, Find(meter).Keys).Run(bursts, 60 * Minute);

        Assert.Empty(line.Said);
        Assert.True(line.Readings > 100);
    }

    private static void AssertProven(string sentence, FaultyLine line, IEnumerable<Burst> bursts)
    {
        line.Run(bursts, 5 * Minute);

        Assert.True(line.Said.Count == 1, string.Join(", ", line.Said));
        Assert.Equal((sentence, true), (line.Said[0].Key, line.Said[0].Bursts <= 2));
        Assert.Equal(0, line.Readings);
    }

    private static void AssertInAMinute(string sentence, FaultyLine line, IEnumerable<Burst> bursts)
    {
        line.Run(bursts, 5 * Minute);

        Assert.True(line.Said.Count > 0 && line.Said[0].Key == sentence && line.Said[0].After <= Minute, string.Join(", ", line.Said));
        Assert.Equal(0, line.Readings);
    }

    private static SimulatedMeter Find(string meter) => SimulatedMeters.Find(meter)!;

    private static IEnumerable<Burst> Sent(string meter, int seed) => Find(meter).Telegrams(seed, Start).Select(telegram => new Burst(telegram.At, telegram.Bytes));

    private static IEnumerable<Burst> Heard(string meter, SerialLine by, bool isInverted = false)
    {
        UartReceiver receiver = new(Find(meter).Line, by, isInverted);
        return Sent(meter, 12).Select(burst => burst with { Bytes = receiver.Receive(burst.Bytes) });
    }

    // The wrapper of IEC 62056-47 around a data-notification of this content, each ten seconds.
    private static IEnumerable<Burst> Notifications(string content)
    {
        byte[] value = Convert.FromHexString(content.Replace(" ", "", StringComparison.Ordinal));
        byte[] apdu = [0x0F, 0, 0, 0, 1, 0, .. value];
        byte[] telegram = [0, 1, 0, 1, 0, 1, 0, (byte)apdu.Length, .. apdu];
        return Enumerable.Range(0, 60).Select(i => new Burst(Start + TimeSpan.FromSeconds(10 * i), telegram));
    }

    // The same in an M-Bus frame (EN 13757-2), which has a sum of its octets.
    private static IEnumerable<Burst> Framed(string content)
    {
        byte[] body = [0x53, 0xFF, 0x10, 0x01, 0x67, 0x0F, 0, 0, 0, 1, 0, .. Convert.FromHexString(content.Replace(" ", "", StringComparison.Ordinal))];
        byte[] telegram = [0x68, (byte)body.Length, (byte)body.Length, 0x68, .. body, (byte)body.Sum(octet => octet), 0x16];
        return Enumerable.Range(0, 60).Select(i => new Burst(Start + TimeSpan.FromSeconds(10 * i), telegram));
    }

    private static byte[] Inverted(byte[] key) => [.. key.Select(octet => (byte)~octet)];

    private static byte[] WithoutSome(byte[] bytes, int seed)
    {
        int from = 20 + (seed * 31 % (bytes.Length / 2));
        return [.. bytes[..from], .. bytes[(from + (bytes.Length / 10))..]];
    }

    private static byte[] WithoutSecondFrame(byte[] frames)
    {
        int first = 2 + (((frames[1] & 7) << 8) | frames[2]), second = 2 + (((frames[first + 1] & 7) << 8) | frames[first + 2]);
        return [.. frames[..first], .. frames[(first + second)..]];
    }

    private static byte[] WithMappedLineEnds(byte[] bytes) => [.. bytes.SelectMany(octet => octet == '\n' ? (byte[])[(byte)'\r', (byte)'\n'] : [octet])];
}
