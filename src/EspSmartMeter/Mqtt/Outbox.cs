namespace EspSmartMeter.Mqtt;

/// <summary>
/// Messages that wait for the broker: at most one a topic, the newest. Bounded in topics and bytes; when full, what has waited longest goes.
/// Not thread-safe.
/// </summary>
internal sealed class Outbox(int maxMessages = 1000, int maxBytes = 8 * 1024 * 1024)
{
    private readonly LinkedList<MqttMessage> _waiting = new();
    private readonly Dictionary<string, LinkedListNode<MqttMessage>> _byTopic = new(StringComparer.Ordinal);

    public int Count => _waiting.Count;

    public long Bytes { get; private set; }

    /// <summary>Takes a message. An older one of its topic is replaced where it waits; its place in the order stays.</summary>
    public void Put(MqttMessage message)
    {
        if (_byTopic.TryGetValue(message.Topic, out LinkedListNode<MqttMessage>? node))
        {
            Bytes += Size(message) - Size(node.Value);
            node.Value = message;
        }
        else
        {
            _byTopic[message.Topic] = _waiting.AddLast(message);
            Bytes += Size(message);
        }
        while (_waiting.Count > maxMessages || (Bytes > maxBytes && _waiting.Count > 0))
            Remove(_waiting.First!);
    }

    /// <summary>
    /// Takes back messages that were handed out and not confirmed, in their order, before all others;
    /// of each topic only the last, and none where a newer one waits.
    /// </summary>
    public void Return(IEnumerable<MqttMessage> unconfirmed)
    {
        foreach (MqttMessage message in unconfirmed.Reverse())
        {
            if (_byTopic.ContainsKey(message.Topic))
                continue;
            _byTopic[message.Topic] = _waiting.AddFirst(message);
            Bytes += Size(message);
        }
    }

    public bool TryTake(out MqttMessage message)
    {
        if (_waiting.First is not LinkedListNode<MqttMessage> first)
        {
            message = null!;
            return false;
        }
        message = first.Value;
        Remove(first);
        return true;
    }

    private void Remove(LinkedListNode<MqttMessage> node)
    {
        _waiting.Remove(node);
        _byTopic.Remove(node.Value.Topic);
        Bytes -= Size(node.Value);
    }

    private static int Size(MqttMessage message) => message.Payload.Length + message.Topic.Length;
}
