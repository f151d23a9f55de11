using System.Globalization;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>The parts of an SML file: transport, messages, and the values of their lists.</summary>
/// <param name="reading">What came of it; null: nothing.</param>
internal sealed class SmlDissection(Reading? reading)
{
    private const int EntryValue = 5;

    private readonly SmlDocument _document = new();

    public void Write(ReadOnlySpan<byte> file, PartTree parts)
    {
        parts.Add("start", 0, SmlEscape.Length);
        byte[] data = new byte[file.Length];
        bool isWhole = file.Length >= 2 * SmlEscape.Length && file[^SmlEscape.Length..].StartsWith(SmlEscape.Mark) && file[^SmlEscape.Half] == SmlEscape.End;
        if (!isWhole || !SmlEscape.TryUnescape(file, data, out int length))
        {
            parts.Add("messages", SmlEscape.Length, file.Length - SmlEscape.Length + 1);
            return;
        }
        int end = file.Length - SmlEscape.Length;
        bool isPlain = file[SmlEscape.Length..end].StartsWith(data.AsSpan(0, length));
        if (isPlain)
        {
            WriteMessages(data.AsMemory(0, length), parts, SmlEscape.Length);
        }
        else
        {
            parts.Add("messages", SmlEscape.Length, end - SmlEscape.Length, "with doubled escapes");
            parts.BeginOctets("messages without escapes", data.AsSpan(0, length));
            WriteMessages(data.AsMemory(0, length), parts, 0);
            parts.EndOctets();
        }
        int fill = file[^3];
        if (fill > 0)
            parts.Add("fill", end - fill, fill);
        parts.Add("end", end, SmlEscape.Length - 3);
        parts.Add("fill octets", file.Length - 3, 1, fill.ToString(CultureInfo.InvariantCulture));
        ushort expected = Crc16X25.Compute(file[..^2]);
        parts.AddCheck("CRC", file.Length - 2, 2, Crc16X25.Fits(file) || Crc16Kermit.Fits(file), $"{(byte)expected:X2} {expected >> 8:X2}");
    }

    private void WriteMessages(ReadOnlyMemory<byte> data, PartTree parts, int start)
    {
        int at = 0;
        while (at < data.Length)
        {
            if (data.Span[at] == 0)
            {
                at++;
                continue;
            }
            if (!_document.TryRead(data[at..], out int used))
            {
                parts.Add("message", start + at, data.Length - at, fault: "its structure is not in order");
                return;
            }
            bool isMessage = SmlMessage.TryOpen(_document, out SmlMessage message, out int checksum);
            parts.Begin("message", start + at, isMessage ? NameOf(message.Tag) : null);
            int inner = 1;
            Dictionary<int, string> notes = Notes(isMessage && message.Tag == SmlMessage.GetListResponse ? message.Body : -1);
            for (int node = 1; node < _document[0].Next; node = _document[node].Next)
                WriteNode(parts, node, start + at, ref inner, notes);
            bool fits = isMessage && SmlMessage.CrcFits(_document, checksum, data.Span[at..]);
            parts.End(start + at + used, isMessage ? fits ? null : "its CRC does not fit" : "no list of 6 with body, CRC and end");
            at += used;
        }
    }

    private void WriteNode(PartTree parts, int index, int start, ref int at, Dictionary<int, string> notes)
    {
        SmlNode node = _document[index];
        int from = at;
        at = node.Offset;
        if (node.Type != SmlType.List)
        {
            at += node.Length;
            parts.Add(NameOf(node.Type), start + from, at - from, TextOf(node, index, notes));
            return;
        }
        parts.Begin("list", start + from, notes.GetValueOrDefault(index) ?? string.Create(CultureInfo.InvariantCulture, $"{node.Length} elements"));
        for (int inner = index + 1; inner < node.Next; inner = _document[inner].Next)
            WriteNode(parts, inner, start, ref at, notes);
        parts.End(start + at);
    }

    // The entries of a GetList response: each list is named after its code, with the value that comes out.
    private Dictionary<int, string> Notes(int response)
    {
        Dictionary<int, string> notes = [];
        if (response < 0 || !_document[response].IsListOf(7))
            return notes;
        int list = _document.Element(response, 4);
        for (int entry = list + 1; _document[list].Type == SmlType.List && entry < _document[list].Next; entry = _document[entry].Next)
        {
            if (!_document[entry].IsListOf(7) || _document[entry + 1] is not { Type: SmlType.OctetString, Length: 6 })
                continue;
            ObisCode code = ObisCode.FromLogicalName(_document.Contents(_document[entry + 1]));
            notes[entry + 1] = $"{code}";
            notes[entry] = reading is not null && reading.TryFind(code, out Measurement value) ? $"{MeasuredText.Of(code)} = {MeasuredText.Of(value)}" : MeasuredText.Of(code);
            notes[_document.Element(entry, EntryValue)] = "value";
            notes[_document.Element(entry, EntryValue - 1)] = "scaler";
            notes[_document.Element(entry, EntryValue - 2)] = "unit";
        }
        return notes;
    }

    private string? TextOf(SmlNode node, int index, Dictionary<int, string> notes)
    {
        ReadOnlySpan<byte> octets = _document.Contents(node);
        string? value = _document.TryNumber(node, out decimal number) ? number.ToString(CultureInfo.InvariantCulture)
            : octets.IsEmpty ? node.IsAbsent ? "absent" : null
            : Convert.ToHexString(octets);
        return notes.TryGetValue(index, out string? note) ? value is null ? note : $"{value}: {note}" : value;
    }

    private static string NameOf(uint tag) => tag switch
    {
        0x0101 => "open response",
        0x0201 => "close response",
        SmlMessage.GetListResponse => "GetList response",
        _ => $"tag {tag:X4}",
    };

    private static string NameOf(SmlType type) => type switch
    {
        SmlType.OctetString => "octets",
        SmlType.Boolean => "bool",
        SmlType.Integer => "integer",
        SmlType.Unsigned => "unsigned",
        _ => "end of message",
    };
}
