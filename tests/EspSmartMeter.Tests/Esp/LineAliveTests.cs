using EspSmartMeter.Esp;
using EspSmartMeter.Sources;
using EspSmartMeter.Tests.Mqtt;

namespace EspSmartMeter.Tests.Esp;

/// <summary>What keeps an ESP from looking for another line mode (firmware/status.md, alive).</summary>
public sealed class LineAliveTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task It_is_said_each_five_minutes_while_telegrams_come_and_not_while_none_do()
    {
        using HttpServer esp = new(200, "{}");
        LineAlive alive = new(new EspClient(esp.Address));
        await Say(telegrams: 0, minute: 0);
        Assert.Equal(0, esp.Requests);
        await Say(telegrams: 1, minute: 1);
        Assert.Equal(1, esp.Requests);
        Assert.StartsWith("POST /api/line ", esp.Request);
        Assert.EndsWith("\r\n\r\nalive=1", esp.Request);
        Assert.Contains("application/x-www-form-urlencoded", esp.Request);
        Assert.DoesNotContain("Origin", esp.Request);
        await Say(telegrams: 30, minute: 5);
        Assert.Equal(1, esp.Requests);
        await Say(telegrams: 36, minute: 6);
        Assert.Equal(2, esp.Requests);
        await Say(telegrams: 36, minute: 20);
        Assert.Equal(2, esp.Requests);

        Task Say(long telegrams, int minute) =>
            alive.SayIfDueAsync(new SourceFigures { Telegrams = telegrams }, Start.AddMinutes(minute), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_device_that_refuses_or_is_away_costs_nothing()
    {
        using HttpServer esp = new(403, "{}");
        await new LineAlive(new EspClient(esp.Address)).SayIfDueAsync(new SourceFigures { Telegrams = 1 }, Start, TestContext.Current.CancellationToken);
        esp.Dispose();
        await new LineAlive(new EspClient(esp.Address)).SayIfDueAsync(new SourceFigures { Telegrams = 1 }, Start, TestContext.Current.CancellationToken);
        Assert.Equal(1, esp.Requests);
    }
}
