using SmartMeter.Decoding.Axdr;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Lists;

/// <summary>Payloads that hold their codes. A list tells what they leave out: scale and unit, the maker, how the clock runs.</summary>
internal sealed class EntryList(ListCatalogue catalogue, string? bound, ListValueReader values, CosemValue cosem)
{
    private static readonly ObisCode ListVersionCode = new(1, 1, 0, 2, 129);

    public BestFit Find(AxdrDocument document, RegisterEntries entries, PushTraits traits)
    {
        BestFit best = default;
        string? version = Version(document, entries, out _);
        foreach (ListTable table in catalogue.WithCodes)
        {
            if (traits.Fit(table) && IsNamed(table, document, entries, version) && table.SumsFit(new WireNumbers(document, entries)))
                best.Offer(table, table.Name == bound);
        }
        return best;
    }

    /// <summary>Reads the values, by the list where one is known; false where there are more than any meter sends.</summary>
    public bool Read(ListTable? table, AxdrDocument document, RegisterEntries entries, Reading reading)
    {
        string? version = Version(document, entries, out bool loose);
        if (loose && !reading.Add(Measurement.OfText(ListVersionCode, version!)))
            return false;
        foreach (RegisterEntry entry in entries.All)
        {
            AxdrNode node = document[entry.Value];
            ListValue? known = table?.Find(entry.Code, node.Tag);
            Measurement measurement = entry.ScalerUnit is (sbyte scaler, byte unit)
                ? cosem.Scaled(document, node, entry.Code, scaler, WireUnit.FromCosem(unit))
                : known is null ? cosem.Unscaled(document, node, entry.Code) : values.Read(document, node, entry.Code, known);
            if (known is not null)
                reading.MeterId ??= values.MeterName(measurement, known);
            if (measurement.Kind == ValueKind.Time)
                reading.Timestamp ??= measurement.Time;
            if (entry.CaptureTime > 0 && cosem.TryTime(document.Contents(document[entry.CaptureTime]), out MeterTime taken))
                measurement = measurement with { TakenAt = taken };
            if (!reading.Add(measurement))
                return false;
        }
        reading.List = version ?? table?.Name;
        // A number at the end that no code names is the meter's (EVN).
        if (entries.LastLooseText > entries.All[^1].Value)
            reading.MeterId ??= cosem.Text(document, document[entries.LastLooseText]);
        return true;
    }

    private bool IsNamed(ListTable table, AxdrDocument document, RegisterEntries entries, string? version)
    {
        if (table.Shape == ListShape.Objects != entries.FromObjectList || table.Shape == ListShape.Described != entries.Described)
            return false;
        if (table.Version is not null && (version is null || !table.Version.Holds(version)))
            return false;
        if (table.PushSetup is not null && table.PushSetup != entries.PushSetup)
            return false;
        foreach (ListCondition condition in table.When)
        {
            string? text = TextUnder(condition.Code, document, entries);
            if (condition.Text is null ? text is not null : text is null || !condition.Text.Holds(text))
                return false;
        }
        return true;
    }

    // The list's version stands under its own code, or as the first text of the payload (Kamstrup).
    private string? Version(AxdrDocument document, RegisterEntries entries, out bool loose)
    {
        loose = false;
        foreach (RegisterEntry entry in entries.All)
        {
            if (entry.Code is { A: 1, C: 0, D: 2, E: 129 } && document[entry.Value].IsText)
                return cosem.Text(document, document[entry.Value]);
        }
        loose = entries.FirstLooseText >= 0 && entries.FirstLooseText < entries.All[0].Value;
        return loose ? cosem.Text(document, document[entries.FirstLooseText]) : null;
    }

    private string? TextUnder(ObisCode code, AxdrDocument document, RegisterEntries entries)
    {
        foreach (RegisterEntry entry in entries.All)
        {
            if (entry.Code == code && document[entry.Value].IsText)
                return cosem.Text(document, document[entry.Value]);
        }
        return null;
    }

    private readonly struct WireNumbers(AxdrDocument document, RegisterEntries entries) : IWireNumbers
    {
        public bool TryFind(ObisCode code, out decimal number)
        {
            foreach (RegisterEntry entry in entries.All)
            {
                if (entry.Code == code)
                    return document.TryNumber(document[entry.Value], out number);
            }
            number = 0;
            return false;
        }
    }
}
