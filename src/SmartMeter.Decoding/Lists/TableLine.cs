using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Lists;

/// <summary>One line of a list table, as words; knows where it stands, to say what is wrong with it.</summary>
internal sealed class TableLine(string file, int number, string[] words)
{
    public int Count => words.Length;

    public string this[int index] => index < words.Length ? words[index] : throw TooShort();

    public ListTableException Fault(string what) => new($"{file}, line {number}: {what}");

    /// <summary>All words from one on; there must be one.</summary>
    public string Rest(int from) => from < words.Length ? string.Join(' ', words[from..]) : throw TooShort();

    /// <summary>True, where the line's first word stands alone.</summary>
    public bool Alone() => words.Length == 1 ? true : throw Fault($"`{words[0]}` stands alone on its line");

    /// <summary>True, where the line has this word behind its first and no other.</summary>
    public bool Only(string word) => Rest(1) == word ? true : throw Fault($"`{words[0]}` takes `{word}` alone");

    public ObisCode Code(int index) =>
        ObisCode.TryParse(this[index], out ObisCode code) ? code : throw Fault($"`{this[index]}` is no OBIS code like 1-0:1.8.0");

    private ListTableException TooShort() => Fault($"ends behind `{words[^1]}`; it wants `{Form(words[0])}`");

    private static string Form(string keyword) => keyword switch
    {
        "list" or "like" or "maker" => $"{keyword} NAME",
        "shape" => "shape described, pairs, objects or positions",
        "version" => "version = TEXT",
        "clock" => "clock standard-time",
        "when" => "when CODE = TEXT` or `when CODE absent",
        "push" => "push CODE",
        "head" => "head octet-string",
        "require" => "require CODE = CODE + CODE",
        "example" => "example HEX",
        "expect" => "expect CODE = VALUE UNIT",
        _ => $"{keyword} CODE DIGIT UNIT` like `u32 1-0:1.8.0 1 Wh",
    };

    /// <summary><c>= PATTERN [or PATTERN ...]</c>, to the line's end.</summary>
    public TextPattern Pattern(int from)
    {
        if (this[from] != "=")
            throw Fault($"`{this[from]}` stands where `= TEXT` belongs");
        return new TextPattern(Rest(from + 1).Split(" or "));
    }
}
