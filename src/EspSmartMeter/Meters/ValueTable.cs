using EspSmartMeter.Timing;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>The newest value of each code, and of each submeter's code, in the order they first came.</summary>
internal sealed class ValueTable
{
    /// <summary>More codes than any meter has; a stream that invents new ones without end stops growing here.</summary>
    private const int MostCodes = 512;

    private readonly record struct Key(ObisCode Code, string? SubmeterId);

    private sealed class Slot(MeterValue value, MedianInterval interval)
    {
        public MeterValue Value = value;
        public MedianInterval Interval = interval;
        public List<Measurement>? Also;
        public long Telegram = -1;
    }

    private readonly Dictionary<Key, Slot> _slots = [];
    private readonly List<Slot> _order = [];
    private long _telegram;

    /// <summary>True where the telegram that is being read has brought this code already.</summary>
    public bool HasCome(string? submeterId, ObisCode code) =>
        _slots.TryGetValue(new Key(code, submeterId), out Slot? slot) && slot.Telegram == _telegram;

    /// <summary>The first value of a code in the telegram that is being read.</summary>
    public void Came(string? submeterId, in Measurement measurement, DateTimeOffset received, decimal? factor, SubmeterKind kind, decimal offset = 0, DateTimeOffset? offsetSince = null)
    {
        MeterValue value = new()
        {
            Measurement = measurement,
            Received = received,
            Factor = factor,
            Offset = offset,
            OffsetSince = offsetSince,
            SubmeterId = submeterId,
            SubmeterKind = kind,
        };
        if (FindOrAdd(value, restoredInterval: null) is not Slot slot)
            return;
        slot.Telegram = _telegram;
        slot.Also = null;
        slot.Interval.Came(received);
        slot.Value = value with { Interval = slot.Interval.Value };
    }

    /// <summary>A further value of a code that <see cref="HasCome"/>.</summary>
    public void CameAgain(string? submeterId, in Measurement measurement) =>
        (_slots[new Key(measurement.Code, submeterId)].Also ??= []).Add(measurement);

    public void EndTelegram()
    {
        foreach (Slot slot in _order)
        {
            if (slot.Telegram == _telegram && slot.Also is not null)
                slot.Value = slot.Value with { Also = slot.Also };
        }
        _telegram++;
    }

    /// <summary>A value of the last run.</summary>
    public void Restore(MeterValue value) => FindOrAdd(value, value.Interval);

    /// <summary>A value of another meter that goes on as this one.</summary>
    public void TakeOver(MeterValue value)
    {
        if (FindOrAdd(value, value.Interval) is Slot slot)
            (slot.Value, slot.Interval) = (value, new MedianInterval(value.Interval));
    }

    /// <summary>The newest value of a code; null where it never came.</summary>
    public MeterValue? Find(string? submeterId, ObisCode code) => _slots.GetValueOrDefault(new Key(code, submeterId))?.Value;

    /// <summary>Of a value that is known, what is believed of it is something else.</summary>
    public void Correct(string? submeterId, ObisCode code, Func<MeterValue, MeterValue> correct)
    {
        if (_slots.TryGetValue(new Key(code, submeterId), out Slot? slot))
            slot.Value = correct(slot.Value);
    }

    /// <summary>What is known of a submeter, as it goes on under another's id.</summary>
    public void Rename(string submeterId, string to)
    {
        Forget(to);
        foreach (Slot slot in _order.Where(slot => slot.Value.SubmeterId == submeterId))
        {
            _slots.Remove(new Key(slot.Value.Code, submeterId));
            slot.Value = slot.Value with { SubmeterId = to };
            _slots[new Key(slot.Value.Code, to)] = slot;
        }
    }

    /// <summary>What was known of a submeter goes.</summary>
    public void Forget(string submeterId)
    {
        _order.RemoveAll(slot => slot.Value.SubmeterId == submeterId);
        foreach (Key key in _slots.Keys.Where(key => key.SubmeterId == submeterId).ToArray())
            _slots.Remove(key);
    }

    public IReadOnlyList<MeterValue> Newest() => [.. _order.Select(slot => slot.Value)];

    private Slot? FindOrAdd(MeterValue value, TimeSpan? restoredInterval)
    {
        Key key = new(value.Code, value.SubmeterId);
        if (_slots.TryGetValue(key, out Slot? slot))
            return slot;
        if (_order.Count == MostCodes)
            return null;
        _slots[key] = slot = new Slot(value, new MedianInterval(restoredInterval));
        _order.Add(slot);
        return slot;
    }
}
