using System.Globalization;
using System.Text;
using SmartMeter.Decoding.Dlms;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Lists;

/// <summary>A list table that cannot be read; the message names file and line and says what to do.</summary>
public sealed class ListTableException(string message) : Exception(message);

/// <summary>
/// Reads list tables. CONTRIBUTING.md explains the format by an example; in short, a line each:
/// <code>
/// list KFM_001            the name; starts a table
/// maker Kaifa
/// shape positions         or pairs, objects, described
/// version = KFM_001       the text that names the list: = the whole, ^ its start
/// clock standard-time     the meter keeps standard time all year and does not say so
/// when 1-1:96.1.1 ^ 685   only where that code's text is, or starts, so
/// u32 1-0:31.7.0 0.001 A  a value: types, code, what one digit counts; `-` for a value of unknown meaning
/// u32 1-0:32.7.0 1 V or 0.01 V within 100..300
/// text 1-1:0.2.129 = KFM_001
/// require 1-0:1.8.0 = 1-0:1.8.1 + 1-0:1.8.2
/// </code>
/// </summary>
internal sealed class ListTableReader
{
    private static readonly Dictionary<string, AxdrTag[]> TypesByName = new()
    {
        ["any"] = [],
        ["null"] = [AxdrTag.NullData],
        ["text"] = [AxdrTag.OctetString, AxdrTag.VisibleString, AxdrTag.Utf8String],
        ["octets"] = [AxdrTag.OctetString],
        ["date-time"] = [AxdrTag.OctetString, AxdrTag.DateTime],
        ["date"] = [AxdrTag.OctetString, AxdrTag.Date],
        ["time"] = [AxdrTag.OctetString, AxdrTag.Time],
        ["bool"] = [AxdrTag.Boolean],
        ["enum"] = [AxdrTag.Enum],
        ["i8"] = [AxdrTag.Integer],
        ["u8"] = [AxdrTag.Unsigned],
        ["i16"] = [AxdrTag.Long],
        ["u16"] = [AxdrTag.LongUnsigned],
        ["i32"] = [AxdrTag.DoubleLong],
        ["u32"] = [AxdrTag.DoubleLongUnsigned],
        ["i64"] = [AxdrTag.Long64],
        ["u64"] = [AxdrTag.Long64Unsigned],
        ["f32"] = [AxdrTag.Float32],
        ["f64"] = [AxdrTag.Float64],
        ["array"] = [AxdrTag.Array],
        ["structure"] = [AxdrTag.Structure],
    };

    private readonly string _file;
    private readonly List<ListTable> _tables = [];
    private readonly List<ListValue> _values = [];
    private readonly List<(ObisCode, TextCondition)> _when = [];
    private readonly List<ListInvariant> _invariants = [];
    private string? _name, _maker;
    private ListShape? _shape;
    private TextCondition? _version;
    private bool _standardTime;
    private int _line;

    private ListTableReader(string file) => _file = file;

    /// <exception cref="ListTableException">The text is no list table.</exception>
    public static IReadOnlyList<ListTable> Read(string file, string text)
    {
        ListTableReader reader = new(file);
        foreach (string line in text.Split('\n'))
        {
            reader._line++;
            int comment = line.IndexOf('#', StringComparison.Ordinal);
            string[] words = (comment < 0 ? line : line[..comment]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
                reader.ReadLine(words);
        }
        reader.EndTable();
        return reader._tables.Count > 0 ? reader._tables : throw reader.Fault("holds no `list` line");
    }

    private void ReadLine(string[] words)
    {
        if (words[0] == "list")
        {
            EndTable();
            _name = Rest(words, 1);
            return;
        }
        if (_name is null)
            throw Fault("starts with something else than `list NAME`");
        switch (words[0])
        {
            case "maker": _maker = Rest(words, 1); break;
            case "shape": _shape = ReadShape(Rest(words, 1)); break;
            case "version": _version = ReadCondition(words, 1); break;
            case "clock" when Rest(words, 1) == "standard-time": _standardTime = true; break;
            case "when": _when.Add((ReadCode(words, 1), ReadCondition(words, 2))); break;
            case "require": _invariants.Add(ReadInvariant(words)); break;
            default: _values.Add(ReadValue(words)); break;
        }
    }

    private void EndTable()
    {
        if (_name is null)
            return;
        if (_shape is null)
            throw Fault($"list {_name} has no `shape` line (described, pairs, objects or positions)");
        if (_values.Count == 0 && _shape != ListShape.Described)
            throw Fault($"list {_name} has no values");
        _tables.Add(new ListTable(_name, _maker, _shape.Value, _version, [.. _when], [.. _values], [.. _invariants], _standardTime, _file));
        _values.Clear();
        _when.Clear();
        _invariants.Clear();
        (_name, _maker, _shape, _version, _standardTime) = (null, null, null, null, false);
    }

    private ListShape ReadShape(string word) => word switch
    {
        "described" => ListShape.Described,
        "pairs" => ListShape.Pairs,
        "objects" => ListShape.Objects,
        "positions" => ListShape.Positions,
        _ => throw Fault($"`{word}` is no shape: described, pairs, objects or positions"),
    };

    // types code [digit unit [or digit unit]] [within low..high] [= text | ^ text]
    private ListValue ReadValue(string[] words)
    {
        List<AxdrTag> types = [];
        foreach (string type in words[0].Split('|'))
            types.AddRange(TypesByName.TryGetValue(type, out AxdrTag[]? tags) ? tags : throw Fault($"`{type}` is no type; known: {string.Join(' ', TypesByName.Keys)}"));
        ObisCode? code = words.Length > 1 && words[1] == "-" ? null : ReadCode(words, 1);
        List<ListScale> scales = [];
        TextCondition? condition = null;
        (decimal, decimal)? window = null;
        for (int at = 2; at < words.Length;)
        {
            switch (words[at])
            {
                case "=" or "^":
                    condition = ReadCondition(words, at);
                    at = words.Length;
                    break;
                case "within":
                    window = ReadWindow(Word(words, at + 1));
                    at += 2;
                    break;
                case "or":
                    at++;
                    break;
                default:
                    scales.Add(ReadScale(words[at], Word(words, at + 1)));
                    at += 2;
                    break;
            }
        }
        if (scales.Count > 1 && window is null)
            throw Fault("several scales need a `within LOW..HIGH` that tells them apart");
        return new ListValue(types, code, scales, condition, window);
    }

    // "0.001 A": one digit on the wire is a thousandth of an ampere. "1 1" has no unit.
    private ListScale ReadScale(string digit, string unit)
    {
        if (!decimal.TryParse(digit, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal step) || !TryPowerOfTen(step, out int exponent))
            throw Fault($"`{digit}` is no power of ten like 0.01, 1 or 10");
        if (unit == "1")
            return new ListScale(exponent, WireUnit.None);
        return WireUnit.TryParse(Encoding.UTF8.GetBytes(unit), out WireUnit wire) ? new ListScale(exponent, wire) : throw Fault($"`{unit}` is no unit (`1` for none)");
    }

    private static bool TryPowerOfTen(decimal step, out int exponent)
    {
        for (exponent = -9; exponent <= 9; exponent++)
        {
            if (ExactNumber.TryScale(1, exponent, out decimal power) && power == step)
                return true;
        }
        return false;
    }

    private (decimal, decimal) ReadWindow(string word)
    {
        string[] ends = word.Split("..");
        if (ends.Length == 2 && decimal.TryParse(ends[0], NumberStyles.Number, CultureInfo.InvariantCulture, out decimal low)
            && decimal.TryParse(ends[1], NumberStyles.Number, CultureInfo.InvariantCulture, out decimal high) && low < high)
            return (low, high);
        throw Fault($"`{word}` is no window like 100..300");
    }

    private ListInvariant ReadInvariant(string[] words)
    {
        if (words.Length < 4 || words[2] != "=")
            throw Fault("`require` wants CODE = CODE + CODE");
        List<ObisCode> parts = [];
        for (int at = 3; at < words.Length; at += 2)
            parts.Add(ReadCode(words, at));
        return new ListInvariant(ReadCode(words, 1), parts);
    }

    private TextCondition ReadCondition(string[] words, int at) => Word(words, at) switch
    {
        "=" => new TextCondition(Rest(words, at + 1), StartOnly: false),
        "^" => new TextCondition(Rest(words, at + 1), StartOnly: true),
        string other => throw Fault($"`{other}` stands where `= TEXT` or `^ TEXT` belongs"),
    };

    private ObisCode ReadCode(string[] words, int at) =>
        ObisCode.TryParse(Word(words, at), out ObisCode code) ? code : throw Fault($"`{words[at]}` is no OBIS code like 1-0:1.8.0");

    private string Word(string[] words, int at) => at < words.Length ? words[at] : throw Fault("ends too early");

    private string Rest(string[] words, int from) => from < words.Length ? string.Join(' ', words[from..]) : throw Fault("ends too early");

    private ListTableException Fault(string what) => new($"{_file}, line {_line}: {what}");
}
