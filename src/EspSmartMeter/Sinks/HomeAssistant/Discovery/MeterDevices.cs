using EspSmartMeter.Meters;
using EspSmartMeter.Names;
using EspSmartMeter.Sinks.HomeAssistant.Entities;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Discovery;

/// <summary>Meters and submeters as devices, their entities as components.</summary>
internal sealed class MeterDevices(Topics topics, EntityNames names)
{
    private static readonly EntityNames English = EntityNames.In("en");

    public Device Main(string meterId, MeterState state) => new()
    {
        Id = Topics.Device(meterId),
        Name = names.OfDevice(KindOf(state)),
        Manufacturer = ShownText.Name(state.Manufacturer),
        Model = ShownText.Name(state.Model),
        SerialNumber = ShownText.Name(state.SerialNumber),
        Via = topics.BridgeDevice,
        AvailabilityTopics = [topics.Status, topics.Availability(meterId)],
    };

    public Device Sub(string meterId, Submeter submeter) => new()
    {
        Id = Topics.Device(meterId, submeter.Id),
        Name = names.OfDevice(submeter.Kind),
        SerialNumber = ShownText.Name(submeter.DeviceId),
        Via = Topics.Device(meterId),
        AvailabilityTopics = [topics.Status, topics.Availability(meterId), topics.Availability(meterId, submeter.Id)],
    };

    public IEnumerable<Component> ComponentsOf(string meterId, MeterState state, IEnumerable<Entity> entities) =>
        entities.Select(entity => ComponentOf(
            entity, KindOf(state), entity.Group == StateGroup.Live ? topics.Live(meterId) : topics.Registers(meterId), state.Find(entity.Code)?.Offset != 0 && state.Find(entity.Code) is not null))
            .Concat(DecisionsOf(meterId, state));

    /// <summary>What an owner can decide now, as buttons.</summary>
    public IEnumerable<Component> DecisionsOf(string meterId, MeterState state)
    {
        string[] keys = state.Waiting.Count > 0 ? [MeterDecisions.Continue, MeterDecisions.AsItIs] : state.HasOffset ? [MeterDecisions.DropOffset] : [];
        string device = English.OfDevice(KindOf(state)).Replace(' ', '_').ToLowerInvariant();
        return keys.Select(key => new Component
        {
            Platform = "button",
            Key = key,
            Name = names.OfDecision(key),
            DefaultEntityId = $"{device}_{key}",
            StateTopic = "",
            ValueTemplate = "",
            Command = (topics.Decision(meterId), key),
            Class = EntityClass.Plain,
            Icon = "mdi:counter",
            IsDiagnostic = false,
        });
    }

    public IEnumerable<Component> ComponentsOf(string meterId, Submeter submeter, IEnumerable<Entity> entities) =>
        entities.Select(entity => ComponentOf(entity, EntityNames.DeviceOf(submeter.Kind), topics.Registers(meterId, submeter.Id), submeter.Values.Any(value => value.Offset != 0 && value.Code with { B = 1 } == entity.Code)));

    private Component ComponentOf(Entity entity, string deviceKind, string stateTopic, bool hasOffset)
    {
        string device = English.OfDevice(deviceKind).Replace(' ', '_').ToLowerInvariant();
        return new Component
        {
            Key = entity.Key,
            Name = entity.IsMain ? null : NameOf(entity),
            DefaultEntityId = entity.IsMain ? device : $"{device}_{entity.Key}",
            StateTopic = stateTopic,
            ValueTemplate = TemplateOf(entity),
            AttributesTemplate = AttributesOf(entity, hasOffset),
            Class = entity.Class,
            Icon = EntityIcon.Of(entity),
            IsDiagnostic = entity.IsDiagnostic,
            IsEnabled = entity.IsEnabled,
        };
    }

    private string NameOf(Entity entity)
    {
        if (entity.Quantity is not Quantity quantity)
            return $"OBIS {entity.Code}";
        string name = entity.Aspect switch
        {
            Aspect.TakenAt => names.OfStamp(quantity),
            Aspect.MeterReading => names.OfMeterReading(quantity),
            _ => names.Of(quantity),
        };
        // A second code of the same meaning.
        return entity.Key.StartsWith(quantity.Key, StringComparison.Ordinal) ? name : $"{name} ({entity.Code})";
    }

    /// <summary>A long text as a whole; of a register that is carried forward, what the meter reads, and whether that is what is shown; of one that goes on after a step, what is added.</summary>
    private static string? AttributesOf(Entity entity, bool hasOffset) =>
        hasOffset && entity.Aspect == Aspect.Number ? $"{{{{ {{'meter_reading': value_json.{entity.Key}_own | default(none), 'offset': value_json.{entity.Key}_offset | default(none)}} | to_json }}}}"
        : entity.MeterReadingKey is string reading
            ? $"{{{{ {{'estimated': value_json.{entity.Key} != value_json.{reading}, 'meter_reading': value_json.{reading}}} | to_json }}}}"
        : entity.Quantity?.Kind == QuantityKind.Text ? $"{{{{ {{'text': value_json.{entity.Key}}} | to_json }}}}"
        : null;

    /// <summary>A null renders as None, which Home Assistant shows as unknown; a state longer than 255 characters it would refuse.</summary>
    private static string TemplateOf(Entity entity) => entity.Aspect == Aspect.Text
        ? $"{{{{ value_json.{entity.Key} if value_json.{entity.Key} is none else (value_json.{entity.Key} | string)[:255] }}}}"
        : $"{{{{ value_json.{entity.Key} }}}}";

    /// <summary>What the meter measures by the medium of its codes (IEC 62056-6-1, value group A).</summary>
    private static string KindOf(MeterState state)
    {
        IEnumerable<byte> media = state.Values.Where(value => value.SubmeterId is null).Select(value => value.Code.A);
        return media.Where(medium => medium is > 0 and < 10).DefaultIfEmpty((byte)1).Min() switch
        {
            4 => "heat_cost_allocator",
            5 => "cooling",
            6 => "heat",
            7 => "gas",
            8 => "water",
            9 => "hot_water",
            _ => "electricity",
        };
    }
}
