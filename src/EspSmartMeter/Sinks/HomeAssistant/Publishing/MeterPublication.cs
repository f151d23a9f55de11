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
            topics.Config(Topics.Device(meter.Id)), topics.Availability(meter.Id), topics.Live(meter.Id), topics.Registers(meter.Id)),
        pace, submeter: false, startedAt);

    private readonly Dictionary<string, DevicePublication> _submeters = new(StringComparer.Ordinal);
    private MeterState _state = new();
    private bool _changed;

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
        _changed |= _main.Take([.. state.Values.Where(value => value.SubmeterId is null)], state.Received);
        foreach (Submeter submeter in state.Submeters)
            _changed |= Of(submeter).Take(submeter.Values, state.Received);
    }

    /// <summary>Publishes what is due; the meter before its submeters, which refer to it.</summary>
    public void Publish(DateTimeOffset now, Action<MqttMessage> send)
    {
        if (_changed)
            _changed = !Announce(now, send);
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

    public void ForgetStates()
    {
        _main.ForgetStates();
        foreach (DevicePublication submeter in _submeters.Values)
            submeter.ForgetStates();
    }

    private bool SameIdentity(MeterState one, MeterState other) =>
        one.Manufacturer == other.Manufacturer && one.Medium == other.Medium && one.Model == other.Model && one.SerialNumber == other.SerialNumber && IsForgotten(one) == IsForgotten(other)
        && one.Submeters.Select(Identity).SequenceEqual(other.Submeters.Select(Identity));

    private (string Id, SubmeterKind Kind, bool Forgotten) Identity(Submeter submeter) => (submeter.Id, submeter.Kind, IsForgotten(submeter));

    /// <summary>False where a part of it has to wait.</summary>
    private bool Announce(DateTimeOffset now, Action<MqttMessage> send)
    {
        if (IsForgotten(_state))
            return true;
        // A device without a single entity would be an empty page.
        if (_main.Entities.Count == 0 && !_submeters.Values.Any(submeter => submeter.Entities.Any(entity => entity.IsMain)))
            return true;
        bool all = _main.Announce(DeviceConfig.Write(devices.Main(meter.Id, meter.Label, _state), devices.ComponentsOf(meter.Id, _main.Entities), []), now, send);
        foreach (Submeter submeter in _state.Submeters)
        {
            DevicePublication publication = Of(submeter);
            IReadOnlyList<Entity> entities = publication.Entities;
            // A channel that a removed device left behind is still listed, with a type and no reading.
            if (entities.Any(entity => entity.IsMain) && !IsForgotten(submeter))
                all &= publication.Announce(DeviceConfig.Write(devices.Sub(meter.Id, meter.Label, submeter), devices.ComponentsOf(meter.Id, submeter, entities), []), now, send);
        }
        return all;
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
