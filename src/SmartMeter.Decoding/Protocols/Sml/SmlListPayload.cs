using System.Text;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>
/// The values of a GetList response (BSI TR-03109-1, annex IV, 6.2.5.13):
/// <code>list of 7: client id | server id | list name | sensor time | values | signature | gateway time
/// value, list of 7: code | status | time | unit | scaler | value | signature</code>
/// </summary>
internal sealed class SmlListPayload(TextPool texts)
{
    private const int ServerId = 1, SensorTime = 3, Values = 4;
    private const int Code = 0, Status = 1, ValueTime = 2, UnitOf = 3, Scaler = 4, Value = 5;

    private static readonly ObisCode[] MakerCodes = [new(1, 0, 96, 50, 1, 1), new(129, 129, 199, 130, 3)];

    private static readonly Refusal NotAList = new(SmlFormat.Refuses, RejectionReason.Malformed, "the GetList response is no list of 7");
    private static readonly Refusal NotAnEntry = new(SmlFormat.Refuses, RejectionReason.Malformed, "an entry of the GetList response is no list of 7 with a code");
    private static readonly Refusal TooMany = new(SmlFormat.Refuses, RejectionReason.Oversize, "more values than any meter sends");
    private static readonly Refusal TwoMeters = new(SmlFormat.Refuses, RejectionReason.Unsupported, "the lists of two meters in one file");

    private ulong? _direction;

    /// <summary>Begins a file.</summary>
    public void Begin() => _direction = null;

    /// <summary>Adds the values of the response at <paramref name="response"/>; a file may hold several of one meter.</summary>
    public Refusal? Read(SmlDocument document, int response, Reading reading)
    {
        if (!document[response].IsListOf(7))
            return NotAList;
        ReadOnlySpan<byte> server = Octets(document, document.Element(response, ServerId));
        string? id = SmlServerId.Name(server, texts);
        if (reading.MeterId is not null && id is not null && reading.MeterId != id)
            return TwoMeters;
        reading.MeterId ??= id;
        reading.Manufacturer ??= SmlServerId.Maker(server, texts);
        if (SmlTime.TryMoment(document, document.Element(response, SensorTime), out MeterTime time))
            reading.Timestamp ??= time;
        return ReadEntries(document, document.Element(response, Values), server, reading);
    }

    /// <summary>Once all lists are read: who the meter is, as far as its values tell, and what follows from that.</summary>
    public Refusal? Finish(Reading reading)
    {
        foreach (ObisCode code in MakerCodes)
        {
            if (reading.Manufacturer is null && reading.TryFind(code, out Measurement maker))
                reading.Manufacturer = MakerOf(maker.Text);
        }
        MeterIdentity.Assign(reading, texts);
        return EmhDirection.Add(reading, _direction) ? null : TooMany;
    }

    private string? MakerOf(string? letters)
    {
        Span<byte> ascii = stackalloc byte[3];
        return letters is { Length: 3 } && Encoding.ASCII.TryGetBytes(letters, ascii, out _) ? SmlServerId.MakerOf(ascii, texts) : null;
    }

    private Refusal? ReadEntries(SmlDocument document, int list, ReadOnlySpan<byte> server, Reading reading)
    {
        if (document[list].Type != SmlType.List)
            return document[list].IsAbsent ? null : NotAList;
        for (int at = list + 1; at < document[list].Next; at = document[at].Next)
        {
            if (!document[at].IsListOf(7) || document[at + 1] is not { Type: SmlType.OctetString, Length: 6 })
                return NotAnEntry;
            Measurement measurement = Measure(document, at, server);
            if (SmlTime.TryMoment(document, document.Element(at, ValueTime), out MeterTime time))
                measurement = measurement with { TakenAt = time };
            if (!reading.Add(measurement))
                return TooMany;
            SmlNode status = document[document.Element(at, Status)];
            if (EmhDirection.IsToldBy(measurement.Code) && status.Type == SmlType.Unsigned)
                _direction = SmlDocument.UnsignedOf(document.Contents(status));
        }
        return null;
    }

    private Measurement Measure(SmlDocument document, int entry, ReadOnlySpan<byte> server)
    {
        ObisCode code = ObisCode.FromLogicalName(document.Contents(document[entry + 1 + Code]));
        int value = document.Element(entry, Value);
        SmlNode node = document[value];
        switch (node.Type)
        {
            case SmlType.OctetString:
                return node.IsAbsent ? Measurement.OfNull(code) : OfOctets(code, document.Contents(node));
            case SmlType.Boolean:
                return Measurement.OfNumber(code, document.Contents(node)[0] == 0 ? 0 : 1, Unit.None);
            case SmlType.Integer or SmlType.Unsigned:
                if (DzgSign.IsMissing(server, code, node))
                    node = node with { Type = SmlType.Unsigned };
                return OfNumber(document, entry, code, node);
            default:
                return OfTime(document, value, code);
        }
    }

    private static Measurement OfNumber(SmlDocument document, int entry, ObisCode code, SmlNode value)
    {
        SmlNode unit = document[document.Element(entry, UnitOf)], scaler = document[document.Element(entry, Scaler)];
        _ = document.TryNumber(value, out decimal number);
        if (!TryExponent(document, scaler, out int exponent))
            return Measurement.OfNumber(code, number, Unit.None, scaleKnown: false);
        byte unitCode = unit is { Type: SmlType.Unsigned, Length: 1 } ? document.Contents(unit)[0] : (byte)0;
        WireUnit wire = WireUnit.FromCosem(unitCode);
        // A unit that the standard has not, or none (255), says nothing of what is measured in one.
        bool told = wire.Unit != Unit.None || Catalogue.NeedsNoScale(code) || (unitCode != 0 && Catalogue.Find(code) is null or { Unit: Unit.None });
        return ExactNumber.TryScale(number, exponent + wire.Exponent, out decimal canonical)
            ? Measurement.OfNumber(code, canonical, wire.Unit, scaleKnown: told)
            : Measurement.OfNumber(code, number, Unit.None, scaleKnown: false);
    }

    // One signed octet. Without a scaler the number is as it stands.
    private static bool TryExponent(SmlDocument document, SmlNode scaler, out int exponent)
    {
        exponent = scaler is { Type: SmlType.Integer, Length: 1 } ? (sbyte)document.Contents(scaler)[0] : 0;
        return scaler.IsAbsent || scaler is { Type: SmlType.Integer, Length: 1 };
    }

    private static Measurement OfTime(SmlDocument document, int value, ObisCode code) =>
        SmlTime.TryMoment(document, value, out MeterTime moment) ? Measurement.OfTime(code, moment)
        : SmlTime.TrySecondsOfOperation(document, value, out decimal seconds) ? Measurement.OfNumber(code, seconds, Unit.Second)
        : Measurement.OfNull(code);

    private Measurement OfOctets(ObisCode code, ReadOnlySpan<byte> octets)
    {
        ReadOnlySpan<byte> trimmed = octets.Trim("\0 "u8);
        bool printable = !trimmed.IsEmpty && trimmed.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
        return Measurement.OfText(code, printable ? texts.Latin1(trimmed) : texts.LowerHex(octets));
    }

    private static ReadOnlySpan<byte> Octets(SmlDocument document, int index) =>
        document[index].Type == SmlType.OctetString ? document.Contents(document[index]) : [];
}
