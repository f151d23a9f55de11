using System.Collections.Concurrent;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks;
using EspSmartMeter.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks;

/// <summary>What one sink does or does not do is nothing to the source and to the other sinks.</summary>
public sealed class SinkFanoutTests
{
    [Fact]
    public async Task A_sink_that_throws_costs_the_others_nothing_and_is_told_once()
    {
        RecordingSink sound = new();
        using Fanout fanout = new(new FaultySink(), sound);
        for (int watts = 1; watts <= 100; watts++)
            fanout.Telegram(watts);
        await fanout.StopAsync();

        Assert.Equal(Enumerable.Range(1, 100), sound.Watts);
        Assert.Equal(["A fault of the app in what it does for faulty. Please report it."], fanout.Log.Where(line => line.Contains("faulty", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sink_that_hangs_holds_up_neither_the_source_nor_the_others()
    {
        RecordingSink stuck = new(), quick = new();
        stuck.Hold();
        using Fanout fanout = new(stuck, quick);
        for (int watts = 1; watts <= 10 * SinkQueue.MostWaiting; watts++)
        {
            fanout.Telegram(watts);
            if (watts % 100 == 0)
                await quick.Until(watts);
        }
        await quick.Until(10 * SinkQueue.MostWaiting);

        Assert.True(stuck.Watts.Count <= 1);
        stuck.Release();
        await fanout.StopAsync();
    }

    [Fact]
    public async Task A_full_queue_drops_the_oldest_counts_them_and_has_the_sink_catch_up()
    {
        const int All = SinkQueue.MostWaiting + 300;
        RecordingSink slow = new();
        using Fanout fanout = new(slow);
        fanout.Telegram(1);
        await slow.Until(1);
        slow.Hold();
        fanout.Telegram(2);
        await slow.UntilHeld();
        for (int watts = 3; watts <= All; watts++)
            fanout.Telegram(watts);
        slow.Release();
        await fanout.StopAsync();

        long dropped = slow.Dropped.Sum(calls => calls.Telegrams);
        Assert.Equal(All - 2 - SinkQueue.MostWaiting, dropped);
        Assert.Equal([new SinkFigures("recording", dropped)], fanout.Figures);
        Assert.Equal([1, 2, .. Enumerable.Range(3 + (int)dropped, All - 2 - (int)dropped)], slow.Watts);
        Assert.Contains(fanout.Log, line => line.Contains("recording is slower than what comes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rejections_that_a_full_queue_drops_are_counted()
    {
        RecordingSink slow = new();
        using Fanout fanout = new(slow);
        slow.Hold();
        fanout.Telegram(1);
        await slow.UntilHeld();
        fanout.Reject(RejectionReason.Crc);
        for (int watts = 2; watts <= SinkQueue.MostWaiting + 1; watts++)
            fanout.Telegram(watts);
        slow.Release();
        await fanout.StopAsync();

        Assert.Equal(1, slow.Dropped.Sum(calls => calls.Rejections));
        Assert.Empty(slow.Rejections);
    }

    [Fact]
    public async Task Of_a_flood_of_rejections_the_first_and_the_sum_are_told()
    {
        RecordingSink sink = new();
        using Fanout fanout = new(sink);
        for (int i = 0; i < 5000; i++)
            fanout.Reject(RejectionReason.Crc);
        fanout.Reject(RejectionReason.Fcs);
        await fanout.StopAsync();

        Assert.Equal([RejectionReason.Crc, RejectionReason.Fcs], sink.Rejections.Select(rejection => rejection.Rejected.Reason));
        Assert.Equal(4999, Assert.Single(sink.Repeats).Count);
    }

    [Fact]
    public async Task What_waits_at_the_stop_is_done_before_the_sink_ends()
    {
        RecordingSink slow = new();
        using Fanout fanout = new(slow);
        slow.Hold();
        for (int watts = 1; watts <= 50; watts++)
            fanout.Telegram(watts);
        Task stopping = fanout.StopAsync();
        slow.Release();
        await stopping;

        Assert.Equal(Enumerable.Range(1, 50), slow.Watts);
        Assert.True(slow.IsStopped);
    }

    [Fact]
    public async Task A_sink_that_never_ends_is_left()
    {
        RecordingSink stuck = new();
        LogLines log = new();
        SinkQueue queue = new(stuck, TimeProvider.System, log);
        queue.Start();
        stuck.Hold();
        queue.Put(CallKind.News, sink => sink.OnTickAsync(DateTimeOffset.UnixEpoch));
        await stuck.UntilHeld();

        await queue.StopAsync(TimeSpan.FromMilliseconds(20));

        Assert.False(stuck.IsStopped);
        Assert.Equal(["recording did not come to an end within 0 s, and is left."], log.Lines);
        stuck.Release();
    }

    [Fact]
    public async Task A_links_coming_and_going_is_told()
    {
        RecordingSink sink = new();
        using Fanout fanout = new(sink);
        fanout.Meters.OnLink(fanout.Source);
        await fanout.StopAsync();
        Assert.Equal(["tcp://emeter.local:8088"], sink.Links);
    }

    [Fact]
    public async Task What_the_program_has_to_say_is_told_when_it_changes_and_that_of_the_app_is_logged()
    {
        RecordingSink sink = new();
        using Fanout fanout = new(sink);
        for (int meter = 1; meter <= 65; meter++)
            fanout.Telegram(1, $"m{meter}");
        await sink.UntilTold(notices => notices.Any(notice => notice.Sentence.Key == "meters.no_room"));
        await fanout.StopAsync();

        Assert.Equal(64, fanout.Meters.Meters.Count);
        Assert.Single(fanout.Log, line => line.StartsWith("64 meters are known, and there is room for no more", StringComparison.Ordinal));
        Assert.Equal(sink.Told.Count, sink.Told.Select(told => string.Join('|', told.Select(notice => notice.Sentence))).Distinct().Count());
    }

    /// <summary>A registry and a source, and sinks that are fed from it.</summary>
    private sealed class Fanout : IDisposable
    {
        private readonly SinkFanout _fanout;
        private readonly LogLines _log = new();

        public Fanout(params ISink[] sinks)
        {
            AppOptions options = new() { Sources = [new SourceOptions(null, new Uri("tcp://emeter.local:8088"), KeyRing.Empty)], DataFolder = "" };
            Source = new Source(options.Sources[0]);
            Meters = new MeterRegistry(options);
            Notices notices = new(options, new StoredFiles(NullLogger<StoredFiles>.Instance), Meters, [Source]);
            _fanout = new SinkFanout(sinks, Meters, notices, TimeProvider.System, _log);
            _fanout.StartingAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        public IReadOnlyList<SinkFigures> Figures => _fanout.Figures;

        public Source Source { get; }

        public MeterRegistry Meters { get; }

        public IReadOnlyCollection<string> Log => _log.Lines;

        public void Telegram(int watts, string meter = "m1")
        {
            Reading reading = new() { MeterId = meter, Received = DateTimeOffset.UtcNow, Check = TelegramCheck.Crc16 };
            reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:1.7.0"), watts, Unit.Watt));
            Meters.OnReading(Source, reading);
        }

        public void Reject(RejectionReason reason) =>
            Meters.OnRejected(Source, new Rejected(new RejectionLayer("p1"), reason, 0, new byte[] { 1 }), DateTimeOffset.UtcNow);

        public Task StopAsync() => _fanout.StoppedAsync(CancellationToken.None);

        public void Dispose() => _fanout.Dispose();
    }

    private sealed class FaultySink : ISink
    {
        public string Name => "faulty";

        public ValueTask StartAsync(Action<Action> turn) => throw new InvalidOperationException("as no sink should");

        public ValueTask OnTelegramAsync(Meter meter, MeterState state) => throw new InvalidOperationException("as no sink should");

        public ValueTask OnTickAsync(DateTimeOffset now) => throw new InvalidOperationException("as no sink should");
    }

    /// <summary>Keeps what it is told, and can be held up.</summary>
    private sealed class RecordingSink : ISink
    {
        private TaskCompletionSource? _hold;
        private volatile bool _isHeld;

        public string Name => "recording";

        public ConcurrentQueue<int> Watts { get; } = new();

        public List<Rejection> Rejections { get; } = [];

        public List<Repeats> Repeats { get; } = [];

        public List<DroppedCalls> Dropped { get; } = [];

        public List<string> Links { get; } = [];

        public ConcurrentQueue<IReadOnlyList<Notice>> Told { get; } = new();

        public bool IsStopped { get; private set; }

        public void Hold() => _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _hold?.SetResult();

        public Task Until(int watts) => Until(() => Watts.LastOrDefault() == watts);

        public Task UntilHeld() => Until(() => _isHeld);

        public Task UntilTold(Func<IReadOnlyList<Notice>, bool> seen) => Until(() => Told.Any(seen));

        public async ValueTask OnTelegramAsync(Meter meter, MeterState state)
        {
            await HeldAsync();
            Watts.Enqueue((int)state.Find(ObisCode.Parse("1-0:1.7.0"))!.Measurement.Number);
        }

        public ValueTask OnRejectionAsync(Rejection rejection)
        {
            Rejections.Add(rejection);
            return ValueTask.CompletedTask;
        }

        public ValueTask OnRepeatsAsync(Repeats repeats)
        {
            Repeats.Add(repeats);
            return ValueTask.CompletedTask;
        }

        public ValueTask OnNoticesAsync(IReadOnlyList<Notice> standing)
        {
            Told.Enqueue(standing);
            return ValueTask.CompletedTask;
        }

        public ValueTask OnLinkAsync(Source source)
        {
            Links.Add(source.Address);
            return ValueTask.CompletedTask;
        }

        public ValueTask OnTickAsync(DateTimeOffset now) => now == DateTimeOffset.UnixEpoch ? HeldAsync() : ValueTask.CompletedTask;

        public ValueTask CatchUpAsync(DroppedCalls dropped)
        {
            Dropped.Add(dropped);
            return ValueTask.CompletedTask;
        }

        public ValueTask StopAsync()
        {
            IsStopped = true;
            return ValueTask.CompletedTask;
        }

        private async ValueTask HeldAsync()
        {
            if (_hold is not TaskCompletionSource hold)
                return;
            _isHeld = true;
            await hold.Task;
        }

        private static async Task Until(Func<bool> seen)
        {
            for (int i = 0; i < 3000 && !seen(); i++)
                await Task.Delay(10, TestContext.Current.CancellationToken);
            Assert.True(seen());
        }
    }

    private sealed class LogLines : ILogger<SinkFanout>
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));
    }
}
