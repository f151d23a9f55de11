using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.DataSets;

/// <summary>
/// The contents of a P1 telegram (DSMR 5.0.2, 6; eMUCS; Swedish Branschrekommendation): the identification line and the data sets.
/// </summary>
internal sealed class DataSetPayload(RejectionLayer layer, TextPool texts, MeterClock clock)
{
    private const byte Electricity = 1, HeatMedium = 6;

    // ZPA gives a maximum's capture time a data set of its own, named after the attribute (IEC 62056-6-2, "Extended register").
    private static ReadOnlySpan<byte> CaptureTime => ",5"u8;

    // Line ends, and what some write into an identification; bit 7 is gone where it was parity.
    private static readonly System.Buffers.SearchValues<byte> Characters = System.Buffers.SearchValues.Create(
        [(byte)'\t', (byte)'\r', (byte)'\n', 0x02, .. Enumerable.Range(' ', '~' - ' ' + 1).Select(character => (byte)character)]);

    private const int LongestUnread = 256, LongestCode = 32;

    private readonly DataSetValue _value = new(texts, clock);
    private readonly List<(int Start, int Count)> _tables = [];
    private readonly WrittenIds _written = new();

    private readonly Refusal _notText = new(layer, RejectionReason.Malformed, "an octet that is no printable character");
    private readonly Refusal _secondIdentification = new(layer, RejectionReason.Malformed, "a second identification line within the telegram: two telegrams have run into one");
    private readonly Refusal _notDataSets = new(layer, RejectionReason.Malformed, "a line is no data set: code(value)");
    private readonly Refusal _tooMany = new(layer, RejectionReason.Oversize, "more values than any meter sends");

    /// <summary>Reads a telegram's text, from '/' to before '!', into <paramref name="reading"/>.</summary>
    /// <param name="text">Seven-bit text; line ends inside parentheses are removed in place.</param>
    /// <param name="strict">
    /// Nothing vouches for the text (no checksum): one line that is no data set refuses it all.
    /// </param>
    /// <param name="reading">
    /// Filled; left as it is where the text is refused. Where its check is weaker than a CRC, an octet that is no character, a value that its code cannot
    /// have, and a code that comes again with another value refuse the text too.
    /// </param>
    public Refusal? Read(Span<byte> text, bool strict, Reading reading)
    {
        if (reading.Check < TelegramCheck.Crc16 && text.IndexOfAnyExcept(Characters) >= 0)
            return _notText;
        int identEnd = text.IndexOfAny((byte)'\r', (byte)'\n');
        identEnd = identEnd < 0 ? text.Length : identEnd;
        if (text.Length > 0 && text[0] == '/')
            ReadIdentification(text[1..identEnd], reading);
        else
            identEnd = 0;
        return ReadDataSets(text[identEnd..], strict, reading);
    }

    private Refusal? ReadDataSets(Span<byte> text, bool strict, Reading reading)
    {
        bool weak = strict || reading.Check < TelegramCheck.Crc16;
        ObisCode? changed = null;
        byte medium = MediumOfShortCodes(text);
        _value.Begin();
        _tables.Clear();
        DataSetReader sets = new(text);
        while (sets.Next())
        {
            if (sets.Line.StartsWith((byte)'/'))
                return _secondIdentification;
            ReadOnlySpan<byte> name = sets.Count == 0 ? [] : sets.Code;
            bool captureTime = name.EndsWith(CaptureTime);
            if (!ObisCode.TryParse(captureTime ? name[..^CaptureTime.Length] : name, medium, out ObisCode code)
                && (strict || !TryWithColons(name, medium, out code)))
            {
                if (strict)
                    return _notDataSets;
                NoteUnread(sets.Line, reading);
                continue;
            }
            if (captureTime && TryStampLast(code, sets[0], reading))
                continue;
            int before = reading.Measurements.Length;
            if (!Add(code, ref sets, reading))
                return _tooMany;
            if (weak && Changes(reading.Measurements, before))
                changed ??= code;
        }
        if (strict && (sets.SawOthers || reading.Measurements.IsEmpty))
            return _notDataSets;
        if (changed is ObisCode twice)
            return new Refusal(layer, RejectionReason.Malformed, $"{twice} comes twice, with different values");
        if (weak && _value.Contradicted is ObisCode contradicted)
            return new Refusal(layer, RejectionReason.Malformed, $"{contradicted} has a unit without a number, or the unit of another quantity");
        PutTablesBehindTheirRegisters(reading);
        PowerFactors.Scale(reading);
        ReadoutClock.Assign(reading, clock);
        SubmeterDevices.Assign(reading);
        MeterIdentity.Assign(reading, texts);
        reading.MeterId = _written.Of(reading.MeterId);
        return null;
    }

    // What a meter counts, measures or is called does not change within a telegram.
    private static bool Changes(ReadOnlySpan<Measurement> all, int before)
    {
        if (before == all.Length || !(MeterIdentity.Names(all[before].Code) || Catalogue.Find(all[before].Code)?.Kind is QuantityKind.Register or QuantityKind.Instant))
            return false;
        foreach (ref readonly Measurement earlier in all[..before])
        {
            if (earlier.Code == all[before].Code)
                return earlier.Number != all[before].Number || earlier.Text != all[before].Text;
        }
        return false;
    }

    // "/ISk5\2MT382-1000": maker, baud rate, what the maker calls the meter.
    private void ReadIdentification(ReadOnlySpan<byte> ident, Reading reading)
    {
        if (ident.Length < 4)
            return;
        reading.Manufacturer = Flag.MakerOf(ident[..3]) ?? texts.Latin1(ident[..3]);
        ident = ident[4..];
        // An escape is a backslash and a character that is no letter (IEC 62056-21, 6.3.2); a letter behind the backslash is the name's.
        while (ident.Length > 2 && ident[0] == '\\')
            ident = ident[(char.IsAsciiLetter((char)ident[1]) ? 1 : 2)..];
        ident = ident.Trim(" \t\u0002"u8);
        if (!ident.IsEmpty)
            reading.Model = texts.Latin1(ident);
    }

    private bool Add(ObisCode code, ref DataSetReader sets, Reading reading)
    {
        if (sets.Count == 1)
            return AddPlain(code, sets[0], reading);
        if (code is { C: 24, D: 3 } && sets.Count >= 7)
            return reading.Add(Stamped(_value.Read(code, sets[6], sets[5]), sets[0]));
        if (ProfileGeneric.IsOne(code))
            return AddTable(code, ref sets, reading);
        if (sets.Count == 2 && DataSetValue.LooksLikeStamp(sets[0]))
            return reading.Add(Stamped(_value.Read(code, sets[1]), sets[0]));
        if (sets.Count == 2 && _value.IsStampedBehind(sets[0], sets[1]))
            return reading.Add(Stamped(_value.Read(code, sets[0]), sets[1]));

        // Several values under one code, as in (040*A)(-040*A).
        for (int group = 0; group < sets.Count; group++)
        {
            if (!AddPlain(code, sets[group], reading))
                return false;
        }
        return true;
    }

    // 1-0:72:32.0 of DSMR 4.0's examples: a colon for the point.
    private static bool TryWithColons(ReadOnlySpan<byte> name, byte medium, out ObisCode code)
    {
        code = default;
        Span<byte> points = stackalloc byte[LongestCode];
        int first = name.IndexOf((byte)':');
        if (first < 0 || name.Length > LongestCode)
            return false;
        name.CopyTo(points);
        points[(first + 1)..name.Length].Replace((byte)':', (byte)'.');
        return ObisCode.TryParse(points[..name.Length], medium, out code);
    }

    private bool AddTable(ObisCode code, ref DataSetReader sets, Reading reading)
    {
        int start = reading.Measurements.Length;
        bool added = ProfileGeneric.Add(code, ref sets, _value, reading);
        _tables.Add((start, reading.Measurements.Length - start));
        return added;
    }

    // A table's cells stand under their registers' own codes: where a register comes later in the telegram, it is still the first value of its code.
    private void PutTablesBehindTheirRegisters(Reading reading)
    {
        for (int i = 0; i < _tables.Count; i++)
        {
            (int start, int count) = _tables[i];
            if (!AnyComesLater(reading.Measurements, start, count))
                continue;
            reading.MoveToEnd(start, count);
            for (int later = i + 1; later < _tables.Count; later++)
                _tables[later] = (_tables[later].Start - count, _tables[later].Count);
        }
    }

    private static bool AnyComesLater(ReadOnlySpan<Measurement> all, int start, int count)
    {
        foreach (ref readonly Measurement later in all[(start + count)..])
        {
            foreach (ref readonly Measurement cell in all.Slice(start, count))
            {
                if (cell.Code == later.Code)
                    return true;
            }
        }
        return false;
    }

    private void NoteUnread(ReadOnlySpan<byte> line, Reading reading)
    {
        line = line.Trim(" \t"u8);
        if (line.IsEmpty || reading.IsUnreadFull)
            return;
        Span<byte> shown = stackalloc byte[LongestUnread];
        shown = shown[..Math.Min(line.Length, LongestUnread)];
        line[..shown.Length].CopyTo(shown);
        foreach (ref byte octet in shown)
            octet = octet is < (byte)' ' or (>= 0x7F and < 0xA0) ? (byte)'.' : octet;
        reading.AddUnread(texts.Latin1(shown));
    }

    // The newest value under this code was taken then.
    private bool TryStampLast(ObisCode code, ReadOnlySpan<byte> stamp, Reading reading)
    {
        ReadOnlySpan<Measurement> all = reading.Measurements;
        for (int i = all.Length - 1; i >= 0; i--)
        {
            if (all[i].Code != code)
                continue;
            reading.Replace(i, Stamped(all[i], stamp));
            return true;
        }
        return false;
    }

    private bool AddPlain(ObisCode code, ReadOnlySpan<byte> group, Reading reading)
    {
        if (DataSetValue.AreJoined(group, out byte joint))
            return AddJoined(code, group, joint, reading);
        Measurement measurement = _value.Read(code, group);
        if (measurement.Kind == ValueKind.Time)
            reading.Timestamp ??= measurement.Time;
        return reading.Add(measurement);
    }

    private bool AddJoined(ObisCode code, ReadOnlySpan<byte> group, byte joint, Reading reading)
    {
        foreach (Range part in group.Split(joint))
        {
            if (!reading.Add(_value.ReadJoined(code, group, part)))
                return false;
        }
        return true;
    }

    private Measurement Stamped(Measurement measurement, ReadOnlySpan<byte> stamp) =>
        measurement with { TakenAt = _value.TryStamp(stamp, out MeterTime time) ? time : null };

    // Heat meters write 6.8(...) for 6-0:6.8.0; electricity meters always name three groups of a quantity.
    private static byte MediumOfShortCodes(ReadOnlySpan<byte> text) =>
        text.StartsWith("6.8("u8) || text.IndexOf("\n6.8("u8) >= 0 ? HeatMedium : Electricity;
}
