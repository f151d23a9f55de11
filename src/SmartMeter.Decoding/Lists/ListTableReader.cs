using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Lists;

/// <summary>
/// Reads list tables. docs/list-format.md tells the format in full; in short, a line each:
/// <code>
/// list KFM_001            the name; starts a table
/// like NAME               all of an earlier list of the file but its name and what tells it; own lines take the place of its lines
/// maker Kaifa
/// shape positions         or pairs, objects, described
///
/// What tells the list from others; all of it must hold:
/// version = KFM_001       the text that names the list (pairs, objects, described)
/// when 1-1:96.1.1 = 685*  the text under a code; `when CODE absent`: the payload does not hold it (pairs, objects, described)
/// push 0-8:25.9.0         the push setup that heads the list of objects (objects)
/// ciphered                the push comes ciphered, with a system title of the maker
/// head octet-string       the date-time before the list is written as an octet-string: 09 0C ...
/// attribute-descriptors   the codes stand in attribute descriptors without type tags (pairs)
/// require 1-0:1.8.0 = 1-0:1.8.1 + 1-0:1.8.2
///
/// clock standard-time     the meter keeps standard time all year and does not say so: its deviation is not specified, or 0
/// id elsewhere            another list of the same meter carries the id: a number in this one names no meter (positions), or none came (others)
///
/// The values, in their order where the shape is positions:
/// u32 1-0:31.7.0 0.001 A  types, code, what one digit counts; `?` where nobody knows that; `-` for a value of unknown meaning
/// u32 1-0:32.7.0 1 V or 0.01 V within 100..300
/// text 0-0:42.0.0 id last 8 = ISK*   its last 8 characters name the meter; what the text must be
///
/// Telegrams of the list, which a test reads (a user's when the program starts); several lines of hex make one:
/// example 0F000000010002...   the data-notification in the clear, or the frames as they came
/// expect 1-0:1.7.0 = 1500 W   as `decode` shows it; `25 ?` where nobody knows the scale; `id = NAME` for the meter's number
/// </code>
/// In texts <c>*</c> stands for any run of characters, <c>?</c> for one, <c>[0-9]</c> for one of a set, <c>[0-9]+</c> for one or more;
/// <c>A* or B*</c> for either.
/// </summary>
internal sealed class ListTableReader
{
    private static readonly HashSet<string> OnceInATable =
        ["maker", "shape", "version", "clock", "id", "push", "ciphered", "head", "attribute-descriptors"];

    internal static readonly string[] Keywords = ["list", "like", .. OnceInATable, "when", "require", "example", "expect"];

    /// <summary>A file of lists has no more characters: the built-in ones have some thousands.</summary>
    public const int LongestFile = 256 * 1024;

    private const int LongestName = 80;

    private readonly string _file;
    private readonly List<ListTable> _tables = [];
    private TableDraft? _draft;
    private int _line;

    private ListTableReader(string file) => _file = file;

    /// <exception cref="ListTableException">The text is no list table.</exception>
    public static IReadOnlyList<ListTable> Read(string file, string text)
    {
        if (text.Length > LongestFile)
            throw new ListTableException($"{file}: longer than any file of lists ({LongestFile / 1024} KiB)");
        ListTableReader reader = new(file);
        foreach (string line in text.Split('\n'))
        {
            reader._line++;
            int comment = line.IndexOf('#', StringComparison.Ordinal);
            string[] words = (comment < 0 ? line : line[..comment]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
                reader.ReadLine(new TableLine(file, reader._line, words));
        }
        reader.EndTable();
        return reader._tables.Count > 0 ? reader._tables : throw new ListTableException($"{file}, line {reader._line}: the file holds no table: one starts with `list NAME`");
    }

    private void ReadLine(TableLine line)
    {
        if (line[0] == "list")
        {
            EndTable();
            _draft = new TableDraft(line, NewName(line), _file);
            return;
        }
        if (_draft is null)
            throw line.Fault($"`{line[0]}` stands before any list: a table starts with `list NAME`");
        if (OnceInATable.Contains(line[0]) && !_draft.Keywords.Add(line[0]))
            throw line.Fault($"`{line[0]}` stands in list {_draft.Name} already");
        switch (line[0])
        {
            case "like": _draft.Like(line, Earlier(line)); break;
            case "maker": _draft.Maker = line.Rest(1); break;
            case "shape": _draft.Shape = ReadShape(line); break;
            case "version": _draft.Version = line.Pattern(1); break;
            case "clock": _draft.StandardTimeAllYear = line.Only("standard-time"); break;
            case "id": _draft.IdElsewhere = ReadElsewhere(line); break;
            case "when": _draft.When.Add(ReadCondition(line)); break;
            case "push": _draft.PushSetup = line.Code(1); break;
            case "ciphered": _draft.Ciphered = line.Alone(); break;
            case "head": _draft.OctetStringHead = line.Only("octet-string"); break;
            case "attribute-descriptors": _draft.AttributeDescriptors = line.Alone(); break;
            case "require": _draft.Invariants.Add((line, ReadInvariant(line))); break;
            case "example": _draft.AddExample(line); break;
            case "expect": _draft.AddExpectation(line); break;
            default: _draft.Values.Add((line, ValueLine.Read(line, Keywords))); break;
        }
    }

    private void EndTable()
    {
        if (_draft is not null)
            _tables.Add(_draft.Finish());
        _draft = null;
    }

    private string NewName(TableLine line)
    {
        string name = line.Rest(1);
        if (name.Length > LongestName || name.Any(char.IsControl))
            throw line.Fault($"a list's name has at most {LongestName} characters, none of them a control character");
        return _tables.Exists(table => table.Name == name) ? throw line.Fault($"list {name} is in this file already: give this one another name") : name;
    }

    private ListTable Earlier(TableLine line)
    {
        string name = line.Rest(1);
        return _tables.Find(table => table.Name == name) ?? throw line.Fault($"no list {name} stands above in this file");
    }

    private static ListShape ReadShape(TableLine line) => line.Rest(1) switch
    {
        "described" => ListShape.Described,
        "pairs" => ListShape.Pairs,
        "objects" => ListShape.Objects,
        "positions" => ListShape.Positions,
        string other => throw line.Fault($"`{other}` is no shape: described, pairs, objects or positions"),
    };

    private static bool ReadElsewhere(TableLine line) => line.Count == 2 && line[1] == "elsewhere"
        ? true
        : throw line.Fault("`id` stands behind the `text` that names the meter; a line of its own says `id elsewhere`");

    private static ListCondition ReadCondition(TableLine line) =>
        new(line.Code(1), line.Count == 3 && line[2] == "absent" ? null : line.Pattern(2));

    private static ListInvariant ReadInvariant(TableLine line)
    {
        if (line.Count < 6 || line[2] != "=")
            throw line.Fault("`require` wants CODE = CODE + CODE");
        List<ObisCode> parts = [];
        for (int at = 3; at < line.Count; at += 2)
        {
            if (at > 3 && line[at - 1] != "+")
                throw line.Fault("`require` wants CODE = CODE + CODE");
            parts.Add(line.Code(at));
        }
        return new ListInvariant(line.Code(1), [.. parts]);
    }
}
