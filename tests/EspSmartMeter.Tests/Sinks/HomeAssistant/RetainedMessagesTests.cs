using EspSmartMeter.Tests.Mqtt;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>What the broker keeps of ours, and somebody else writes over.</summary>
public sealed class RetainedMessagesTests
{
    private const string Status = "esp-smart-meter/status";

    [Fact]
    public async Task What_somebody_wrote_over_our_retained_messages_is_put_right()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber somebody = new(broker, "esp-smart-meter/#");
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await RunningApp.Start(null, broker.Port, ("house", $"tcp://{meter.EndPoint}"));
        await somebody.Until(lines => lines.Any(line => line.EndsWith("/availability online", StringComparison.Ordinal)));
        string availability = somebody.Lines.First(line => line.Contains("/availability ", StringComparison.Ordinal)).Split(' ')[1];

        // Our own status at once; what else is ours when Home Assistant starts, which then asks for it.
        somebody.Retain(Status, "offline");
        await somebody.Until(lines => Newest(lines, Status) == "online");
        somebody.Retain(availability, "offline");
        await somebody.Until(lines => Newest(lines, availability) == "offline");
        somebody.Publish("homeassistant/status", "online");
        await somebody.Until(lines => Newest(lines, availability) == "online");

        using Subscriber later = new(broker, "esp-smart-meter/#");
        await later.Until(lines => lines.Contains($"1 {Status} online") && lines.Contains($"1 {availability} online"));
    }

    [Fact]
    public async Task States_are_not_retained_and_who_comes_later_has_them_by_asking_as_Home_Assistant_does()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber somebody = new(broker, "esp-smart-meter/#");
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.Start(null, broker.Port, ("house", $"tcp://127.0.0.1:{port}"));
        await using (RunningApp.Simulate("dsmr5-gas", port))
            await somebody.Until(lines => lines.Any(line => line.Split(' ')[1].EndsWith("/registers", StringComparison.Ordinal)));

        // The meter is gone: what comes from here on was asked for.
        using Subscriber later = new(broker, "esp-smart-meter/#");
        await later.Until(lines => lines.Contains($"1 {Status} online"));
        Assert.DoesNotContain(later.Lines, IsState);
        later.Publish("homeassistant/status", "online");
        await later.Until(lines => lines.Any(line => line.Split(' ')[1].EndsWith("/registers", StringComparison.Ordinal)));
        Assert.All(later.Lines.Where(IsState), line => Assert.StartsWith("0 ", line));

        static bool IsState(string line) => line.Split(' ')[1] is string topic
            && (topic.EndsWith("/live", StringComparison.Ordinal) || topic.EndsWith("/registers", StringComparison.Ordinal));
    }

    private static string? Newest(IReadOnlyList<string> lines, string topic) => lines.LastOrDefault(line => line.Split(' ')[1] == topic)?.Split(' ', 3)[2];
}
