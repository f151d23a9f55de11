using SmartMeter.Decoding.Axdr;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Lists;

/// <summary>Payloads that are values alone: a list is only named where types, texts, plausible sizes and sums all fit.</summary>
internal sealed class PositionList(ListCatalogue catalogue, string? bound, ListValueReader values)
{
    public BestFit Find(AxdrDocument document, PushTraits traits)
    {
        BestFit best = default;
        AxdrNode root = document[0];
        if (!root.IsContainer)
            return best;
        foreach (ListTable table in catalogue.OfPositions(root.Length))
        {
            if (traits.Fit(table) && ValuesFit(table, document) && table.SumsFit(new WireNumbers(table, document)))
                best.Offer(table, table.Name == bound);
        }
        return best;
    }

    /// <summary>Reads the values; false where there are more than any meter sends.</summary>
    public bool Read(ListTable table, AxdrDocument document, Reading reading)
    {
        int at = 1;
        foreach (ListValue value in table.Values)
        {
            AxdrNode node = document[at];
            at = node.Next;
            if (value.Code is not ObisCode code)
                continue;
            Measurement measurement = values.Read(document, node, code, value);
            reading.MeterId ??= values.MeterName(measurement, value);
            if (measurement.Kind == ValueKind.Time)
                reading.Timestamp ??= measurement.Time;
            if (!reading.Add(measurement))
                return false;
        }
        return true;
    }

    private bool ValuesFit(ListTable table, AxdrDocument document)
    {
        int at = 1;
        foreach (ListValue value in table.Values)
        {
            AxdrNode node = document[at];
            if (!values.Fits(document, node, value))
                return false;
            at = node.Next;
        }
        return true;
    }

    private readonly struct WireNumbers(ListTable table, AxdrDocument document) : IWireNumbers
    {
        public bool TryFind(ObisCode code, out decimal number)
        {
            int at = 1;
            foreach (ListValue value in table.Values)
            {
                if (value.Code == code)
                    return document.TryNumber(document[at], out number);
                at = document[at].Next;
            }
            number = 0;
            return false;
        }
    }
}
