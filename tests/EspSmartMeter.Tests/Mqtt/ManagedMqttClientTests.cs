using System.Diagnostics;
using System.Text;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Tests.Restarts;
using Microsoft.Extensions.Time.Testing;

namespace EspSmartMeter.Tests.Mqtt;

/// <summary>What the client must do, against a real mosquitto.</summary>
public sealed class ManagedMqttClientTests
{
    [Fact]
    public async Task What_was_published_before_the_broker_came_arrives_once_it_is_there()
    {
        using MosquittoBroker broker = MosquittoBroker.Prepare("allow_anonymous true");
        await using ClientUnderTest test = new ClientUnderTest(broker.Port).Started();
        test.Client.Publish(MqttMessage.Retained("t/config", "one"));
        Assert.Contains("cannot be reached", await test.Complaint());

        broker.Start();
        await test.UntilConnected();
        using Subscriber subscriber = new(broker, "t/#");
        await subscriber.Until(lines => lines.Contains("1 t/config one"));
    }

    [Fact]
    public async Task Of_many_states_that_waited_only_the_newest_of_each_topic_is_sent()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using ClientUnderTest test = new(broker.Port);
        using Subscriber subscriber = new(broker, "t/#");
        for (int i = 0; i < 5000; i++)
            test.Client.Publish(new MqttMessage($"t/{i % 3}", Encoding.UTF8.GetBytes($"{i}"), false, MqttQuality.AtMostOnce));

        test.Started();
        await subscriber.Until(lines => lines.Contains("0 t/2 4997"));
        Assert.Equal(["0 t/0 4998", "0 t/1 4999", "0 t/2 4997"], subscriber.Lines.Order());
    }

    [Fact]
    public async Task A_broken_link_makes_the_broker_publish_the_will_and_the_client_come_back()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Relay relay = new(broker.Port);
        await using ClientUnderTest test = await ClientUnderTest.ConnectedTo(relay.Port);
        using Subscriber subscriber = new(broker, "t/status");

        relay.Cut();
        await subscriber.Until(lines => lines.Contains("0 t/status offline"));
        await ClientUnderTest.Until(() => test.Links.Count(link => link.Connected) == 2, 15, () => "did not come back");
        Assert.Contains(test.Links, link => link.Sentence.ToString().Contains("was lost; connecting again"));
    }

    [Fact]
    public async Task A_link_that_lets_nothing_through_is_given_up_and_what_it_swallowed_is_sent_again()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Relay relay = new(broker.Port);
        HastyClock clock = new(DateTimeOffset.UtcNow, times: 20);
        await using ClientUnderTest test = new ClientUnderTest(new ConfiguredBroker(new Broker("127.0.0.1", relay.Port)), clock).Started();
        await test.UntilConnected();
        using Subscriber subscriber = new(broker, "t/config");

        relay.Swallow();
        test.Client.Publish(MqttMessage.Retained("t/config", "one"));
        await subscriber.Until(lines => lines.Contains("0 t/config one"));
        Assert.Contains(test.Links, link => link.Sentence.ToString().Contains("was lost; connecting again"));
    }

    [Fact]
    public async Task The_broker_is_told_to_miss_us_after_half_a_minute()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using ClientUnderTest test = await ClientUnderTest.ConnectedTo(broker.Port);
        await ClientUnderTest.Until(() => broker.Log.Any(line => line.Contains(" as test-", StringComparison.Ordinal)), 15, () => string.Join('\n', broker.Log));
        // mosquitto tells the keep-alive as k30.
        Assert.Contains("k30", broker.Log.First(line => line.Contains(" as test-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task After_a_sound_link_the_next_attempt_comes_at_once_however_many_failed_before()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Relay relay = new(broker.Port);
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        LateBroker locator = new();
        await using ClientUnderTest test = new ClientUnderTest(locator, clock).Started();
        for (int attempt = 1; attempt <= 8; attempt++)
        {
            int asked = attempt;
            await ClientUnderTest.Until(() => AdvancedUntil(() => locator.Asked >= asked), 15, () => $"asked {locator.Asked} times");
        }
        locator.Broker = new Broker("127.0.0.1", relay.Port);
        await ClientUnderTest.Until(() => AdvancedUntil(() => test.Client.Link.Connected), 15, () => $"{test.Client.Link.Sentence}");

        relay.Cut();
        await ClientUnderTest.Until(() => !test.Client.Link.Connected, 15, () => "not noticed");
        int before = locator.Asked;
        // The pause begins on another thread: half a second at a time, and less than the long pause that the failures had come to.
        for (int step = 0; step < 10 && locator.Asked == before; step++)
        {
            clock.Advance(TimeSpan.FromSeconds(0.5));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Equal(before + 1, locator.Asked);

        bool AdvancedUntil(Func<bool> seen)
        {
            if (seen())
                return true;
            clock.Advance(TimeSpan.FromSeconds(1));
            return false;
        }
    }

    [Fact]
    public async Task Messages_arrive_in_the_order_in_which_they_were_published()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using ClientUnderTest test = await ClientUnderTest.ConnectedTo(broker.Port);
        using Subscriber subscriber = new(broker, "t/#");
        for (int i = 0; i < 500; i++)
            test.Client.Publish(new MqttMessage($"t/{i}", "x"u8.ToArray(), false, (MqttQuality)(i % 2)));

        await subscriber.Until(lines => lines.Count == 500);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"0 t/{i} x"), subscriber.Lines);
    }

    [Fact]
    public async Task A_goodbye_sends_what_waits_and_keeps_the_will_back()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using ClientUnderTest test = await ClientUnderTest.ConnectedTo(broker.Port);
        using Subscriber subscriber = new(broker, "t/#");
        for (int i = 0; i < 200; i++)
            test.Client.Publish(MqttMessage.Retained($"t/{i}", "last words"));

        await test.Client.StopAsync(TimeSpan.FromSeconds(5));
        await subscriber.Until(lines => lines.Count == 200);
        // What the broker made of the end of the link comes before what is published after it.
        subscriber.Publish("t/after", "the end");
        await subscriber.Until(lines => lines.Any(line => line.Contains("t/after")));
        Assert.DoesNotContain(subscriber.Lines, line => line.Contains("t/status"));
    }

    [Fact]
    public async Task Subscriptions_live_on_after_a_reconnect()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using ClientUnderTest test = new(broker.Port);
        test.Client.Subscribe("ask/#");
        test.Started();
        await test.UntilConnected();
        broker.Kill();
        await ClientUnderTest.Until(() => !test.Client.Link.Connected, 15, () => "not noticed");
        broker.Start();
        await test.UntilConnected();

        test.Client.Publish(MqttMessage.Retained("ask/me", "hello"));
        await ClientUnderTest.Until(() => !test.Received.IsEmpty, 15, () => "nothing came");
        Assert.Equal("ask/me hello", test.Received.Select(message => $"{message.Topic} {message.Text}").First());
    }

    [Fact]
    public async Task A_message_to_us_that_is_too_large_is_dropped_and_the_next_one_arrives()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using ClientUnderTest test = new(broker.Port);
        test.Client.Subscribe("ask/#");
        test.Started();
        await test.UntilConnected();
        test.Client.Publish(new MqttMessage("ask/large", new byte[MqttLimits.LargestIncoming + 1], false, MqttQuality.AtLeastOnce));
        test.Client.Publish(new MqttMessage("ask/small", "x"u8.ToArray(), false, MqttQuality.AtMostOnce));

        await ClientUnderTest.Until(() => !test.Received.IsEmpty, 15, () => "nothing came");
        Assert.Equal(["ask/small"], test.Received.Select(message => message.Topic));
    }

    [Fact]
    public async Task A_message_to_us_without_a_payload_arrives()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using ClientUnderTest test = new(broker.Port);
        test.Client.Subscribe("ask/#");
        test.Started();
        await test.UntilConnected();
        test.Client.Publish(new MqttMessage("ask/empty", default, false, MqttQuality.AtMostOnce));

        await ClientUnderTest.Until(() => !test.Received.IsEmpty, 15, () => "nothing came");
        Assert.Equal("ask/empty ", test.Received.Select(message => $"{message.Topic} {message.Text}").First());
    }

    [Fact]
    public async Task A_topic_that_the_broker_does_not_grant_is_told_and_the_others_arrive()
    {
        using MosquittoBroker broker = MosquittoBroker.Prepare("allow_anonymous true");
        broker.GrantNoTopicBut("ask/#");
        broker.Start();
        await using ClientUnderTest test = new(broker.Port);
        test.Client.Subscribe("secret/#");
        test.Client.Subscribe("ask/#");
        test.Started();
        await test.UntilConnected();
        test.Client.Publish(new MqttMessage("ask/me", "hello"u8.ToArray(), false, MqttQuality.AtMostOnce));

        await ClientUnderTest.Until(() => !test.Received.IsEmpty, 15, () => "nothing came");
        await ClientUnderTest.Until(() => test.Logged.Any(line => line.Contains("does not allow to subscribe to secret/#")), 15, () => string.Join('\n', test.Logged));
    }

    [Fact]
    public async Task A_topic_asked_for_while_connected_is_heard()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using ClientUnderTest test = await ClientUnderTest.ConnectedTo(broker.Port);
        test.Client.Subscribe("ask/#");
        test.Client.Publish(MqttMessage.Retained("ask/me", "hello"));

        await ClientUnderTest.Until(() => !test.Received.IsEmpty, 15, () => "nothing came");
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_is_told_and_the_next_one_arrives()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using ClientUnderTest test = await ClientUnderTest.ConnectedTo(broker.Port);
        using Subscriber subscriber = new(broker, "t/#");
        test.Client.Publish(MqttMessage.Retained("t/#", "no topic"));
        test.Client.Publish(MqttMessage.Retained("t/sound", "x"));

        await subscriber.Until(lines => lines.Contains("0 t/sound x"));
        Assert.Contains(test.Logged, line => line.StartsWith("The message on t/# cannot be sent: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_at_rest_stops_within_two_seconds()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using ClientUnderTest test = await ClientUnderTest.ConnectedTo(broker.Port);

        long started = Stopwatch.GetTimestamp();
        await test.Client.StopAsync(TimeSpan.FromSeconds(5));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal("MQTT is stopped.", test.Client.Link.Sentence.ToString());
    }

    [Fact]
    public async Task A_broker_killed_twenty_times_under_load_with_a_new_password_in_between_ends_with_the_newest_of_each_topic()
    {
        using MosquittoBroker broker = MosquittoBroker.Prepare();
        broker.SetPassword("app", "first");
        broker.Start();
        ChangingBroker locator = new(new Broker("127.0.0.1", broker.Port) { Username = "app", Password = "first" });
        await using ClientUnderTest test = new ClientUnderTest(locator).Started();
        using CancellationTokenSource loading = new();
        int last = 0;
        Task load = Task.Run(async () =>
        {
            for (; !loading.IsCancellationRequested; last++)
            {
                for (int topic = 0; topic < 20; topic++)
                    test.Client.Publish(MqttMessage.Retained($"t/{topic}", $"{last}"));
                await Task.Delay(1);
            }
        }, TestContext.Current.CancellationToken);

        for (int kill = 0; kill < 20; kill++)
        {
            broker.Kill();
            if (kill == 10)
            {
                broker.SetPassword("app", "second");
                locator.Broker = locator.Broker with { Password = "second" };
            }
            broker.Start();
            await ClientUnderTest.Until(() => test.Client.Link.Connected, 15, () => $"kill {kill}: {test.Client.Link.Sentence}");
        }
        await loading.CancelAsync();
        await load;

        using Subscriber subscriber = new(broker, "t/#", "app", "second");
        await subscriber.Until(lines => Enumerable.Range(0, 20).All(topic => lines.Contains($"1 t/{topic} {last - 1}") || lines.Contains($"0 t/{topic} {last - 1}")));
    }

    /// <summary>There is none until there is.</summary>
    private sealed class LateBroker : IBrokerLocator
    {
        private int _asked;

        public int Asked => _asked;

        public Broker? Broker { get; set; }

        public Task<Broker> FindAsync(CancellationToken cancellation)
        {
            Interlocked.Increment(ref _asked);
            return Broker is Broker broker ? Task.FromResult(broker) : throw new BrokerUnknownException(EspSmartMeter.Languages.Sentence.Of("mqtt.unset"));
        }
    }

    private sealed class ChangingBroker(Broker broker) : IBrokerLocator
    {
        public Broker Broker { get; set; } = broker;

        public Task<Broker> FindAsync(CancellationToken cancellation) => Task.FromResult(Broker);
    }
}
