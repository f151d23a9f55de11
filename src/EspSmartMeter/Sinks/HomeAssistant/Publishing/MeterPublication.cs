using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using EspSmartMeter.Sinks.HomeAssistant.Entities;
using EspSmartMeter.Meters.Guard;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>One meter with its submeters: what has been published of it, and what is due.</summary>
internal sealed class MeterPublication(
    Meter meter, Topics topics, MeterDevices devices, PublishOptions pace, DateTimeOffset startedAt, Func<string, bool> isDeleted, MeterRegistry meters, PeakBook? peaks, Sentences language)
{
    /// <summary>What Home Assistant takes to make a device that came back, before another may name it as what it comes through.</summary>
    private static readonly TimeSpan Making = TimeSpan.FromSeconds(3);

    /// <summary>A meter that says nothing for longer is listed as unused, once there was time to hear it.</summary>
    private static readonly TimeSpan SettlingIn = TimeSpan.FromMinutes(10), ShortSilence = TimeSpan.FromHours(1);

    private readonly DevicePublication _main = new(
        new DeviceTopics(
            topics.Config(Topics.Device(meter.Id)), topics.Availability(meter.Id), topics.Live(meter.Id), topics.Registers(meter.Id)),
        pace, submeter: false, startedAt, isDeleted(topics.Config(Topics.Device(meter.Id))));

    private readonly CarryTopic _carry = new(topics.Carry(meter.Id));

    private readonly Dictionary<string, DevicePublication> _submeters = new(StringComparer.Ordinal);
    private IReadOnlyList<CarriedRegister> _carried = [];
    private DateTimeOffset? _carriesUntil;
    private MeterState _state = new();
    private bool _changed, _linksChanged, _bridgeIsThere, _mayContinueOld;

    /// <summary>From when on the submeters name this meter as what they come through.</summary>
    private DateTimeOffset _linkableAt;
    private bool _isLinked = true;
    private (int Announcements, string Source) _noted;

    public Meter Meter => meter;

    /// <summary>True once after something was announced or came through another source: <see cref="Devices"/> is to be noted.</summary>
    public bool TakeNews()
    {
        (int, string) now = (_submeters.Values.Prepend(_main).Sum(device => device.Announcements), meter.Source.Address);
        bool isNew = now != _noted;
        _noted = now;
        return isNew;
    }

    /// <summary>Every device with its name: the meter, and each submeter.</summary>
    public IEnumerable<(string Id, string Name, DeviceTopics Topics, bool IsAnnounced)> Devices =>
    [
        (meter.Id, devices.Main(meter.Id, meter.Label, _state, null).Name, _main.Topics, _main.IsAnnounced),
        .. from submeter in _state.Submeters
           let publication = _submeters.GetValueOrDefault(submeter.Id)
           where publication is not null
           select ($"{meter.Id}/{submeter.Id}", devices.Sub(meter.Id, meter.Label, submeter, false).Name, publication.Topics, publication.IsAnnounced),
    ];

    /// <summary>Those that are announced and that nothing has been heard of for long enough to say so.</summary>
    public IEnumerable<UnusedDevice> Unused(DateTimeOffset now)
    {
        bool available = meter.IsAvailable(now);
        DateTimeOffset? heard = _state.Values.Select(value => (DateTimeOffset?)value.Received).Max();
        if (!available && now - startedAt > SettlingIn && !(now - heard < ShortSilence))
            yield return new UnusedDevice(meter.Id, devices.Main(meter.Id, meter.Label, _state, null).Name, heard);
        foreach (Submeter submeter in _state.Submeters.Where(submeter => available && _submeters.ContainsKey(submeter.Id) && (submeter.IsReplaced || !IsListed(submeter))))
            yield return new UnusedDevice($"{meter.Id}/{submeter.Id}", devices.Sub(meter.Id, meter.Label, submeter, false).Name, submeter.Received);
    }

    /// <summary>What of this meter goes into the energy dashboard: one total a direction and one power, and the reading of each gas and water meter.</summary>
    public IEnumerable<DashboardRow> DashboardRows()
    {
        string name = devices.Main(meter.Id, meter.Label, _state, null).Name;
        if (_main.IsAnnounced && _state.Medium == Medium.Electricity)
        {
            Entity[] import = Totals("energy_import"), export = Totals("energy_export");
            if (import.Length == 0)
                yield return new DashboardRow(name, "awaited", "");
            Entity? power = Find("power") ?? Find("power_net") ?? Find("power_import");
            foreach ((string field, Entity entity) in import.Select(entity => ("import", entity)).Concat(export.Select(entity => ("export", entity))))
                yield return new DashboardRow(name, field, $"{name} {devices.NameOf(entity)}");
            if (power is not null)
                yield return new DashboardRow(name, "power", $"{name} {devices.NameOf(power)}");
        }
        foreach (Submeter submeter in _state.Submeters.Where(submeter => IsThere(submeter) && _submeters.TryGetValue(submeter.Id, out DevicePublication? announced) && announced.IsAnnounced))
        {
            string its = devices.Sub(meter.Id, meter.Label, submeter, false).Name;
            if (submeter.Kind is SubmeterKind.Gas or SubmeterKind.Water or SubmeterKind.HotWater)
                yield return new DashboardRow(its, submeter.Kind == SubmeterKind.Gas ? "gas" : "water", its);
        }

        Entity? Find(string key) => _main.Entities.FirstOrDefault(entity => entity.Key == key);

        Entity[] Totals(string key) => (Find(key) ?? Find($"{key}_total")) is Entity total
            ? [total]
            : [.. _main.Entities.Where(entity => entity.Key.StartsWith($"{key}_tariff_", StringComparison.Ordinal) && entity.IsEnabled)];
    }

    /// <summary>Takes in a state. One that is older than the newest known is left: two sources of one meter may tell of it in another order than they changed it.</summary>
    public void Take(MeterState state)
    {
        if (state.Change < _state.Change)
            return;
        state = WithCarried(state);
        _changed |= !SameIdentity(_state, state);
        _state = state;
        _changed |= _main.Take(
            [.. state.Values.Where(value => value.SubmeterId is null), .. state.Totals, .. PeaksOf(state), .. FreeCurrents.Of(state.Values, meter.Source.Fuse)], state.Received);
        foreach (Submeter submeter in state.Submeters)
            _changed |= Of(submeter).Take(submeter.Values, state.Received);
    }

    private IReadOnlyList<MeterValue> PeaksOf(MeterState state) =>
        peaks?.Read(meter.Id, tracker => tracker.Status) is PeakStatus status
            ? PeakValues.Of(status, PeakReason.Of(status, peaks.Zone) is Sentence reason ? language.Say(reason) : null, state)
            : [];

    /// <summary>The topic that what its registers showed is remembered under.</summary>
    public string Carry => _carry.Topic;

    /// <summary>The broker remembers what an earlier run showed. Once this one has shown something, it is that which comes back.</summary>
    public void TakeCarry(IReadOnlyList<CarriedRegister> carried)
    {
        if (_carry.HasSent)
            return;
        _carried = carried;
        Take(_state);
    }

    /// <summary>Until then the broker may still bring what registers showed before: they wait for it.</summary>
    public void AwaitCarries(DateTimeOffset until) => _carriesUntil = until;

    // A register that comes later than the others meets what is remembered of it then.
    private MeterState WithCarried(MeterState state)
    {
        CarriedRegister[] come = [.. _carried.Where(register => IsKnown(state, register))];
        if (come.Length == 0)
            return state;
        _carried = [.. _carried.Except(come)];
        return meters.Know(meter, come);
    }

    private static bool IsKnown(MeterState state, CarriedRegister register) => register.Submeter is null
        ? state.Find(register.Code) is not null
        : state.Values.Any(value => value.SubmeterId == register.Submeter && value.Code == register.Code);

    /// <summary>Publishes what is due; the meter before its submeters, which refer to it.</summary>
    public void Publish(bool bridgeIsThere, DateTimeOffset now, Action<MqttMessage> send)
    {
        bool isLinked = !_main.IsDeleted && now >= _linkableAt;
        _linksChanged |= bridgeIsThere != _bridgeIsThere || isLinked != _isLinked;
        (_bridgeIsThere, _isLinked) = (bridgeIsThere, isLinked);
        bool mayContinueOld = meters.OldOf(meter, now) is not null;
        _changed |= mayContinueOld != _mayContinueOld;
        _mayContinueOld = mayContinueOld;
        if (_changed || _linksChanged)
            _changed = !Announce(now, send);
        _linksChanged = false;
        if (!_main.IsAnnounced && !_main.IsDeleted && !IsForgotten(_state))
            return;
        bool available = meter.IsAvailable(now);
        bool awaitsCarry = now < _carriesUntil;
        _main.Publish(now, available, awaitsCarry, Remember, send);
        foreach (Submeter submeter in _state.Submeters)
        {
            DevicePublication publication = Of(submeter);
            if (!publication.IsAnnounced && !IsForgotten(submeter))
                continue;
            publication.Publish(now, available && IsThere(submeter), awaitsCarry, Remember, send);
        }

        void Remember() => _carry.Tell(_state, now, send);
    }

    /// <summary>The owner has deleted the device of this discovery topic in Home Assistant; false where it is none of this meter's.</summary>
    public bool OnDeleted(string configTopic)
    {
        DevicePublication? deleted = _submeters.Values.Prepend(_main).FirstOrDefault(device => device.Topics.Config == configTopic && device.IsAnnounced);
        deleted?.OnDeleted();
        return deleted is not null;
    }

    /// <summary>Home Assistant has started: what was deleted and is heard comes back.</summary>
    public void OnBirth(DateTimeOffset now)
    {
        ForgetBirth();
        if (!meter.IsAvailable(now))
            return;
        if (_main.IsDeleted)
        {
            _main.OnReturn();
            // Until then a link to it would stay empty, and what does not change is not looked at again.
            _linkableAt = now + Making;
            _changed = true;
        }
        foreach (Submeter submeter in _state.Submeters.Where(submeter => IsThere(submeter) && Of(submeter).IsDeleted))
        {
            Of(submeter).OnReturn();
            _changed = true;
        }
    }

    public void OnStopping(Action<MqttMessage> send)
    {
        foreach (DevicePublication device in _submeters.Values.Prepend(_main).Where(device => device.IsAnnounced))
            device.OnStopping(send);
    }

    /// <summary>What goes on under the entities of the meter or submeter before it.</summary>
    public IEnumerable<string> Replaced() => meter.IsReplaced
        ? [meter.Id]
        : _submeters.Keys.Where(id => !_state.Submeters.Any(submeter => submeter.Id == id)).Select(id => $"{meter.Id}/{id}");

    /// <summary>The owner wants a submeter forgotten.</summary>
    public void Forget(string submeter) => _submeters.Remove(submeter);

    public void Forget()
    {
        _changed = true;
        _carry.Forget();
        _main.Forget();
        foreach (DevicePublication submeter in _submeters.Values)
            submeter.Forget();
    }

    /// <summary>Home Assistant has started anew: it knows no states, and of what the broker keeps somebody may have written over.</summary>
    private void ForgetBirth()
    {
        _main.ForgetBirth();
        foreach (DevicePublication submeter in _submeters.Values)
            submeter.ForgetBirth();
    }

    private bool SameIdentity(MeterState one, MeterState other) =>
        one.Manufacturer == other.Manufacturer && one.Medium == other.Medium && one.Model == other.Model && one.SerialNumber == other.SerialNumber && IsForgotten(one) == IsForgotten(other)
        && one.HasOffset == other.HasOffset && (one.Waiting.Count > 0) == (other.Waiting.Count > 0) && Offsets(one) == Offsets(other)
        && one.Submeters.Select(Identity).SequenceEqual(other.Submeters.Select(Identity));

    private static int Offsets(MeterState state) => state.Values.Concat(state.Totals).Count(value => value.Offset != 0);

    private (string Id, string? Number, SubmeterKind Kind, bool Forgotten, bool MayContinue) Identity(Submeter submeter) =>
        (submeter.Id, submeter.DeviceId, submeter.Kind, IsForgotten(submeter), submeter.Continues is not null);

    /// <summary>False where a part of it has to wait.</summary>
    private bool Announce(DateTimeOffset now, Action<MqttMessage> send)
    {
        if (IsForgotten(_state))
            return true;
        // A device without a single entity would be an empty page.
        if (_main.Entities.Count == 0 && !_submeters.Values.Any(submeter => submeter.Entities.Any(entity => entity.IsMain)))
            return true;
        string? bridge = _bridgeIsThere ? topics.BridgeDevice : null;
        bool all = _main.Announce(
            devices.DecisionsOf(meter.Id, _state, _mayContinueOld).Select(button => button.Key).ToHashSet(),
            gone => DeviceConfig.Write(devices.Main(meter.Id, meter.Label, _state, bridge), devices.ComponentsOf(meter.Id, _state, _main.Entities, _mayContinueOld), gone),
            _linksChanged, now, send);
        foreach (Submeter submeter in _state.Submeters)
        {
            DevicePublication publication = Of(submeter);
            IReadOnlyList<Entity> entities = publication.Entities;
            // A channel that a removed device left behind is still listed, with a type and no reading.
            if (!entities.Any(entity => entity.IsMain) || IsForgotten(submeter))
                continue;
            all &= publication.Announce(
                devices.DecisionsOf(meter.Id, submeter).Select(button => button.Key).ToHashSet(),
                gone => DeviceConfig.Write(devices.Sub(meter.Id, meter.Label, submeter, _isLinked), devices.ComponentsOf(meter.Id, submeter, entities), gone),
                _linksChanged, now, send);
        }
        return all;
    }

    private bool IsThere(Submeter submeter) => !submeter.IsReplaced && IsListed(submeter);

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
            _submeters[submeter.Id] = publication = new DevicePublication(published, pace, submeter: true, startedAt, isDeleted(published.Config));
        }
        return publication;
    }

    /// <summary>False for one that the meter's telegrams have not listed for a day: it was taken off.</summary>
    private bool IsListed(Submeter submeter) =>
        _state.Received is DateTimeOffset received && received - submeter.Received < TimeSpan.FromDays(1);
}
