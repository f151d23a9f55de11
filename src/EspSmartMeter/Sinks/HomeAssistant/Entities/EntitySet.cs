using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>
/// The entities of one device, main meter or submeter, and the value each shows. It only grows: a list that lacks a value does not take its entity away, and what an
/// entity is was settled when its value first came.
/// </summary>
internal sealed class EntitySet
{
    /// <summary>More than any meter has; a stream that invents codes stops here.</summary>
    private const int Most = 400;

    private readonly bool _submeter;
    private readonly List<Entity> _entities = [];
    private readonly Dictionary<string, ObisCode> _owners = new(StringComparer.Ordinal);
    private readonly HashSet<ObisCode> _shown = [];
    private readonly HashSet<ObisCode> _stamped = [];
    private readonly HashSet<ObisCode> _carried = [];
    private readonly Dictionary<ObisCode, MeterValue> _values = [];

    public EntitySet(bool submeter) => _submeter = submeter;

    /// <summary>In the order their values first came, with what the whole set decides.</summary>
    public IReadOnlyList<Entity> Entities { get; private set; } = [];

    /// <summary>What the entity shows: the newest value of its code; where that is none, a register keeps its last. Null: nothing came.</summary>
    public MeterValue? ValueOf(Entity entity) => _values.GetValueOrDefault(entity.Code);

    /// <summary>Takes in the newest values; true where they made new entities.</summary>
    public bool Take(IReadOnlyList<MeterValue> values)
    {
        int before = _entities.Count;
        foreach (MeterValue value in (_submeter ? values : MadeValues.With(values)).Select(NewestRow.Of))
        {
            ObisCode code = Placeless(value.Code);
            Learn(value, code);
            Keep(value, code);
        }
        if (_entities.Count == before)
            return false;
        Entities = Decided();
        return true;
    }

    /// <summary>A submeter stays the same on whatever channel it is listed.</summary>
    private ObisCode Placeless(ObisCode code) => _submeter ? code with { B = 1 } : code;

    private void Learn(MeterValue value, ObisCode code)
    {
        string key = value.Made?.Key ?? KeyOf(code, value.Measurement.Unit);
        if (!_shown.Contains(code) && EntityRules.Of(value, key) is Entity entity)
            Add(entity with { Code = code }, _shown);
        if (_shown.Contains(code) && !_stamped.Contains(code) && EntityRules.TakenAtOf(value, key) is Entity taken)
            Add(taken with { Code = code }, _stamped);
        if (!_carried.Contains(code) && _entities.Find(known => known.Code == code && known.Aspect == Aspect.Number) is Entity register
            && EntityRules.MeterReadingOf(value, register) is Entity reading)
        {
            Add(reading, _carried);
        }
    }

    private void Add(Entity entity, HashSet<ObisCode> known)
    {
        if (_entities.Count == Most)
            return;
        known.Add(entity.Code);
        _owners.TryAdd(entity.Key, entity.Code);
        _entities.Add(entity);
    }

    private void Keep(MeterValue value, ObisCode code)
    {
        bool instant = value.Quantity?.Kind is QuantityKind.Instant;
        if (!_shown.Contains(code) || (value.Measurement.Kind == ValueKind.Null && !instant))
            return;
        // A device that moved to another channel is listed under both codes: the newer holds.
        if (_values.TryGetValue(code, out MeterValue? known) && known.Code != value.Code && known.Received > value.Received)
            return;
        _values[code] = value;
    }

    private IReadOnlyList<Entity> Decided()
    {
        Entity? main = _submeter ? EnabledEntities.MainOf(_entities) : null;
        return
        [
            .. _entities.Select(entity => entity with
            {
                IsMain = entity == main,
                Group = EnabledEntities.IsSummed(entity, _entities) ? StateGroup.Diagnostics : entity.Group,
                MeterReadingKey = entity.Aspect != Aspect.Number ? null
                    : _entities.Find(other => other.Code == entity.Code && other.Aspect == Aspect.MeterReading)?.Key,
                IsEnabled = _submeter ? entity == main : EnabledEntities.IsEnabled(entity, _entities),
            }),
        ];
    }

    /// <summary>The quantity's key, for the first code that means it; a second one goes by its numbers.</summary>
    private string KeyOf(ObisCode code, Unit unit)
    {
        string key = Catalogue.KeyOf(code, unit);
        return !_owners.TryGetValue(key, out ObisCode owner) || owner == code ? key : Catalogue.NumericKeyOf(code);
    }
}
