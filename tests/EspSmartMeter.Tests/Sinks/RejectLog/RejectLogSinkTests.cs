using EspSmartMeter.Options;
using EspSmartMeter.Sinks.RejectLog;
using EspSmartMeter.Sources;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.RejectLog;

public sealed class RejectLogTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_rejection_is_a_header_and_a_dump()
    {
        Rejected rejected = new(RejectionLayer.P1, RejectionReason.Crc, 0x20, "/ISK5\r\n\r\n1-0:1.7.0(00.1"u8.ToArray(), "stated 1234, is 5678");

        string text = await Written(log => log.Note(Source, rejected, At));

        Assert.Equal(
            """
            {"source":"tcp://emeter.local:8088","at":"2026-03-10T11:00:00.000Z","layer":"p1","reason":"crc","offset":32,"length":23,"detail":"stated 1234, is 5678"}
              00000020  2f 49 53 4b 35 0d 0a 0d  0a 31 2d 30 3a 31 2e 37  |/ISK5....1-0:1.7|
              00000030  2e 30 28 30 30 2e 31                              |.0(00.1|


            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public async Task A_flood_is_written_once_and_summed_up()
    {
        string text = await Written(log =>
        {
            for (int i = 0; i < 5000; i++)
                log.Note(Source, new Rejected(RejectionLayer.Hdlc, RejectionReason.Fcs, i, new byte[] { 0x7e }), At.AddMilliseconds(i));
        });

        Assert.Single(text.Split('\n'), line => line.StartsWith('{'));
        Assert.Contains("# tcp://emeter.local:8088: 4999 more of hdlc/fcs within a minute of 2026-03-10T11:00:00.000Z", text);
    }

    [Fact]
    public async Task A_minute_later_the_kind_is_a_first_again()
    {
        string text = await Written(log =>
        {
            log.Note(Source, new Rejected(RejectionLayer.Hdlc, RejectionReason.Fcs, 0, new byte[] { 1 }), At);
            log.Note(Source, new Rejected(RejectionLayer.Hdlc, RejectionReason.Fcs, 9, new byte[] { 2 }), At.AddSeconds(61));
        });

        Assert.Equal(2, text.Split('\n').Count(line => line.StartsWith('{')));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_the_kind_a_first_again()
    {
        string text = await Written(log =>
        {
            log.Note(Source, new Rejected(RejectionLayer.Hdlc, RejectionReason.Fcs, 0, new byte[] { 1 }), At);
            log.Note(Source, new Rejected(RejectionLayer.Hdlc, RejectionReason.Fcs, 9, new byte[] { 2 }), At.AddHours(-1));
        });

        Assert.Equal(2, text.Split('\n').Count(line => line.StartsWith('{')));
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

    private static Source Source => new(new SourceOptions(null, new Uri("tcp://emeter.local:8088"), KeyRing.Empty));

    private async Task<string> Written(Action<RejectLogSink> write)
    {
        using RejectLogSink log = new(new AppOptions { Sources = [], DataFolder = _folder }, TimeProvider.System, NullLogger<RejectLogSink>.Instance);
        await log.StartAsync(TestContext.Current.CancellationToken);
        write(log);
        await log.StopAsync(TestContext.Current.CancellationToken);
        return await File.ReadAllTextAsync(log.File, TestContext.Current.CancellationToken);
    }
}
