using EspSmartMeter.Meters;
using EspSmartMeter.Meters.Guard;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.HomeAssistant;

/// <summary>
/// Brings what happens to the publisher, one thing after another: telegrams, the broker's comings and goings, messages, time.
/// </summary>
internal sealed class HomeAssistantSink(MeterRegistry registry, ManagedMqttClient client, HomeAssistantPublisher publisher, ForgetRequests requests, PageLink page, TimeProvider time) : ISink
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(3);

    /// <summary>Counts the link's changes: compared, so that none can be dropped.</summary>
    private volatile int _links;
    private int _linksSeen;

    public string Name => "Home Assistant";

    private DateTimeOffset Now => time.GetUtcNow();

    public async ValueTask StartAsync(Action<Action> turn)
    {
        await page.FindAsync();
        TakeAllMeters();
        client.LinkChanged += _ =>
        {
            Interlocked.Increment(ref _links);
            turn(FollowLink);
        };
        requests.Asked += id => turn(() => Forget(id));
        client.Received += message => turn(() => Take(message));
        foreach (string topic in publisher.Subscriptions)
            client.Subscribe(topic);
        client.Start(publisher.Will);
    }

    public ValueTask OnTelegramAsync(Meter meter, MeterState state)
    {
        publisher.OnMeter(meter, state, Now);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnLinkAsync(Source source)
    {
        publisher.OnLink(Now);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnTickAsync(DateTimeOffset now)
    {
        FollowLink();
        publisher.OnTick(now);
        return ValueTask.CompletedTask;
    }

    public ValueTask CatchUpAsync(DroppedCalls dropped)
    {
        TakeAllMeters();
        // A message of the broker may be among them.
        if (dropped.Others > 0)
            publisher.OnLostMessages(Now);
        return OnTickAsync(Now);
    }

    public async ValueTask StopAsync()
    {
        publisher.OnStopping();
        await client.StopAsync(Goodbye);
    }

    private void Take(MqttMessage message)
    {
        if (publisher.DecisionIn(message) is not (string meter, string decision))
            publisher.OnMessage(message, Now);
        else if (decision == MeterDecisions.DropOffset)
            registry.DropOffsets(meter);
        else if (decision == MeterDecisions.ContinueOld)
            registry.ContinueOld(meter, Now);
        else if (MeterDecisions.SubmeterIn(decision) is string submeter)
            registry.ContinueOld(meter, submeter);
        else
            registry.Decide(meter, decision == MeterDecisions.Continue ? Decision.Continue : Decision.AsItIs);
    }

    private void Forget(string id)
    {
        registry.Forget(id);
        publisher.Forget(id);
    }

    private void FollowLink()
    {
        int links = _links;
        if (links == _linksSeen)
            return;
        _linksSeen = links;
        if (client.Link.Connected)
            publisher.OnConnected(Now);
        else
            publisher.OnDisconnected();
    }

    private void TakeAllMeters()
    {
        foreach (Meter meter in registry.Meters)
            publisher.OnMeter(meter, meter.State, Now);
    }
}
