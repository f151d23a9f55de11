using EspSmartMeter.Mqtt;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>
/// Devices that an earlier run announced and that this one hears nothing of: remembered, or found on the broker under our own base topic where the data folder was lost.
/// They are told offline, and stay until their owner forgets them.
/// </summary>
internal sealed class LeftDevices(Topics topics, PublishedDevices record)
{
    /// <summary>A broker that invents topics must not fill the memory.</summary>
    private const int Most = 500;

    private readonly Dictionary<string, PublishedDevice> _found = new(StringComparer.Ordinal);

    /// <summary>All but those whose availability topics are in use.</summary>
    public IEnumerable<PublishedDevice> Besides(IReadOnlySet<string> used) =>
        record.Devices.Concat(_found.Values).DistinctBy(device => device.AvailabilityTopic).Where(device => !used.Contains(device.AvailabilityTopic));

    /// <summary>An availability came that is none of this run's devices'.</summary>
    public void Found(MqttMessage message, Action<MqttMessage> send)
    {
        if (message.Payload.IsEmpty || topics.ConfigOfAvailability(message.Topic) is not string config)
            return;
        if (_found.Count < Most)
            _found[message.Topic] = new PublishedDevice(config, message.Topic, "");
        if (!message.Payload.Span.SequenceEqual("offline"u8))
            send(MqttMessage.Retained(message.Topic, "offline"));
    }

    /// <summary>Home Assistant forgets the device, and so does the broker, and so do we.</summary>
    public void Remove(PublishedDevice device, Action<MqttMessage> send)
    {
        send(MqttMessage.Retained(device.ConfigTopic, ""));
        send(MqttMessage.Retained(device.AvailabilityTopic, ""));
        _found.Remove(device.AvailabilityTopic);
        record.Remove(device.ConfigTopic);
    }
}
