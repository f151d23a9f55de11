using System.Collections.Concurrent;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EspSmartMeter.Tests.Sources;

/// <summary>A source of a made-up scheme that is read in virtual time, and what its receivers were told, in words.</summary>
internal sealed class ReadSource : IByteReceivers, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly Task _reading;

    public ReadSource(ILineScheme scheme, string address)
    {
        Source = new Source(SourceUrl.Parse("url", address, LineSchemes.BuiltIn.With(scheme)));
        _reading = new SourceLoop(Source, this, Clock, NullLogger.Instance).RunAsync(_stop.Token);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 10, 11, 0, 0, TimeSpan.Zero));

    public Source Source { get; }

    public SourceFigures Figures => Source.Statistics.Figures;

    public IReadOnlyList<string> Told => [.. _told];

    /// <summary>What the next call of a receiver throws; null: nothing.</summary>
    public Exception? Fault { get; set; }

    public void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public IByteReceiver Of(Source line)
    {
        Tell(line, "receiver");
        return new Receiver(this, line);
    }

    public void Found(Source line) => Tell(line, "found");

    public void Link(Source source)
    {
    }

    /// <summary>Waits for what other threads do at once, in no virtual time.</summary>
    public async Task Until(Func<ReadSource, bool> seen)
    {
        for (int i = 0; i < 6000; i++)
        {
            if (seen(this))
                return;
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"not seen: {Figures.Link} {Figures.LinkSentence}; {string.Join(", ", Told)}");
    }

    /// <summary>The same, the clock going on meanwhile.</summary>
    public Task UntilGoingOn(Func<ReadSource, bool> seen) => Until(read =>
    {
        if (seen(read))
            return true;
        Advance(2);
        return false;
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private void Tell(Source line, string what) => _told.Enqueue(line == Source ? what : $"{line.PlainId}: {what}");

    private void Thrown()
    {
        if (Fault is not Exception fault)
            return;
        Fault = null;
        throw fault;
    }

    private sealed class Receiver(ReadSource owner, Source line) : IByteReceiver
    {
        public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset now)
        {
            owner.Thrown();
            owner.Tell(line, Convert.ToHexString(bytes));
        }

        public void EndBurst(DateTimeOffset now) => owner.Tell(line, "burst");

        public void Idle(DateTimeOffset now)
        {
            owner.Thrown();
            owner.Tell(line, "idle");
        }

        public void End(DateTimeOffset now) => owner.Tell(line, "end");
    }
}
