using SmartMeter.Decoding.Axdr;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Lists;

/// <summary>
/// Reads the body of a push: by the codes that stand in it, else by the one list whose whole signature fits. A list is never named by its
/// length: where two fit as well, or none, the payload is refused with its structure.
/// </summary>
internal sealed class ListPayload
{
    private const byte Electricity = 1;

    private static readonly Refusal TooMany = new(RejectionLayer.Dlms, RejectionReason.Oversize, "more values than any meter sends");

    private readonly TextPool _texts;
    private readonly RegisterEntries _entries = new();
    private readonly CosemValue _cosem;
    private readonly PositionList _positions;
    private readonly EntryList _withCodes;
    private ListTable? _table;
    private bool _described;

    /// <param name="catalogue">The lists there are.</param>
    /// <param name="bound">The name of the list that the user says it is; null: none.</param>
    /// <param name="texts">Keeps texts.</param>
    /// <param name="clock">Gives stamps their offset.</param>
    public ListPayload(ListCatalogue catalogue, string? bound, TextPool texts, MeterClock clock)
    {
        _texts = texts;
        _cosem = new CosemValue(texts, clock);
        ListValueReader values = new(_cosem, texts);
        _positions = new PositionList(catalogue, bound, values);
        _withCodes = new EntryList(catalogue, bound, values, _cosem);
    }

    /// <summary>Octets as hex, such as a system title that must serve as the meter's name.</summary>
    public string Hex(ReadOnlySpan<byte> octets) => _texts.Hex(octets);

    /// <summary>Reads a body into <paramref name="reading"/>.</summary>
    /// <param name="document">The body.</param>
    /// <param name="octetStringHead">The date-time before it was written with the tag of an octet-string (Kaifa).</param>
    /// <param name="dateTime">That date-time: twelve octets, or none.</param>
    /// <param name="reading">Filled; knows already whether and by whom the push was ciphered.</param>
    public Refusal? Read(AxdrDocument document, bool octetStringHead, ReadOnlySpan<byte> dateTime, Reading reading)
    {
        _table = null;
        _described = false;
        _cosem.StandardTimeAllYear = false;
        PushTraits traits = PushTraits.Of(octetStringHead, document.HasAttributeDescriptors, reading);
        Refusal? refusal = ReadList(document, traits, reading);
        if (refusal is not null)
            return refusal;
        if (reading.Check < TelegramCheck.Crc16 && Contradicted(reading) is Measurement contradicted)
            return new Refusal(RejectionLayer.List, RejectionReason.Malformed, $"{contradicted.Code} is in a unit of another quantity ({contradicted.Unit}), and no strong check vouches for it");
        if (reading.Timestamp is null && _cosem.TryTime(dateTime, out MeterTime time))
            reading.Timestamp = time;
        MeterIdentity.Assign(reading, _texts);
        bool idElsewhere = _table is { IdElsewhere: true };
        if (idElsewhere && _table!.Shape == ListShape.Positions)
            reading.MeterId = null;
        reading.IdComesInOtherLists = reading.MeterId is null && (idElsewhere || reading.Measurements.Length == 1);
        return null;
    }

    // Where the payload tells units itself, a wrong bit shows in one that its code cannot have.
    private Measurement? Contradicted(Reading reading)
    {
        foreach (ref readonly Measurement value in _described ? reading.Measurements : [])
        {
            if (value is { Kind: ValueKind.Number, Code.A: Electricity } && Catalogue.Find(value.Code) is { Kind: not QuantityKind.Setting } quantity && value.Unit != quantity.Unit)
                return value;
        }
        return null;
    }

    private Refusal? ReadList(AxdrDocument document, PushTraits traits, Reading reading)
    {
        BestFit best = _positions.Find(document, traits);
        if (best.Table is ListTable table)
        {
            reading.List = table.Name;
            Note(table, reading);
            return _positions.Read(table, document, reading) ? null : TooMany;
        }
        if (best.Rivals is not null)
            return Several(document, best);

        _entries.Find(document);
        if (_entries.Values == 0)
            return document[0] is { IsContainer: true, Length: 0 } ? null : Unknown(document, NoneFits(best));
        // A six-octet text among values looks like a code: where most values have none, it is none.
        if (_entries.LooseNumbers > _entries.Values)
            return Unknown(document, NoneFits(best));

        _described = _entries.Described;
        best = _withCodes.Find(document, _entries, traits);
        if (best.Rivals is not null)
            return Several(document, best);
        if (best.Table is ListTable named)
            Note(named, reading);
        return _withCodes.Read(best.Table, document, _entries, reading) ? null : TooMany;
    }

    private void Note(ListTable table, Reading reading)
    {
        _table = table;
        _cosem.StandardTimeAllYear = table.StandardTimeAllYear;
        reading.Manufacturer = table.Maker ?? reading.Manufacturer;
    }

    private static string NoneFits(BestFit best) => best.Unbound is ListTable table
        ? $"no list fits by more than its length; where it is {table.Name} ({table.Origin}), say so by the option `list` of the source"
        : "no list fits";

    private static Refusal Several(AxdrDocument document, BestFit best) =>
        Unknown(document, $"{best.Rivals!.Value.One.Name} ({best.Rivals.Value.One.Origin}) and {best.Rivals.Value.Other.Name} ({best.Rivals.Value.Other.Origin}) fit equally");

    private static Refusal Unknown(AxdrDocument document, string why) =>
        new(RejectionLayer.List, RejectionReason.UnknownList, $"{why}: {AxdrOutline.Of(document)}");
}
