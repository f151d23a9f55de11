using SmartMeter.Decoding.Dlms;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Lists;

/// <summary>
/// Reads the body of a push: by the codes that stand in it, else by the one list whose whole signature fits. A list is never named by its
/// length: where two fit as well, or none, the payload is refused with its structure.
/// </summary>
internal sealed class ListPayload(ListCatalogue catalogue, TextPool texts, MeterClock clock)
{
    private readonly RegisterEntries _entries = new();
    private readonly CosemValue _value = new(texts, clock);

    private static readonly Refusal TooMany = new(RejectionLayer.Dlms, RejectionReason.Oversize, "more values than any meter sends");

    /// <summary>Octets as hex, such as a system title that must serve as the meter's name.</summary>
    public string Hex(ReadOnlySpan<byte> octets) => texts.Hex(octets);

    /// <summary>Reads a body into <paramref name="reading"/>.</summary>
    /// <param name="document">The body.</param>
    /// <param name="stamp">The date-time of the notification's head: twelve octets or none.</param>
    /// <param name="reading">Filled.</param>
    public Refusal? Read(AxdrDocument document, ReadOnlySpan<byte> stamp, Reading reading)
    {
        _value.StandardTimeAllYear = false;
        _entries.Find(document);
        Refusal? refusal = _entries.All.Count > 0 ? ReadEntries(document, reading) : ReadPositions(document, reading);
        if (refusal is not null)
            return refusal;
        if (reading.Timestamp is null && _value.TryTime(stamp, out MeterTime time))
            reading.Timestamp = time;
        MeterIdentity.Assign(reading);
        reading.IdComesInOtherLists = reading.MeterId is null && reading.Measurements.Length == 1;
        return null;
    }

    private Refusal? ReadEntries(AxdrDocument document, Reading reading)
    {
        string? version = ListVersion(document, out bool loose);
        ListTable? table = Best(candidate => candidate.Shape != ListShape.Positions && NamedBy(candidate, document, version));
        _value.StandardTimeAllYear = table?.StandardTimeAllYear ?? false;
        if (loose && !reading.Add(Measurement.OfText(ListVersionCode, version!)))
            return TooMany;
        foreach (RegisterEntry entry in _entries.All)
        {
            Measurement measurement = Measure(document, entry, table);
            if (measurement.Kind == ValueKind.Time)
                reading.Timestamp ??= measurement.Time;
            if (!reading.Add(measurement))
                return TooMany;
        }
        reading.List = version ?? table?.Name;
        reading.Manufacturer = table?.Maker ?? reading.Manufacturer;
        // A number at the end that no code names is the meter's (EVN).
        if (_entries.LastLooseText > _entries.All[^1].Value)
            reading.MeterId = _value.Text(document, document[_entries.LastLooseText]);
        return null;
    }

    private static readonly ObisCode ListVersionCode = new(1, 1, 0, 2, 129);

    private Measurement Measure(AxdrDocument document, RegisterEntry entry, ListTable? table)
    {
        AxdrNode node = document[entry.Value];
        if (entry.ScalerUnit is (sbyte scaler, byte unit))
            return _value.Scaled(document, node, entry.Code, scaler, WireUnit.FromCosem(unit));
        ListValue? known = table?.Values.FirstOrDefault(value => value.Code == entry.Code && Fits(value, node));
        return known is null ? _value.Unscaled(document, node, entry.Code) : ByTable(document, node, entry.Code, known);
    }

    // Where a value may have two scales, only one that alone is plausible is believed.
    private Measurement ByTable(AxdrDocument document, AxdrNode node, ObisCode code, ListValue known)
    {
        if (known.Scales.Count == 0 || !node.IsNumber)
            return _value.Unscaled(document, node, code);
        Measurement? only = null;
        foreach (ListScale scale in known.Scales)
        {
            Measurement measurement = _value.Scaled(document, node, code, scale.Exponent, scale.Unit);
            if (known.Scales.Count == 1 || measurement.Number == 0)
                return measurement;
            if (known.Window is var (low, high) && (measurement.Number < low || measurement.Number > high))
                continue;
            if (only is not null)
                return _value.Unscaled(document, node, code);
            only = measurement;
        }
        return only ?? _value.Unscaled(document, node, code);
    }

    private Refusal? ReadPositions(AxdrDocument document, Reading reading)
    {
        AxdrNode root = document[0];
        if (!root.IsContainer || root.Length == 0)
            return root.IsContainer ? null : Unknown(document, "no list");
        ListTable? table = Best(candidate => candidate.Shape == ListShape.Positions && FitsByPosition(candidate, document), out bool several);
        if (table is null)
            return Unknown(document, several ? "several lists fit equally" : "no list fits");
        _value.StandardTimeAllYear = table.StandardTimeAllYear;
        int at = 1;
        foreach (ListValue value in table.Values)
        {
            AxdrNode node = document[at];
            at = node.Next;
            if (value.Code is not ObisCode code)
                continue;
            Measurement measurement = ByTable(document, node, code, value);
            if (measurement.Kind == ValueKind.Time)
                reading.Timestamp ??= measurement.Time;
            if (!reading.Add(measurement))
                return TooMany;
        }
        reading.List = table.Name;
        reading.Manufacturer = table.Maker ?? reading.Manufacturer;
        return null;
    }

    private bool FitsByPosition(ListTable table, AxdrDocument document)
    {
        AxdrNode root = document[0];
        if (root.Length != table.Values.Count)
            return false;
        int at = 1;
        foreach (ListValue value in table.Values)
        {
            AxdrNode node = document[at];
            if (!Fits(value, node) || value.Condition?.Holds(_value.Text(document, node)) == false || !IsPlausible(document, node, value))
                return false;
            at = node.Next;
        }
        return table.Invariants.All(invariant => Holds(invariant, table, document));
    }

    private static bool Fits(ListValue value, AxdrNode node) => value.Types.Count == 0 || value.Types.Contains(node.Tag);

    // A clock's octets must be a clock's, and where one scale is left to believe, its window must hold.
    private bool IsPlausible(AxdrDocument document, AxdrNode node, ListValue value)
    {
        if (value.Code is ObisCode code && Catalogue.Find(code)?.Kind == QuantityKind.Clock)
            return _value.Unscaled(document, node, code).Kind == ValueKind.Time;
        if (value.Window is not var (low, high) || value.Scales.Count != 1 || !document.TryNumber(node, out decimal number) || number == 0)
            return true;
        return ExactNumber.TryScale(number, value.Scales[0].Exponent + value.Scales[0].Unit.Exponent, out decimal canonical)
            && canonical >= low && canonical <= high;
    }

    private static bool Holds(ListInvariant invariant, ListTable table, AxdrDocument document)
    {
        decimal sum = 0;
        foreach (ObisCode part in invariant.Parts)
        {
            if (!TryRaw(part, table, document, out decimal number))
                return false;
            sum += number;
        }
        return TryRaw(invariant.Sum, table, document, out decimal total) && total == sum;
    }

    private static bool TryRaw(ObisCode code, ListTable table, AxdrDocument document, out decimal number)
    {
        number = 0;
        int at = 1;
        foreach (ListValue value in table.Values)
        {
            if (value.Code == code)
                return document.TryNumber(document[at], out number);
            at = document[at].Next;
        }
        return false;
    }

    private bool NamedBy(ListTable table, AxdrDocument document, string? version)
    {
        if (table.Shape == ListShape.Objects != _entries.FromObjectList || table.Version?.Holds(version) == false)
            return false;
        foreach ((ObisCode code, TextCondition condition) in table.When)
        {
            if (!condition.Holds(TextUnder(document, code)))
                return false;
        }
        return table.Version is not null || table.When.Count > 0;
    }

    private string? TextUnder(AxdrDocument document, ObisCode code)
    {
        foreach (RegisterEntry entry in _entries.All)
        {
            if (entry.Code == code && document[entry.Value].IsText)
                return _value.Text(document, document[entry.Value]);
        }
        return null;
    }

    // The list's version stands under its own code, or as the first text of the payload (Kamstrup).
    private string? ListVersion(AxdrDocument document, out bool loose)
    {
        loose = false;
        foreach (RegisterEntry entry in _entries.All)
        {
            if (entry.Code is { A: 1, C: 0, D: 2, E: 129 } && document[entry.Value].IsText)
                return _value.Text(document, document[entry.Value]);
        }
        loose = _entries.FirstLooseText >= 0 && _entries.FirstLooseText < _entries.All[0].Value;
        return loose ? _value.Text(document, document[_entries.FirstLooseText]) : null;
    }

    private ListTable? Best(Func<ListTable, bool> fits) => Best(fits, out _);

    private ListTable? Best(Func<ListTable, bool> fits, out bool several)
    {
        ListTable? best = null;
        several = false;
        foreach (ListTable table in catalogue.Tables)
        {
            if (best is not null && table.Specificity < best.Specificity)
                continue;
            if (!fits(table))
                continue;
            several = best is not null && best.Specificity == table.Specificity;
            best = table;
        }
        return several ? null : best;
    }

    private static Refusal Unknown(AxdrDocument document, string why) =>
        new(RejectionLayer.List, RejectionReason.UnknownList, $"{why}: {AxdrOutline.Of(document)}");
}
