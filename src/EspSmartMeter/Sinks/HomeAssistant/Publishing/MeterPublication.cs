using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using EspSmartMeter.Sinks.HomeAssistant.Entities;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>One meter with its submeters: what has been published of it, and what is due.</summary>
internal sealed class MeterPublication(Meter meter, Topics topics, MeterDevices devices, PublishOptions pace, DateTimeOffset startedAt)
{
    private readonly DevicePublication _main = new(
        new DeviceTopics(
            topics.Config(Topics.Device(meter.Id)), topics.Availability(meter.Id), topics.Live(meter.Id), topics.Registers(meter.Id), topics.Carry(meter.Id)),
        pace, submeter: false, startedAt);

    private readonly Dictionary<string, DevicePublication> _submeters = new(StringComparer.Ordinal);
    private Dictionary<ObisCode, decimal> _carried = [];
    private MeterState _state = new();
    private bool _changed;
    private IReadOnlySet<string> _buttons = new HashSet<string>();

    public Meter Meter => meter;

    /// <summary>The topics of the meter and of each submeter.</summary>
    public IEnumerable<DeviceTopics> Published =>
        _submeters.Values.Prepend(_main).Where(device => device.IsAnnounced).Select(device => device.Topics);

    /// <summary>Takes in a state. One that is older than the newest known is left: two sources of one meter may tell of it in another order than they changed it.</summary>
    public void Take(MeterState state)
    {
        if (state.Telegrams < _state.Telegrams)
            return;
        _changed |= !SameIdentity(_state, state);
        _state = state;
        TakeCarried();
        _changed |= _main.Take([.. state.Values.Where(value => value.SubmeterId is null)], state.Received);
        foreach (Submeter submeter in state.Submeters)
            _changed |= Of(submeter).Take(submeter.Values, state.Received);
    }

    /// <summary>The topic that its registers' last figures are remembered under.</summary>
    public string Carry => topics.Carry(meter.Id);

    /// <summary>The broker remembers what an earlier run showed. Once this one has shown something, it is that which comes back.</summary>
    public void TakeCarry(Dictionary<ObisCode, decimal> carried)
    {
        if (_main.HasSentCarry)
            return;
        _carried = carried;
        TakeCarried();
    }

    /// <inheritdoc cref="DevicePublication.AwaitCarries"/>
    public void AwaitCarries(DateTimeOffset until) => _main.AwaitCarries(until);

    private void TakeCarried()
    {
        foreach (MeterValue value in _state.Values)
        {
            if (value is { SubmeterId: null, Live: not null } && _carried.Remove(value.Code, out decimal shown))
                value.Live.HasShown(shown);
        }
    }

    /// <summary>Publishes what is due; the meter before its submeters, which refer to it.</summary>
    public void Publish(DateTimeOffset now, Action<MqttMessage> send)
    {
        if (_changed)
            Announce(now, send);
        _changed = false;
        if (!_main.IsAnnounced && !IsForgotten(_state))
            return;
        bool available = meter.IsAvailable(now);
        _main.Publish(now, available, send);
        foreach (Submeter submeter in _state.Submeters)
        {
            DevicePublication publication = Of(submeter);
            if (!publication.IsAnnounced && !IsForgotten(submeter))
                continue;
            publication.Publish(now, available && !submeter.IsReplaced && IsListed(submeter), send);
        }
    }

    public void Forget()
    {
        _changed = true;
        _main.Forget();
        foreach (DevicePublication submeter in _submeters.Values)
            submeter.Forget();
    }

    /// <summary>Home Assistant has started anew: it knows no states, and of what the broker keeps somebody may have written over.</summary>
    public void ForgetBirth()
    {
        _main.ForgetBirth();
        foreach (DevicePublication submeter in _submeters.Values)
            submeter.ForgetBirth();
    }

    private bool SameIdentity(MeterState one, MeterState other) =>
        one.Manufacturer == other.Manufacturer && one.Model == other.Model && one.SerialNumber == other.SerialNumber && IsForgotten(one) == IsForgotten(other)
        && one.HasOffset == other.HasOffset && (one.Waiting.Count > 0) == (other.Waiting.Count > 0) && Offsets(one) == Offsets(other)
        && one.Submeters.Select(Identity).SequenceEqual(other.Submeters.Select(Identity));

    private static int Offsets(MeterState state) => state.Values.Count(value => value.Offset != 0);

    private (string Id, SubmeterKind Kind, bool Forgotten) Identity(Submeter submeter) => (submeter.Id, submeter.Kind, IsForgotten(submeter));

    private void Announce(DateTimeOffset now, Action<MqttMessage> send)
    {
        if (IsForgotten(_state))
            return;
        // A device without a single entity would be an empty page.
        if (_main.Entities.Count == 0 && !_submeters.Values.Any(submeter => submeter.Entities.Any(entity => entity.IsMain)))
            return;
        _main.Announce(DeviceConfig.Write(devices.Main(meter.Id, _state), devices.ComponentsOf(meter.Id, _state, _main.Entities), GoneButtons()), now, send);
        foreach (Submeter submeter in _state.Submeters)
        {
            DevicePublication publication = Of(submeter);
            IReadOnlyList<Entity> entities = publication.Entities;
            // A channel that a removed device left behind is still listed, with a type and no reading.
            if (entities.Any(entity => entity.IsMain) && !IsForgotten(submeter))
                publication.Announce(DeviceConfig.Write(devices.Sub(meter.Id, submeter), devices.ComponentsOf(meter.Id, submeter, entities), []), now, send);
        }
    }

    // A button leaves by its platform alone, once.
    private KeyValuePair<string, string>[] GoneButtons()
    {
        HashSet<string> now = [.. devices.DecisionsOf(meter.Id, _state).Select(button => button.Key)];
        KeyValuePair<string, string>[] gone = [.. _buttons.Except(now).Select(key => new KeyValuePair<string, string>(key, "button"))];
        _buttons = now;
        return gone;
    }

    private bool IsForgotten(MeterState state) => IsForgotten(state.Values.Select(value => value.Received).DefaultIfEmpty(startedAt).Max());

    private bool IsForgotten(Submeter submeter) => IsForgotten(submeter.Received);

    /// <summary>
    /// True for what had been silent for a day when the app started, until its next telegram. The broker keeps its discovery message, unless the user has deleted
    /// what was taken off the wall from Home Assistant: it shall not be back after each start.
    /// </summary>
    private bool IsForgotten(DateTimeOffset lastHeard) => lastHeard < startedAt - TimeSpan.FromDays(1);

    private DevicePublication Of(Submeter submeter)
    {
        if (!_submeters.TryGetValue(submeter.Id, out DevicePublication? publication))
        {
            DeviceTopics published = new(
                topics.Config(Topics.Device(meter.Id, submeter.Id)),
                topics.Availability(meter.Id, submeter.Id),
                null,
                topics.Registers(meter.Id, submeter.Id));
            _submeters[submeter.Id] = publication = new DevicePublication(published, pace, submeter: true, startedAt);
        }
        return publication;
    }

    /// <summary>False for one that the meter's telegrams have not listed for a day: it was taken off.</summary>
    private bool IsListed(Submeter submeter) =>
        _state.Received is DateTimeOffset received && received - submeter.Received < TimeSpan.FromDays(1);
}
