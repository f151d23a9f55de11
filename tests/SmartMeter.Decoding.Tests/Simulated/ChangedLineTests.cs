using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Protocols.Hdlc;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>Gateways that take binary frames for text.</summary>
public class ChangedLineTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);

    private static byte[] CrLfForLf(byte[] bytes) => [.. bytes.SelectMany(octet => octet == 0x0A ? (byte[])[0x0D, 0x0A] : [octet])];

    private static byte[] CrLfForCr(byte[] bytes) => [.. bytes.SelectMany(octet => octet == 0x0D ? (byte[])[0x0D, 0x0A] : [octet])];

    private static byte[] Doubled(byte[] bytes) => [.. bytes.SelectMany(octet => octet == 0xFF ? (byte[])[0xFF, 0xFF] : [octet])];

    private static byte[] CrForLf(byte[] bytes) => [.. bytes.Select(octet => octet == 0x0A ? (byte)0x0D : octet)];

    private static byte[] Changed(byte[] bytes, string how) => how switch
    {
        "CR LF for LF" => CrLfForLf(bytes),
        "CR LF for CR" => CrLfForCr(bytes),
        "FF FF for FF" => Doubled(bytes),
        _ => CrForLf(bytes),
    };

    /// <summary>Damage and noise included, which come before the gateway.</summary>
    [Theory]
    [InlineData("aidon-3phase", "CR LF for LF")]
    [InlineData("kamstrup", "CR LF for LF")]
    [InlineData("landis-e450-switzerland", "CR LF for LF")]
    [InlineData("aidon-3phase", "CR LF for CR")]
    [InlineData("kaifa", "CR LF for CR")]
    [InlineData("aidon-3phase", "FF FF for FF")]
    [InlineData("kaifa", "FF FF for FF")]
    public void On_a_bad_line_every_intact_telegram_is_read_and_no_damaged_one(string name, string how)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        NoisyLine line = new(meter);
        long offset = 0;
        foreach (LineStretch stretch in LineNoise.Over(meter.Telegrams(5, Start).Take(2000), meter.Line, new NoiseOptions(), 5))
        {
            byte[] bytes = Changed(stretch.Bytes, how);
            line.Bring(stretch with { Bytes = bytes, Offset = offset });
            offset += bytes.Length;
        }
        line.End();
        Assert.True(line.Recovered >= line.Intact * 0.995, $"{line.Recovered} of {line.Intact} intact telegrams were read");
        line.AssertEachByteToldOnce();
    }

    /// <summary>Stray octets between all stretches: nothing else is lost for them.</summary>
    [Theory]
    [InlineData("landis-e450-switzerland", 0x00)]
    [InlineData("iskra-am550-switzerland", 0xFF)]
    [InlineData("kaifa-austria", 0x00)]
    public void On_a_bad_line_with_stray_octets_between_frames_every_intact_telegram_is_read(string name, byte stray)
    {
        SimulatedMeter meter = SimulatedMeters.Find(name)!;
        NoisyLine line = new(meter);
        long offset = 0;
        foreach (LineStretch stretch in LineNoise.Over(meter.Telegrams(5, Start).Take(2000), meter.Line, new NoiseOptions(GarbageAtMost: 0), 5))
        {
            line.Bring(stretch with { Offset = offset });
            offset += stretch.Bytes.Length;
            line.Bring(new LineStretch(offset, [stray], stretch.At, null, Damage.None, -1));
            offset++;
        }
        line.End();
        Assert.True(line.Recovered >= line.Intact * 0.995, $"{line.Recovered} of {line.Intact} intact telegrams were read");
        line.AssertEachByteToldOnce();
    }

    private sealed class ChangeSink : IDecoderSink
    {
        public List<string?> Told { get; } = [];

        public int Readings { get; private set; }

        public void OnReading(Reading reading) => Readings++;

        public void OnRejected(Rejected rejected)
        {
        }

        public void OnOctetsChanged(string? how) => Told.Add(how);
    }

    [Fact]
    public void It_is_told_once_five_frames_in_a_row_fitted_and_no_longer_once_one_fits_plainly()
    {
        byte[] power = HdlcWire.Power(0x0A0A);
        ChangeSink sink = new();
        MeterDecoder decoder = new(new DecoderOptions(), sink);
        for (int i = 0; i < 4; i++)
            decoder.Feed(CrLfForLf(power), Start);
        decoder.End(Start);
        Assert.Empty(sink.Told);
        decoder.Feed(CrLfForLf(power), Start);
        decoder.End(Start);
        Assert.Equal(["CR LF for LF"], sink.Told);
        decoder.Feed(power, Start);
        decoder.End(Start);
        Assert.Equal(["CR LF for LF", null], sink.Told);
        Assert.Equal(6, sink.Readings);
    }

    [Fact]
    public void Where_an_octet_stands_for_another_nothing_is_read_before_five_frames_say_so()
    {
        byte[] power = CrForLf(HdlcWire.Power(0x0A0A));
        ChangeSink sink = new();
        MeterDecoder decoder = new(new DecoderOptions(), sink);
        for (int i = 0; i < 7; i++)
        {
            decoder.Feed(power, Start);
            decoder.End(Start);
        }
        Assert.Equal(["CR for LF"], sink.Told);
        Assert.Equal(3, sink.Readings);
    }
}
