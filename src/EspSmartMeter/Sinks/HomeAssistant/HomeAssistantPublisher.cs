using EspSmartMeter.Esp;
using EspSmartMeter.Esp.Updates;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Names;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks;
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
    private readonly KeptCarries _carries = new();
    private readonly AnnouncedDevices _announced;
    private readonly OwnStatus _status;
    private readonly ForgetRequests _requests;
    private readonly EnergyDashboard _dashboard;
    private readonly MeterRegistry _registry;
    private readonly PeakBook? _peaks;
    private readonly Sentences _language;
    private readonly DateTimeOffset _startedAt;
    private bool _connected;
    private DateTimeOffset? _birthAt;
    private DateTimeOffset _bridgeAt, _listsAt;

    public HomeAssistantPublisher(
        AppOptions options,
        IReadOnlyList<Source> sources,
        EspStatuses devices,
        EspUpdates updates,
        Notices notices,
        PublishedDevices record,
        ForgetRequests requests,
        EnergyDashboard dashboard,
        MeterRegistry registry,
        PageLink page,
        Action<MqttMessage> send,
        Action<string> subscribe,
        Func<double> random,
        DateTimeOffset now,
        PeakBook? peaks = null)
    {
        EntityNames names = EntityNames.In(options.Language);
        _topics = new Topics(options.Mqtt);
        _devices = new MeterDevices(_topics, names, page);
        _pace = options.Publish;
        _record = record;
        _announced = new AnnouncedDevices(_topics, record, _meters, send, subscribe);
        _status = new OwnStatus(_topics, send);
        _requests = requests;
        _dashboard = dashboard;
        _registry = registry;
        _peaks = peaks;
        _send = send;
        _random = random;
        _startedAt = now;
        _language = Sentences.In(options.Language);
        _bridge = new BridgePublication(
            _topics,
            new BridgeDevice(_topics, names, sources, page),
            new BridgeState(sources, devices, notices, _language),
            new UpdatePublication(_topics, sources, updates, _language),
            record,
            options.Publish.Diagnostics);
    }

    /// <summary>What the broker says of us when the link breaks.</summary>
    public MqttMessage Will => _status.Offline;

    /// <summary>
    /// The topics to subscribe to: Home Assistant's birth and wishes, our own status, which a will that comes late may have spoilt, what earlier runs left under our base
    /// topic and what registers showed then, what they told of the bridge, and what owners decide. The meters' discovery topics follow, each when it is first published.
    /// </summary>
    public IReadOnlyList<string> Subscriptions =>
        [_topics.Birth, _topics.Status, _topics.Installs, _topics.Carries, _topics.AnyDecision, _bridge.ConfigTopic, .. _topics.AllAvailabilities];

    /// <summary>A meter's state has changed, or is restored from the last run.</summary>
    public void OnMeter(Meter meter, MeterState state, DateTimeOffset now)
    {
        MeterPublication? publication = _meters.Find(known => known.Meter == meter);
        if (publication is null)
        {
            _meters.Add(publication = new MeterPublication(meter, _topics, _devices, _pace, _startedAt, _record.IsDeleted, _registry, _peaks, _language));
            _carries.Meet(publication);
        }
        publication.Take(state);
        if (_connected)
            Publish(publication, now);
    }

    /// <summary>The broker let us in: it may have forgotten everything, and Home Assistant with it.</summary>
    public void OnConnected(DateTimeOffset now)
    {
        _connected = true;
        _birthAt = null;
        _carries.Await(_meters, now);
        _bridge.Forget();
        foreach (MeterPublication meter in _meters)
            meter.Forget();
        OnTick(now);
        foreach (PublishedDevice left in _announced.Left)
            _send(MqttMessage.Retained(left.AvailabilityTopic, "offline"));
        // Last: a meter that has not been heard yet in this run must not count as there, and none with the states of before.
        _status.TellOnline();
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
        _status.TellOnline();
        _birthAt ??= now;
    }

    public void OnMessage(MqttMessage message, DateTimeOffset now)
    {
        if (message.Topic == _topics.Status)
        {
            // A will that came late, or somebody else.
            if (!message.Payload.Span.SequenceEqual("online"u8))
                _status.Heal(_connected, now);
            else if (!message.Retain && _connected)
                PublishRemembered(now);
        }
        else if (_topics.IsCarry(message.Topic))
        {
            _carries.Take(message, _meters);
        }
        else if (message.Topic == _topics.Birth && message.Payload.Length <= LongestBirth && message.Text.Trim() == "online")
        {
            // Not all at once with everything else that Home Assistant woke; births in between are answered by the same.
            _birthAt ??= now + TimeSpan.FromSeconds(0.5 + (2 * _random()));
        }
        else if (_topics.PathOfAvailability(message.Topic) is not null)
        {
            _announced.OnAvailability(message, _connected);
            _listsAt = default;
        }
        else if (message.Payload.IsEmpty)
        {
            if (message.Topic == _bridge.ConfigTopic)
                _bridge.OnDeleted();
            _announced.OnDeleted(message.Topic);
        }
        else if (message.Topic == _bridge.ConfigTopic)
        {
            // Our own comes back too, but not as one that was kept.
            if (message.Retain)
                _bridge.OnKept(message);
        }
        else
        {
            _bridge.OnMessage(message);
        }
    }

    /// <summary>What an owner decided, by a button of a meter's device; null: the message is something else.</summary>
    public (string MeterId, string Decision)? DecisionIn(MqttMessage message) =>
        !message.Retain && message.Payload.Length <= MeterDecisions.Longest && MeterDecisions.Is(message.Text) && _meters.Find(known => _topics.Decision(known.Meter.Id) == message.Topic) is MeterPublication decided
            ? (decided.Meter.Id, message.Text)
            : null;

    /// <summary>Time goes on: to be called each second.</summary>
    public void OnTick(DateTimeOffset now)
    {
        if (!_connected)
            return;
        if (_birthAt is DateTimeOffset birth && now >= birth)
        {
            _birthAt = null;
            _status.Spoil();
            _bridge.OnBirth(now);
            foreach (MeterPublication meter in _meters)
                meter.OnBirth(now);
        }
        PublishBridge(now);
        foreach (MeterPublication meter in _meters)
            Publish(meter, now);
        ForgetReplaced();
        _status.OnTick();
        ShowLists(now);
        _record.SaveIfSettled(now);
    }

    /// <summary>Says goodbye.</summary>
    public void OnStopping()
    {
        foreach (MeterPublication meter in _meters)
            meter.OnStopping(_send);
        _send(Will);
        _record.Save();
    }

    /// <summary>The owner wants a device that is not in use forgotten; a meter takes its submeters with it, which go first.</summary>
    public void Forget(string id)
    {
        _announced.Remove(id);
        string[] parts = id.Split('/');
        if (parts.Length == 1)
        {
            _meters.RemoveAll(meter => meter.Meter.Id == id);
            _send(MqttMessage.Retained(_topics.Carry(id), ""));
        }
        else
            _meters.Find(meter => meter.Meter.Id == parts[0])?.Forget(parts[1]);
        _requests.Unused = [.. _requests.Unused.Where(device => device.Id != id && !device.Id.StartsWith($"{id}/", StringComparison.Ordinal))];
    }

    /// <summary>What goes on under the entities of the meter before it has none of its own.</summary>
    private void ForgetReplaced()
    {
        foreach (string replaced in _meters.SelectMany(meter => meter.Replaced()).ToArray())
            Forget(replaced);
    }

    /// <summary>What the page lists: soon after something changed, and else now and then, since devices fall silent.</summary>
    private void ShowLists(DateTimeOffset now)
    {
        if (now >= _listsAt && now - _listsAt < TimeSpan.FromSeconds(10))
            return;
        _listsAt = now;
        _requests.Unused = _announced.Unused(now);
        _dashboard.Rows = [.. _meters.SelectMany(meter => meter.DashboardRows())];
    }

    /// <summary>Our own word came back to us: all that the broker had kept came before it.</summary>
    private void PublishRemembered(DateTimeOffset now)
    {
        _carries.HaveCome(_meters);
        foreach (MeterPublication meter in _meters)
            Publish(meter, now);
    }

    private void PublishBridge(DateTimeOffset now)
    {
        _bridgeAt = now;
        _bridge.Publish(now, _send);
    }

    private void Publish(MeterPublication publication, DateTimeOffset now)
    {
        publication.Publish(_bridge.IsThere(now), now, _send);
        if (!publication.TakeNews())
            return;
        _listsAt = default;
        _announced.Note(publication);
    }
}
