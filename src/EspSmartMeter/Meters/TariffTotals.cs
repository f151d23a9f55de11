using EspSmartMeter.Meters.Guard;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>
/// One total a direction of a main meter that sends tariffs: the exact sum of what is published of all of them, of one telegram. It is guarded itself: a tariff that
/// comes to the others, and has counted before, makes no step of it.
/// </summary>
internal sealed class TariffTotals
{
    private static readonly Total[] Kinds =
    [
        // Nobody sends these codes: quantity 200 is none of the standard's.
        new(Direction.Import, new ObisCode(1, 0, 200, 8, 1), QuantityOf("energy_import_total", "Energy import total", Direction.Import)),
        new(Direction.Export, new ObisCode(1, 0, 200, 8, 2), QuantityOf("energy_export_total", "Energy export total", Direction.Export)),
    ];

    private readonly Dictionary<Total, Sum> _sums = [];

    private sealed record Total(Direction Direction, ObisCode Code, Quantity Quantity);

    /// <param name="Value">What was told last.</param>
    /// <param name="Tariffs">The registers that are in it.</param>
    /// <param name="Offset">What is added to their sum beside their own offsets.</param>
    /// <param name="Since">When that was decided last; null: never.</param>
    private sealed record Sum(MeterValue Value, IReadOnlySet<ObisCode> Tariffs, decimal Offset, DateTimeOffset? Since);

    /// <summary>What the totals mean; the catalogue does not name them.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } = [.. Kinds.Select(kind => kind.Quantity)];

    /// <summary>The newest of each.</summary>
    public IReadOnlyList<MeterValue> Newest => [.. Kinds.Where(_sums.ContainsKey).Select(kind => _sums[kind].Value)];

    /// <summary>What is to survive a restart.</summary>
    public IReadOnlyList<StoredTotal> Stored => [.. from kind in Kinds where _sums.ContainsKey(kind) let sum = _sums[kind] select StoredTotal.Of(sum.Value, sum.Tariffs, sum.Offset, sum.Since)];

    /// <summary>True where something is added to one, beside what is added to its tariffs.</summary>
    public bool HasOffset => _sums.Values.Any(sum => sum.Offset != 0);

    /// <summary>What the broker is to remember of them.</summary>
    public IEnumerable<CarriedRegister> Remembered =>
        _sums.Values.Where(sum => sum.Since is not null).Select(sum => new CarriedRegister(sum.Value.Code, null, sum.Value.Sum, null, sum.Offset, sum.Since));

    /// <summary>Takes in what is known of the meter with a telegram.</summary>
    public void Take(IReadOnlyList<MeterValue> values)
    {
        foreach (Total kind in Kinds)
        {
            MeterValue[] tariffs = [.. values.Where(value => IsTariff(value, kind.Direction))];
            if (tariffs.Length >= 2 && Array.TrueForAll(tariffs, value => value.Received == tariffs[0].Received && IsCounted(value)))
                Add(kind, tariffs);
        }
    }

    public void Restore(StoredTotal stored)
    {
        if (Kinds.FirstOrDefault(kind => kind.Code.ToString() == stored.Code) is Total kind)
            _sums[kind] = new Sum(stored.ToValue(kind.Code, kind.Quantity), stored.Codes(), stored.Offset, stored.Since);
    }

    /// <summary>What is published is the tariffs' sum.</summary>
    public void DropOffset()
    {
        foreach ((Total kind, Sum sum) in _sums.Where(entry => entry.Value.Offset != 0).ToArray())
            _sums[kind] = sum with { Offset = 0, Since = sum.Value.Received };
    }

    /// <summary>What the broker remembers of a total: the newer offset counts.</summary>
    public void Know(CarriedRegister carried)
    {
        if (Kinds.FirstOrDefault(kind => kind.Code == carried.Code) is not Total kind || !_sums.TryGetValue(kind, out Sum? sum) || !(carried.Since > (sum.Since ?? DateTimeOffset.MinValue)))
            return;
        MeterValue value = sum.Value with { Offset = sum.Value.Offset - sum.Offset + carried.Offset, OffsetSince = carried.Since };
        _sums[kind] = new Sum(value, sum.Tariffs, carried.Offset, carried.Since);
    }

    private void Add(Total kind, MeterValue[] tariffs)
    {
        Sum? before = _sums.GetValueOrDefault(kind);
        (decimal offset, DateTimeOffset? since) = (before?.Offset ?? 0, before?.Since);
        decimal came = before is null ? 0 : tariffs.Where(tariff => !before.Tariffs.Contains(tariff.Code)).Sum(tariff => tariff.Sum);
        if (came != 0)
            (offset, since) = (offset - came, tariffs[0].Received);
        MeterValue value = tariffs[0] with
        {
            Made = kind.Quantity,
            Measurement = Measurement.OfNumber(kind.Code, tariffs.Sum(tariff => tariff.Measurement.Number), Unit.KilowattHour),
            Offset = tariffs.Sum(tariff => tariff.Offset) + offset,
            OffsetSince = since,
            Also = [],
            Factor = null,
            Live = null,
        };
        _sums[kind] = new Sum(value, tariffs.Select(tariff => tariff.Code).ToHashSet(), offset, since);
    }

    private static bool IsTariff(MeterValue value, Direction direction) =>
        value is { SubmeterId: null, Quantity: { Kind: QuantityKind.Register, Subject: Subject.ActivePower, Phase: 0, Tariff: > 0, Processing: Processing.None } quantity }
        && quantity.Direction == direction;

    private static bool IsCounted(MeterValue value) => value is { IsPublishable: true, Measurement: { Kind: ValueKind.Number, Unit: Unit.KilowattHour } };

    private static Quantity QuantityOf(string key, string name, Direction direction) =>
        new(key, name, Unit.KilowattHour, QuantityKind.Register) { Subject = Subject.ActivePower, Direction = direction };
}
