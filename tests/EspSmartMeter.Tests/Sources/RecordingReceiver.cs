using System.Collections.Concurrent;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using Microsoft.Extensions.Logging.Abstractions;

namespace EspSmartMeter.Tests.Sources;

/// <summary>A source that is read for real; what came is kept.</summary>
internal sealed class RecordingReceiver : IByteReceiver, IByteReceivers, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<byte> _bytes = new();
    private readonly Task _reading;

    public RecordingReceiver(string url)
    {
        Status = new Source(SourceUrl.Parse("url", url, LineSchemes.BuiltIn));
        _reading = new SourceLoop(Status, this, TimeProvider.System, NullLogger.Instance).RunAsync(_stop.Token);
    }

    public Source Status { get; }

    public byte[] Bytes => [.. _bytes];

    public int Idles { get; private set; }

    public int Ends { get; private set; }

    public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        foreach (byte octet in bytes)
            _bytes.Enqueue(octet);
    }

    public void Idle(DateTimeOffset now) => Idles++;

    public void End(DateTimeOffset now) => Ends++;

    public void EndBurst(DateTimeOffset now)
    {
    }

    public IByteReceiver Of(Source line) => this;

    public void Found(Source line)
    {
    }

    public void Link(Source source)
    {
    }

    public async Task Until(Func<RecordingReceiver, bool> seen, int seconds = 30)
    {
        for (int i = 0; i < seconds * 50; i++)
        {
            if (seen(this))
                return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"not seen within {seconds} s: {Status.Statistics.Figures.Link} {Status.Statistics.Figures.LinkSentence} {Convert.ToHexString(Bytes)}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }
}
