using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.HomeAssistant.Entities;
using EspSmartMeter.Timing;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>The topics one device (meter or submeter) is published under.</summary>
/// <param name="Config">Discovery, retained.</param>
/// <param name="Availability">online or offline, retained.</param>
/// <param name="Live">The state of what is measured now; null: goes with the registers.</param>
/// <param name="Registers">The state of the rest.</param>
internal sealed record DeviceTopics(string Config, string Availability, string? Live, string Registers);

/// <summary>What has been published of one device, and what is due.</summary>
internal sealed class DevicePublication
{
    /// <summary>Each repetition has Home Assistant look at every entity of the device again.</summary>
    private static readonly TimeSpan Repeat = TimeSpan.FromMinutes(1);

    private readonly DeviceTopics _topics;
    private readonly PublishOptions _pace;
    private readonly EntitySet _entities;
    private readonly ThrottledTopic? _live;
    private readonly ThrottledTopic _registers;
    private readonly Dictionary<string, MeterValue> _held = new(StringComparer.Ordinal);
    private readonly RepublishSchedule _republishing = new();
    private DateTimeOffset? _heldAt;
    private byte[]? _config;
    private IReadOnlySet<string> _buttons = new HashSet<string>();
    private DateTimeOffset _announcedAt;
    private bool? _available;
    private bool _fresh;
    private DateTimeOffset _startedAt;
    private DateTimeOffset? _heardSince;

    /// <summary>Nothing is published of it yet; <paramref name="startedAt"/> is when this run of the app began.</summary>
    public DevicePublication(DeviceTopics topics, PublishOptions pace, bool submeter, DateTimeOffset startedAt, bool isDeleted)
    {
        IsDeleted = isDeleted;
        _topics = topics;
        _startedAt = startedAt;
        _pace = pace;
        _entities = new EntitySet(submeter);
        _live = topics.Live is null ? null : new ThrottledTopic(topics.Live, pace.Live, MqttQuality.AtMostOnce);
        // A register that stands still for an hour is told once: it has to arrive.
        _registers = new ThrottledTopic(topics.Registers, pace.Registers, MqttQuality.AtLeastOnce);
    }

    public DeviceTopics Topics => _topics;

    public IReadOnlyList<Entity> Entities => _entities.Entities;

    /// <summary>True once its discovery message went out, and while its owner leaves it in Home Assistant.</summary>
    public bool IsAnnounced => _config is not null;

    /// <summary>How often its discovery message went out.</summary>
    public int Announcements { get; private set; }

    /// <summary>Its owner has deleted it: it is not announced, until it is heard at a birth.</summary>
    public bool IsDeleted { get; private set; }

    public void OnDeleted() => (IsDeleted, _config) = (true, null);

    public void OnReturn() => IsDeleted = false;

    /// <summary>
    /// Takes in the newest values, of a telegram that came at <paramref name="received"/>; null: those of the last run. True where they made new entities.
    /// </summary>
    public bool Take(IReadOnlyList<MeterValue> values, DateTimeOffset? received)
    {
        bool grown = _entities.Take(values);
        _heardSince ??= received;
        _fresh |= received is not null && Entities.Any(entity => entity.Group == StateGroup.Live && _entities.ValueOf(entity)?.Received == received);
        return grown;
    }

    /// <summary>Publishes the discovery message where it is new or has changed; false where a change has to wait for its time.</summary>
    /// <param name="buttons">The keys of the buttons that are in it.</param>
    /// <param name="config">Writes it; given those that were in it before and leave, by their platform, once.</param>
    /// <param name="atOnce">It may not wait.</param>
    /// <param name="now">The time.</param>
    /// <param name="send">Where to.</param>
    public bool Announce(IReadOnlySet<string> buttons, Func<KeyValuePair<string, string>[], byte[]> config, bool atOnce, DateTimeOffset now, Action<MqttMessage> send)
    {
        if (!Announce(config([.. _buttons.Except(buttons).Select(key => new KeyValuePair<string, string>(key, "button"))]), atOnce, now, send))
            return false;
        _buttons = buttons;
        return true;
    }

    private bool Announce(byte[] config, bool atOnce, DateTimeOffset now, Action<MqttMessage> send)
    {
        if (IsDeleted)
            return true;
        if (_config is not null && config.AsSpan().SequenceEqual(_config))
            return true;
        if (!atOnce && _config is not null && now >= _announcedAt && now - _announcedAt < Repeat)
            return false;
        (_config, _announcedAt) = (config, now);
        Announcements++;
        send(new MqttMessage(_topics.Config, config, true, MqttQuality.AtLeastOnce));
        _republishing.Begin(now);
        ForgetStates();
        return true;
    }

    /// <summary>
    /// Publishes whether the device is there, and the states that are due. Home Assistant takes in states while a device is unavailable: new ones go out before
    /// it is told to be back, so that it shows nothing old as fresh, not even for a moment.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="available">Whether it is there.</param>
    /// <param name="holdsRegisters">They wait, for what the broker may still tell of them.</param>
    /// <param name="remember">To be called before registers are published.</param>
    /// <param name="send">Where to.</param>
    public void Publish(DateTimeOffset now, bool available, bool holdsRegisters, Action remember, Action<MqttMessage> send)
    {
        if (!available)
            TellAvailability(false, send);
        else if (_available == false)
            ForgetStates();
        PublishStates(now, holdsRegisters, remember, send);
        if (available)
            TellAvailability(true, send);
    }

    /// <summary>Nothing of what was published counts any more: the broker is another, or has forgotten.</summary>
    public void Forget()
    {
        _config = null;
        _available = null;
        ForgetStates();
    }

    /// <summary>Home Assistant has started anew: it is told all states and whether the device is there, whatever the broker keeps of that.</summary>
    public void ForgetBirth()
    {
        _available = null;
        ForgetStates();
    }

    private void ForgetStates()
    {
        _live?.Forget();
        _registers.Forget();
        _heldAt = null;
    }

    /// <summary>The app goes: nobody tells how the device is.</summary>
    public void OnStopping(Action<MqttMessage> send) => TellAvailability(false, send);

    private void TellAvailability(bool available, Action<MqttMessage> send)
    {
        if (_available == available)
            return;
        _available = available;
        send(MqttMessage.Retained(_topics.Availability, available ? "online" : "offline"));
    }

    /// <summary>
    /// Publishes the states that are due; none before a telegram of this run, and no registers before those have come that come often. What the last run
    /// saved of them may be older than what it published, and a register that falls back, if only by a few minutes' worth, spoils statistics.
    /// </summary>
    private void PublishStates(DateTimeOffset now, bool holdsRegisters, Action remember, Action<MqttMessage> send)
    {
        // A clock that was set back must not make everything look old.
        if (now < _startedAt)
            _startedAt = now;
        if (now < _heardSince)
            _heardSince = now;
        if (_heardSince is not DateTimeOffset heardSince)
            return;
        if (_republishing.IsDue(now))
            ForgetStates();
        HoldDiagnostics(now);
        if (_live is not null && Any(IsLive) && _live.Offer(now, () => Write(IsLive, now), _fresh, send))
            _fresh = false;
        if (!holdsRegisters && Any(entity => !IsLive(entity)) && !Any(entity => IsAwaited(entity, now - heardSince)))
            _registers.Offer(now, () => Write(entity => !IsLive(entity), now), false, SendRegisters, QuarterTurn.LastSeconds(now));

        void SendRegisters(MqttMessage state)
        {
            remember();
            send(state);
        }
    }

    private bool IsLive(Entity entity) => _live is not null && entity.Group == StateGroup.Live;

    /// <summary>A register of the last run that comes again soon. One that comes rarely was saved when it came (<see cref="WriteBudget"/>), and stands.</summary>
    private bool IsAwaited(Entity entity, TimeSpan heardFor) =>
        entity.Quantity?.Kind is QuantityKind.Register or QuantityKind.NetRegister or QuantityKind.Counter
        && _entities.ValueOf(entity) is { Interval: TimeSpan interval } value
        && value.Received < _startedAt && interval <= WriteBudget.Often && heardFor < Freshness.OfValue(interval);

    private bool Any(Func<Entity, bool> which) => Entities.Any(which);

    private byte[] Write(Func<Entity, bool> which, DateTimeOffset now) => StateObject.Write(Entities.Where(which), Shown, now);

    private MeterValue? Shown(Entity entity)
    {
        MeterValue? value = entity.Group == StateGroup.Diagnostics ? _held.GetValueOrDefault(entity.Key) : _entities.ValueOf(entity);
        // What the last run measured tells nothing of now; a register it read still stands.
        return value?.Quantity?.Kind == QuantityKind.Instant && value.Received < _startedAt ? null : value;
    }

    /// <summary>Diagnostics share the registers' message and move at a pace of their own: between times it carries them as they were.</summary>
    private void HoldDiagnostics(DateTimeOffset now)
    {
        bool due = _heldAt is not DateTimeOffset last || now < last || now - last >= _pace.Diagnostics;
        foreach (Entity entity in Entities)
        {
            if (entity.Group == StateGroup.Diagnostics && (due || !_held.ContainsKey(entity.Key)) && _entities.ValueOf(entity) is MeterValue value)
                _held[entity.Key] = value;
        }
        if (due)
            _heldAt = now;
    }
}
