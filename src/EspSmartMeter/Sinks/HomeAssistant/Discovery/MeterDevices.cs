using EspSmartMeter.Meters;
using EspSmartMeter.Names;
using EspSmartMeter.Sinks.HomeAssistant.Entities;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Discovery;

/// <summary>Meters and submeters as devices, their entities as components.</summary>
internal sealed class MeterDevices(Topics topics, EntityNames names, PageLink page)
{
    public Device Main(string meterId, string? label, MeterState state, string? via) => new()
    {
        Id = Topics.Device(meterId),
        Name = ShownText.Name(names.OfMeter(label, state.Medium))!,
        Manufacturer = ShownText.Name(state.Maker),
        Model = ShownText.Name(state.Model),
        SerialNumber = ShownText.Name(Readable(state.SerialNumber)),
        Via = via,
        ConfigurationUrl = page.Url,
        AvailabilityTopics = [topics.Status, topics.Availability(meterId)],
    };

    public Device Sub(string meterId, string? label, Submeter submeter, bool isLinked) => new()
    {
        Id = Topics.Device(meterId, submeter.Id),
        Name = ShownText.Name(names.OfSubmeter(label, submeter.Kind))!,
        SerialNumber = ShownText.Name(Readable(submeter.DeviceId)),
        Via = isLinked ? Topics.Device(meterId) : null,
        ConfigurationUrl = page.Url,
        AvailabilityTopics = [topics.Status, topics.Availability(meterId), topics.Availability(meterId, submeter.Id)],
    };

    /// <param name="meterId">The meter's.</param>
    /// <param name="state">Its state.</param>
    /// <param name="entities">Its entities.</param>
    /// <param name="mayContinueOld">It stands where another was, whose entities may go on with it.</param>
    public IEnumerable<Component> ComponentsOf(string meterId, MeterState state, IEnumerable<Entity> entities, bool mayContinueOld) =>
        entities.Select(entity => ComponentOf(
            entity, entity.Group == StateGroup.Live ? topics.Live(meterId) : topics.Registers(meterId), state.Find(entity.Code) is { Offset: not 0 }))
            .Concat(DecisionsOf(meterId, state, mayContinueOld));

    /// <summary>What an owner can decide now, as buttons.</summary>
    public IEnumerable<Component> DecisionsOf(string meterId, MeterState state, bool mayContinueOld)
    {
        string[] keys = state.Waiting.Count > 0 ? [MeterDecisions.Continue, MeterDecisions.AsItIs] : state.HasOffset ? [MeterDecisions.DropOffset] : [];
        return keys.Concat(mayContinueOld ? [MeterDecisions.ContinueOld] : (string[])[]).Select(key => ButtonOf(meterId, key, key));
    }

    /// <inheritdoc cref="DecisionsOf(string, MeterState, bool)"/>
    public IEnumerable<Component> DecisionsOf(string meterId, Submeter submeter) =>
        submeter.Continues is null ? [] : [ButtonOf(meterId, MeterDecisions.ContinueOld, MeterDecisions.ContinueOldOf(submeter.Id))];

    public IEnumerable<Component> ComponentsOf(string meterId, Submeter submeter, IEnumerable<Entity> entities) =>
        entities.Select(entity => ComponentOf(
            entity, topics.Registers(meterId, submeter.Id), submeter.Values.Any(value => value.Offset != 0 && value.Code with { B = 1 } == entity.Code)))
            .Concat(DecisionsOf(meterId, submeter));

    private Component ButtonOf(string meterId, string key, string payload) => new()
    {
        Platform = "button",
        Key = key,
        Name = names.OfDecision(key),
        StateTopic = "",
        ValueTemplate = "",
        Command = (topics.Decision(meterId), payload),
        Class = EntityClass.Plain,
        Icon = "mdi:counter",
    };

    private static string? Readable(string? number) => number is null ? null : MeterId.Readable(number);

    private Component ComponentOf(Entity entity, string stateTopic, bool hasOffset) => new()
    {
        Platform = entity.Aspect == Aspect.Warning ? Component.Binary : Component.Sensor,
        Key = entity.Key,
        Name = entity.IsMain ? null : NameOf(entity),
        StateTopic = stateTopic,
        ValueTemplate = TemplateOf(entity),
        AttributesTemplate = AttributesOf(entity, hasOffset),
        Class = entity.Class,
        Icon = EntityIcon.Of(entity),
        IsDiagnostic = entity.IsDiagnostic,
        IsEnabled = entity.IsEnabled,
    };

    /// <summary>What an entity is called behind its device's name.</summary>
    public string NameOf(Entity entity)
    {
        if (entity.Quantity is not Quantity quantity)
            return entity.Aspect == Aspect.TakenAt ? names.OfStamp($"OBIS {entity.Code}") : $"OBIS {entity.Code}";
        string name = entity.Aspect switch
        {
            Aspect.TakenAt => names.OfStamp(quantity, entity.IsOfQuarterHours),
            Aspect.MeterReading => names.OfMeterReading(quantity),
            _ => names.Of(quantity, entity.IsOfQuarterHours),
        };
        // A second code of the same meaning.
        return entity.Key.StartsWith(quantity.Key, StringComparison.Ordinal) ? name : $"{name} ({entity.Code})";
    }

    /// <summary>A long text as a whole; of a register that is carried forward, what the meter reads, and whether that is what is shown; of one that goes on after a step, what is added.</summary>
    private static string? AttributesOf(Entity entity, bool hasOffset) =>
        hasOffset && entity.Aspect == Aspect.Number ? Attributes(("meter_reading", Member($"{entity.Key}_own")), ("offset", Member($"{entity.Key}_offset")))
        : entity.MeterReadingKey is string reading ? Attributes(("estimated", $"({Member(entity.Key)}) != ({Member(reading)})"), ("meter_reading", Member(reading)))
        : entity.Meanings is not null ? Attributes(("meaning", Member($"{entity.Key}_meaning")))
        : entity.Aspect == Aspect.Warning ? Attributes(("reason", Member($"{entity.Key}_reason")))
        : entity.Quantity?.Kind == QuantityKind.Text ? Attributes(("text", Member(entity.Key)))
        : null;

    private static string Attributes(params (string Name, string Value)[] members) =>
        $"{{{{ {{{string.Join(", ", members.Select(member => $"'{member.Name}': {member.Value}"))}}} | to_json }}}}";

    /// <summary>A null renders as None, which Home Assistant shows as unknown; a state longer than 255 characters it would refuse.</summary>
    private static string TemplateOf(Entity entity) => entity.Aspect == Aspect.Warning ? Component.OnOrOff(entity.Key) : entity.Aspect == Aspect.Text
        ? $"{{{{ none if {Member(entity.Key)} is none else (value_json.{entity.Key} | string)[:255] }}}}"
        : $"{{{{ {Member(entity.Key)} }}}}";

    // Home Assistant keeps an entity whose member is not sent any more, after a lost data folder or another setting, and would complain at each message.
    private static string Member(string key) => $"value_json.{key} | default(none)";
}
