using EspSmartMeter.Esp;
using EspSmartMeter.Languages;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.Web;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>Which step of the way a source has come to.</summary>
public sealed class WayThroughTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    private readonly Source _source = SourceAt("tcp://emeter.local:8088");

    [Fact]
    public void A_device_that_is_not_found_is_the_first_step_and_told_at_once()
    {
        _source.Statistics.LinkIs(LinkState.Lost, Start, Sentence.Of("tcp.unknown_name", "emeter.local", "tcp://192.168.x.y:8088"));
        Assert.Equal(WayStep.Found, At(Start)?.Here);
    }

    [Fact]
    public void A_source_has_a_moment_before_anybody_is_alarmed()
    {
        Connect();
        Assert.Null(At(Start.AddSeconds(14)));
        Assert.Equal(WayStep.Bytes, At(Start.AddSeconds(15))?.Here);
    }

    [Fact]
    public void Bytes_that_are_no_frames_stand_at_the_line_and_the_newest_are_shown()
    {
        Connect();
        _source.Statistics.Received(100, Start.AddSeconds(1));
        _source.Recent.Add(new byte[60], Start.AddSeconds(1), 1);
        _source.Recent.EndBurst();
        _source.Recent.Add([1, 2, 3], Start.AddSeconds(2), 1);
        WayThrough way = At(Start.AddSeconds(20))!;
        Assert.Equal(WayStep.Line, way.Here);
        Assert.Equal([.. new byte[45], 1, 2, 3], way.Newest);
        Assert.Null(way.Encrypts);
    }

    [Fact]
    public void A_checksum_that_does_not_fit_stands_at_the_line()
    {
        Connect();
        Refuse("hdlc", RejectionReason.Fcs, null, times: 5);
        Assert.Equal(WayStep.Line, At(Start.AddSeconds(20))?.Here);
    }

    [Theory]
    [InlineData(RejectionReason.KeyMissing)]
    [InlineData(RejectionReason.KeyWrong)]
    [InlineData(RejectionReason.AuthKeyMissing)]
    [InlineData(RejectionReason.AuthKeyWrong)]
    [InlineData(RejectionReason.TagMismatch)]
    public void Encrypted_telegrams_that_are_not_read_stand_at_the_key_and_tell_whose(RejectionReason reason)
    {
        Connect();
        Refuse("ciphering", reason, "system title 4B464D1020304050: something is to be done");
        WayThrough way = At(Start.AddSeconds(5))!;
        Assert.Equal((WayStep.Key, true, "4B464D1020304050", reason), (way.Here, way.Encrypts, way.SystemTitle, way.Reason));
    }

    [Fact]
    public void One_telegram_that_lacks_a_key_may_be_chance()
    {
        Connect();
        Refuse("ciphering", RejectionReason.KeyMissing, null, times: 1);
        Assert.Equal(WayStep.Line, At(Start.AddSeconds(20))?.Here);
    }

    [Fact]
    public void A_list_that_nobody_knows_is_past_the_key()
    {
        Connect();
        Refuse("list", RejectionReason.UnknownList, "no list fits");
        WayThrough way = At(Start.AddSeconds(5))!;
        Assert.Equal((WayStep.Values, false), (way.Here, way.Encrypts));
    }

    [Fact]
    public void With_a_key_that_is_set_what_comes_behind_may_have_been_encrypted()
    {
        Source keyed = new(new SourceOptions(null, new Uri("tcp://emeter.local:8088"), new KeyRing(new MeterKeys(new byte[16], null))));
        keyed.Statistics.LinkIs(LinkState.Connected, Start, Sentence.Of("link.connected"));
        Refuse(keyed, "list", RejectionReason.UnknownList, null, 2);
        Assert.Null(WayThrough.Of(keyed, null, Start.AddSeconds(5))!.Encrypts);
    }

    [Fact]
    public void It_goes_when_telegrams_are_read_and_comes_back_only_where_something_is_to_be_told()
    {
        Connect();
        Refuse("ciphering", RejectionReason.KeyMissing, null);
        Assert.NotNull(At(Start.AddSeconds(5)));
        _source.Statistics.Received(100, Start.AddSeconds(6));
        _source.Statistics.Decoded(Start.AddSeconds(6), proven: true);
        Assert.Null(At(Start.AddSeconds(6)));
        Assert.Null(At(Start.AddSeconds(36)));

        _source.Statistics.LinkIs(LinkState.Lost, Start.AddSeconds(40), Sentence.Of("tcp.closed", "emeter.local"));
        Assert.Null(At(Start.AddSeconds(41)));
        Assert.Equal(WayStep.Found, At(Start.AddSeconds(120))?.Here);
    }

    [Theory]
    [InlineData("serial:///dev/ttyUSB0", "115200-8N1", "app")]
    [InlineData("serial:///dev/ttyUSB0?mode=2400-8E1", "2400-8E1", "address")]
    [InlineData("tcp://emeter.local:8088", null, null)]
    public void It_tells_who_decides_how_the_line_is_listened_to(string url, string? mode, string? by)
    {
        Source source = SourceAt(url);
        source.Statistics.LinkIs(LinkState.Lost, Start, Sentence.Of("link.connected"));
        WayThrough way = WayThrough.Of(source, null, Start)!;
        Assert.Equal((mode, by), (way.Mode?.Name, way.Mode?.By));
    }

    [Fact]
    public void An_ESP_tells_its_mode_itself_and_has_pages()
    {
        _source.Statistics.LinkIs(LinkState.Lost, Start, Sentence.Of("link.connected"));
        EspFigures esp = new("00a1b2", "1.0.0", "power on", -60, 1, 1, "2400-8E1 inverted", 0, 0, 0, 0, 0, "d1_mini", null);
        WayThrough way = WayThrough.Of(_source, esp, Start)!;
        Assert.Equal((new WayMode("2400-8E1 inverted", "device"), new Uri("http://emeter.local/")), (way.Mode, way.DevicePages));
    }

    private static Source SourceAt(string url) => new(new SourceOptions(null, new Uri(url), KeyRing.Empty));

    private WayThrough? At(DateTimeOffset now) => WayThrough.Of(_source, null, now);

    private void Connect() => _source.Statistics.LinkIs(LinkState.Connected, Start, Sentence.Of("link.connected"));

    private void Refuse(string layer, RejectionReason reason, string? detail, int times = 2) => Refuse(_source, layer, reason, detail, times);

    private static void Refuse(Source source, string layer, RejectionReason reason, string? detail, int times)
    {
        for (int i = 1; i <= times; i++)
        {
            source.Statistics.Received(100, Start.AddSeconds(i));
            source.Statistics.Refused(new Rejected(new RejectionLayer(layer), reason, i, new byte[1], detail), Start.AddSeconds(i));
        }
    }
}
