using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Meters;

/// <summary>The newest value of each code, and of each submeter's code, in the order they first came.</summary>
internal sealed class ValueTable
{
    /// <summary>More codes than any meter has; a stream that invents new ones without end stops growing here.</summary>
    private const int MostCodes = 512;

    private readonly record struct Key(ObisCode Code, string? SubmeterId);

    private sealed class Slot
    {
        public required MeterValue Value;
        public required LearntInterval Interval;
        public List<Measurement>? Also;
        public long Telegram;
    }

    private readonly Dictionary<Key, Slot> _slots = [];
    private readonly List<Slot> _order = [];
    private long _telegram;

    /// <summary>A value of the telegram that is being read. The second and later ones of a code are kept beside the first.</summary>
    public void Came(string? submeterId, in Measurement measurement, DateTimeOffset received, decimal? factor, SubmeterKind kind)
    {
        Key key = new(measurement.Code, submeterId);
        if (!_slots.TryGetValue(key, out Slot? slot))
        {
            if (_order.Count == MostCodes)
                return;
            slot = new Slot { Value = null!, Interval = new LearntInterval(), Telegram = -1 };
            _slots[key] = slot;
            _order.Add(slot);
        }
        if (slot.Telegram == _telegram)
        {
            (slot.Also ??= []).Add(measurement);
            return;
        }
        slot.Telegram = _telegram;
        slot.Also = null;
        slot.Interval.Came(received);
        slot.Value = new MeterValue
        {
            Measurement = measurement,
            Received = received,
            Interval = slot.Interval.Value,
            Factor = factor,
            SubmeterId = submeterId,
            SubmeterKind = kind,
        };
    }

    public void EndTelegram()
    {
        foreach (Slot slot in _order)
        {
            if (slot.Telegram == _telegram && slot.Also is not null)
                slot.Value = slot.Value with { Also = slot.Also };
        }
        _telegram++;
    }

    public IReadOnlyList<MeterValue> Newest() => [.. _order.Select(slot => slot.Value)];
}
