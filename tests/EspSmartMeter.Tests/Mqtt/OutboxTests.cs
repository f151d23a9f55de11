using System.Text;
using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Tests.Mqtt;

public sealed class OutboxTests
{
    [Fact]
    public void Keeps_the_newest_of_each_topic_where_the_first_stood()
    {
        Outbox outbox = new();
        outbox.Put(Message("a", "1"));
        outbox.Put(Message("b", "1"));
        outbox.Put(Message("a", "2"));
        Assert.Equal(["a=2", "b=1"], Drained(outbox));
        Assert.Equal(0, outbox.Bytes);
    }

    [Fact]
    public void Full_drops_what_waited_longest()
    {
        Outbox outbox = new(maxMessages: 2);
        outbox.Put(Message("a", "1"));
        outbox.Put(Message("b", "1"));
        outbox.Put(Message("c", "1"));
        Assert.Equal(["b=1", "c=1"], Drained(outbox));
    }

    [Fact]
    public void Is_bounded_in_bytes()
    {
        Outbox outbox = new(maxBytes: 100);
        for (int i = 0; i < 50; i++)
            outbox.Put(Message($"{i}", new string('x', 30)));
        Assert.InRange(outbox.Bytes, 1, 100);
    }

    [Fact]
    public void What_comes_back_unconfirmed_goes_first_but_never_over_something_newer()
    {
        Outbox outbox = new();
        outbox.Put(Message("new", "2"));
        outbox.Put(Message("b", "3"));
        outbox.Return([Message("a", "1"), Message("b", "1"), Message("c", "1"), Message("a", "2")]);
        Assert.Equal(["c=1", "a=2", "new=2", "b=3"], Drained(outbox));
    }

    private static MqttMessage Message(string topic, string text) => new(topic, Encoding.UTF8.GetBytes(text), false, MqttQuality.AtMostOnce);

    private static List<string> Drained(Outbox outbox)
    {
        List<string> messages = [];
        while (outbox.TryTake(out MqttMessage message))
            messages.Add($"{message.Topic}={message.Text}");
        return messages;
    }
}
