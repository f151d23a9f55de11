using EspSmartMeter.Languages;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks;
using EspSmartMeter.Sinks.RejectLog;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.RejectLog;

public sealed class RejectLogSinkTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_rejection_is_a_header_and_a_dump()
    {
        Rejected rejected = new(new RejectionLayer("p1"), RejectionReason.Crc, 0x20, "/ISK5\r\n\r\n1-0:1.7.0(00.1"u8.ToArray(), "stated 1234, is 5678");

        string text = await Written(log => log.OnRejectionAsync(new Rejection("tcp://emeter.local:8088", "house", At, rejected)));

        Assert.Equal(
            """
            {"source":"tcp://emeter.local:8088","at":"2026-03-10T11:00:00.000Z","layer":"p1","reason":"crc","offset":32,"length":23,"detail":"stated 1234, is 5678"}
              00000020  2f 49 53 4b 35 0d 0a 0d  0a 31 2d 30 3a 31 2e 37  |/ISK5....1-0:1.7|
              00000030  2e 30 28 30 30 2e 31                              |.0(00.1|


            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public async Task The_rest_of_a_flood_is_summed_up()
    {
        string text = await Written(log => log.OnRepeatsAsync(
            new Repeats(new RejectionKind("tcp://emeter.local:8088", new RejectionLayer("hdlc"), RejectionReason.Fcs), 4999, At)));

        Assert.Equal("# tcp://emeter.local:8088: 4999 more of hdlc/fcs within a minute of 2026-03-10T11:00:00.000Z\n\n", text);
    }

    [Fact]
    public async Task Entries_that_came_faster_than_the_disk_took_them_are_counted()
    {
        string text = await Written(log => log.CatchUpAsync(new DroppedCalls(Telegrams: 100, Rejections: 7, Others: 1)));

        Assert.StartsWith("# 7 entries are missing here at ", text);
    }

    [Fact]
    public async Task What_the_app_as_a_whole_has_to_say_is_written_once_and_again_when_it_comes_back()
    {
        Notice full = new(null, Sentence.Of("meters.no_room", 64, 4)), silent = new("house", Sentence.Of("diagnosis.silent"));

        string text = await Written(async log =>
        {
            await log.OnNoticesAsync([full]);
            await log.OnNoticesAsync([full, silent]);
            await log.OnNoticesAsync([]);
            await log.OnNoticesAsync([full]);
        });

        Assert.Equal(2, text.Split('\n').Count(line => line.StartsWith('#') && line.Contains("there is room for no more", StringComparison.Ordinal)));
        Assert.DoesNotContain("sends nothing", text);
    }

    [Fact]
    public void A_full_log_becomes_the_older_one()
    {
        RejectFile file = new(_folder);
        string entry = new('x', 300_000);
        for (int i = 0; i < 8; i++)
            file.Append(entry + i);

        Assert.Equal(["log.1.txt", "log.txt"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(_folder), name => Assert.True(new FileInfo(name).Length <= 1024 * 1024));
        Assert.EndsWith("7", File.ReadAllText(file.Path));
    }

    [Fact]
    public void An_entry_that_was_cut_short_is_closed_before_the_next()
    {
        RejectFile file = new(_folder);
        File.WriteAllText(file.Path, "{\"source\":\"tcp://emeter");
        file.Append("{}\n\n");
        file.Append("{}\n\n");
        Assert.Equal("{\"source\":\"tcp://emeter\n# cut short: the app was ended, or the disk full, while it wrote this\n\n{}\n\n{}\n\n", File.ReadAllText(file.Path));
    }

    private async Task<string> Written(Func<ISink, ValueTask> write)
    {
        RejectLogSink log = new(new AppOptions { Sources = [], DataFolder = _folder }, TimeProvider.System, NullLogger<RejectLogSink>.Instance);
        await write(log);
        return await File.ReadAllTextAsync(log.File, TestContext.Current.CancellationToken);
    }
}
