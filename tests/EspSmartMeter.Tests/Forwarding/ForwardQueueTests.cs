using EspSmartMeter.Forwarding;

namespace EspSmartMeter.Tests.Forwarding;

public sealed class ForwardQueueTests
{
    private readonly ForwardQueue _queue = new();

    [Fact]
    public async Task While_the_broker_is_there_each_burst_goes_out_in_its_order()
    {
        _queue.BrokerIs(there: true);
        for (byte i = 0; i < 100; i++)
            _queue.Put(new Burst("meters", new[] { i }));
        for (byte i = 0; i < 100; i++)
            Assert.Equal(i, (await TakeAsync()).Bytes.Span[0]);
        Assert.Equal((0, 0), (_queue.Count, _queue.LeftOut));
    }

    [Fact]
    public async Task While_it_is_away_the_newest_of_each_length_is_kept_and_the_newest_of_all_goes_out_last()
    {
        // A short list each time, a long one now and then.
        for (byte i = 1; i <= 100; i++)
        {
            _queue.Put(new Burst("meters", new byte[] { i, 0 }));
            if (i % 30 == 0)
                _queue.Put(new Burst("meters", new byte[] { i, 0, 0 }));
        }
        _queue.BrokerIs(there: true);
        Assert.Equal([90, 0, 0], (await TakeAsync()).Bytes.ToArray());
        Assert.Equal([100, 0], (await TakeAsync()).Bytes.ToArray());
        Assert.Equal((0, 101), (_queue.Count, _queue.LeftOut));
    }

    [Fact]
    public async Task Five_minutes_without_a_broker_under_load_wait_in_no_more_than_half_a_megabyte()
    {
        Random random = new(1);
        for (int i = 0; i < 5 * 60 * 50; i++)
            _queue.Put(new Burst($"meters/{random.Next(50)}", new byte[random.Next(1, 16 * 1024)]));
        _queue.Put(new Burst("meters/last", new byte[] { 1 }));
        Assert.InRange(_queue.Count, 1, 32);
        _queue.BrokerIs(there: true);
        Burst last = null!;
        while (_queue.Count > 0)
            last = await TakeAsync();
        Assert.Equal("meters/last", last.Topic);
    }

    [Fact]
    public async Task Behind_a_slow_broker_a_megabyte_waits_and_the_oldest_goes()
    {
        _queue.BrokerIs(there: true);
        for (int i = 0; i < 200; i++)
            _queue.Put(new Burst($"{i}", new byte[16 * 1024]));
        Assert.Equal((64, 136), (_queue.Count, _queue.LeftOut));
        Assert.Equal("136", (await TakeAsync()).Topic);
    }

    [Fact]
    public async Task What_waits_when_it_goes_away_is_overtaken_too()
    {
        _queue.BrokerIs(there: true);
        for (byte i = 0; i < 10; i++)
            _queue.Put(new Burst("meters", new[] { i }));
        _queue.BrokerIs(there: false);
        Assert.Equal(1, _queue.Count);
        Assert.Equal(9, (await TakeAsync()).Bytes.Span[0]);
    }

    [Fact]
    public async Task Who_waits_for_the_next_gets_it_when_it_comes()
    {
        Task<Burst> next = _queue.NextAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(next.IsCompleted);
        _queue.Put(new Burst("meters", new byte[] { 1 }));
        Assert.Equal("meters", (await next).Topic);
    }

    private async Task<Burst> TakeAsync()
    {
        Burst next = await _queue.NextAsync(TestContext.Current.CancellationToken);
        _queue.Remove(next);
        return next;
    }
}
