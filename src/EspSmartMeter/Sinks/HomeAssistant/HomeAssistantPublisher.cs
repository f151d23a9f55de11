using EspSmartMeter.Esp;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Names;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.HomeAssistant.Bridge;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.HomeAssistant;

/// <summary>
/// Decides what Home Assistant is told and when. Knows no clock and no thread of its own: it is called, one call at a time, with what happened and
/// the time it happened at.
/// </summary>
internal sealed class HomeAssistantPublisher
{
    /// <summary>A renamed source brings its meters back within this time; only then are the old one's taken away.</summary>
    private static readonly TimeSpan MovePatience = TimeSpan.FromMinutes(10);

    /// <summary>Links that come and go faster are told together, with the next second.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    private const int LongestBirth = 16;

    private readonly Topics _topics;
    private readonly MeterDevices _devices;
    private readonly PublishOptions _pace;
    private readonly PublishedDevices _record;
    private readonly BridgePublication _bridge;
    private readonly Func<double> _random;
    private readonly Action<MqttMessage> _send;
    private readonly List<MeterPublication> _meters = [];
    private readonly List<PublishedDevice> _orphans;
    private readonly DateTimeOffset _orphansSince;
    private readonly DateTimeOffset _startedAt;
    private bool _connected;
    private DateTimeOffset? _birthAt;
    private DateTimeOffset _bridgeAt;

    public HomeAssistantPublisher(
        AppOptions options,
        IReadOnlyList<Source> sources,
        EspStatuses devices,
        Notices notices,
        PublishedDevices record,
        Action<MqttMessage> send,
        Func<double> random,
        DateTimeOffset now)
    {
        EntityNames names = EntityNames.In(options.Language);
        _topics = new Topics(options.Mqtt);
        _devices = new MeterDevices(_topics, names);
        _pace = options.Publish;
        _record = record;
        _send = send;
        _random = random;
        _startedAt = now;
        _bridge = new BridgePublication(
            _topics, new BridgeDevice(_topics, names, sources), new BridgeState(sources, devices, notices, Sentences.In(options.Language)), record, options.Publish.Diagnostics);
        _orphans = [.. record.Devices.Where(device => !IsConfigured(device.Source) || !_topics.IsConfig(device.ConfigTopic))];
        bool moved = sources.Any(source => !record.Devices.Any(device => source.Covers(device.Source)));
        _orphansSince = moved ? now + MovePatience : now;

        bool IsConfigured(string address) => sources.Any(source => source.Covers(address));
    }

    /// <summary>What the broker says of us when the link breaks.</summary>
    public MqttMessage Will => MqttMessage.Retained(_topics.Status, "offline");

    /// <summary>The topics to subscribe to: Home Assistant's birth, and our own status, which a will that comes late may have spoilt.</summary>
    public IReadOnlyList<string> Subscriptions => [_topics.Birth, _topics.Status];

    /// <summary>A meter's state has changed, or is restored from the last run.</summary>
    public void OnMeter(Meter meter, MeterState state, DateTimeOffset now)
    {
        MeterPublication? publication = _meters.Find(known => known.Meter == meter);
        if (publication is null)
            _meters.Add(publication = new MeterPublication(meter, _topics, _devices, _pace, _startedAt));
        publication.Take(state);
        if (_connected)
            Publish(publication, now);
    }

    /// <summary>The broker let us in: it may have forgotten everything, and Home Assistant with it.</summary>
    public void OnConnected(DateTimeOffset now)
    {
        _connected = true;
        _birthAt = null;
        _bridge.Forget();
        foreach (MeterPublication meter in _meters)
            meter.Forget();
        OnTick(now);
        // Last: a meter that has not been heard yet in this run must not count as there, and none with the states of before.
        _send(MqttMessage.Retained(_topics.Status, "online"));
    }

    public void OnDisconnected() => _connected = false;

    /// <summary>A source's link came or went.</summary>
    public void OnLink(DateTimeOffset now)
    {
        if (_connected && now - _bridgeAt >= Moment)
            PublishBridge(now);
    }

    /// <summary>Messages came that are not known: our status is said again, and all states, as if Home Assistant had started.</summary>
    public void OnLostMessages(DateTimeOffset now)
    {
        if (!_connected)
            return;
        _send(MqttMessage.Retained(_topics.Status, "online"));
        _birthAt ??= now;
    }

    public void OnMessage(MqttMessage message, DateTimeOffset now)
    {
        if (message.Topic == _topics.Status)
        {
            if (_connected && message.Text == "offline")
                _send(MqttMessage.Retained(_topics.Status, "online"));
        }
        else if (message.Topic == _topics.Birth && message.Payload.Length <= LongestBirth && message.Text.Trim() == "online")
        {
            // Not all at once with everything else that Home Assistant woke; births in between are answered by the same.
            _birthAt ??= now + TimeSpan.FromSeconds(0.5 + (2 * _random()));
        }
    }

    /// <summary>Time goes on: to be called each second.</summary>
    public void OnTick(DateTimeOffset now)
    {
        if (!_connected)
            return;
        if (_birthAt is DateTimeOffset birth && now >= birth)
        {
            _birthAt = null;
            _bridge.ForgetStates();
            foreach (MeterPublication meter in _meters)
                meter.ForgetStates();
        }
        PublishBridge(now);
        foreach (MeterPublication meter in _meters)
            Publish(meter, now);
        RemoveOrphans(now);
        _record.SaveIfSettled(now);
    }

    /// <summary>Says goodbye.</summary>
    public void OnStopping()
    {
        _send(Will);
        _record.Save();
    }

    private void PublishBridge(DateTimeOffset now)
    {
        _bridgeAt = now;
        _bridge.Publish(now, _send);
    }

    private void Publish(MeterPublication publication, DateTimeOffset now)
    {
        publication.Publish(now, _send);
        foreach (DeviceTopics device in publication.Published)
        {
            _record.Note(new PublishedDevice(device.Config, device.Availability, publication.Meter.Source.Address));
            _orphans.RemoveAll(orphan => orphan.ConfigTopic == device.Config);
        }
    }

    /// <summary>
    /// Takes back what came through a source that is no longer configured, or stands under another discovery prefix. An empty retained message makes Home
    /// Assistant forget a device.
    /// </summary>
    private void RemoveOrphans(DateTimeOffset now)
    {
        if (_orphans.Count == 0 || now < _orphansSince)
            return;
        foreach (PublishedDevice orphan in _orphans)
        {
            _send(MqttMessage.Retained(orphan.ConfigTopic, ""));
            if (!_meters.Any(meter => meter.Published.Any(device => device.Availability == orphan.AvailabilityTopic)))
                _send(MqttMessage.Retained(orphan.AvailabilityTopic, ""));
            _record.Remove(orphan);
        }
        _orphans.Clear();
        _record.Save();
    }
}
