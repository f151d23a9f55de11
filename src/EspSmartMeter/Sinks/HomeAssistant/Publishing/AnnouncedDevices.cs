using EspSmartMeter.Mqtt;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>
/// The devices that Home Assistant has of us, those of this run's meters and those that earlier runs left: noted for the next run, watched for being deleted there, listed
/// where nothing is heard of them, and taken away when their owner wants that.
/// </summary>
/// <param name="topics">The topics.</param>
/// <param name="record">What is noted.</param>
/// <param name="meters">This run's.</param>
/// <param name="send">To the broker.</param>
/// <param name="subscribe">At the broker.</param>
internal sealed class AnnouncedDevices(Topics topics, PublishedDevices record, IReadOnlyList<MeterPublication> meters, Action<MqttMessage> send, Action<string> subscribe)
{
    private readonly LeftDevices _left = new(topics, record);
    private readonly HashSet<string> _watched = new(StringComparer.Ordinal);

    /// <summary>Those that earlier runs announced and that no meter of this one is.</summary>
    public IEnumerable<PublishedDevice> Left => _left.Besides(meters.SelectMany(meter => meter.Devices).Select(device => device.Topics.Availability).ToHashSet(StringComparer.Ordinal));

    /// <summary>Those that nothing is heard of.</summary>
    public IReadOnlyList<UnusedDevice> Unused(DateTimeOffset now) =>
    [
        .. meters.SelectMany(meter => meter.Unused(now)),
        .. from left in Left
           let path = topics.PathOfAvailability(left.AvailabilityTopic)
           where path is not null
           select new UnusedDevice(path, left.Name ?? path, null),
    ];

    /// <summary>Something of a meter was announced.</summary>
    public void Note(MeterPublication meter)
    {
        foreach (PublishedDevice device in Of(meter).Where(device => !device.IsDeleted))
        {
            // What stood under another discovery prefix is the same device, and would be there twice.
            foreach (PublishedDevice before in record.Devices.Where(known => known.AvailabilityTopic == device.AvailabilityTopic && known.ConfigTopic != device.ConfigTopic).ToArray())
            {
                send(MqttMessage.Retained(before.ConfigTopic, ""));
                record.Remove(before.ConfigTopic);
            }
            record.Note(device);
            Watch(device.ConfigTopic);
        }
    }

    /// <summary>A discovery topic that becomes empty was deleted by its owner in Home Assistant.</summary>
    public void Watch(string configTopic)
    {
        if (_watched.Add(configTopic))
            subscribe(configTopic);
    }

    /// <summary>It was.</summary>
    public void OnDeleted(string configTopic)
    {
        foreach (MeterPublication meter in meters.Where(meter => meter.OnDeleted(configTopic)))
            record.Note(Of(meter).First(device => device.ConfigTopic == configTopic) with { IsDeleted = true });
    }

    /// <summary>The broker keeps an availability, which may be that of a device which an earlier run left: what the broker kept may come before the word that it let us in.</summary>
    public void OnAvailability(MqttMessage message, bool connected)
    {
        if (!meters.Any(meter => meter.Devices.Any(device => device.Topics.Availability == message.Topic)))
            _left.Found(message, connected ? send : _ => { });
    }

    /// <summary>Takes a device away, a meter with its submeters, which go first.</summary>
    /// <param name="id">The meter's; of a submeter <c>meter/submeter</c>.</param>
    public void Remove(string id)
    {
        HashSet<string> none = [];
        foreach (PublishedDevice device in _left.Besides(none).Concat(meters.SelectMany(Of)).DistinctBy(device => device.AvailabilityTopic)
            .Where(device => topics.PathOfAvailability(device.AvailabilityTopic) is string path && (path == id || path.StartsWith($"{id}/", StringComparison.Ordinal)))
            .OrderByDescending(device => device.AvailabilityTopic.Length).ToArray())
        {
            _left.Remove(device, send);
        }
    }

    private static IEnumerable<PublishedDevice> Of(MeterPublication meter) => meter.Devices
        .Select(device => new PublishedDevice(device.Topics.Config, device.Topics.Availability, meter.Meter.Source.Address, device.Name, !device.IsAnnounced));
}
