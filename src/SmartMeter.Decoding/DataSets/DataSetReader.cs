namespace SmartMeter.Decoding.DataSets;

/// <summary>
/// Walks the data sets of a telegram (IEC 62056-21, 6.3.5: <c>code(group)(group)...</c>): several on a line, one over several lines, also
/// broken inside a parenthesis or behind its code; some makers leave a space before the first. Gives each as its code and its groups, without
/// line ends.
/// </summary>
internal ref struct DataSetReader(Span<byte> text)
{
    private const int MaxGroups = 1024;

    private readonly Span<byte> _text = text;
    private readonly Range[] _groups = SharedGroups ??= new Range[MaxGroups];
    private int _at;

    [ThreadStatic]
    private static Range[]? SharedGroups;

    /// <summary>The code of the current data set.</summary>
    public ReadOnlySpan<byte> Code { get; private set; }

    /// <summary>The current data set as it stands, or the line that is none.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>How many groups the current data set has; 0: it is a line that is no data set.</summary>
    public int Count { get; private set; }

    /// <summary>What stands in one of its parentheses.</summary>
    public readonly ReadOnlySpan<byte> this[int group] => _text[_groups[group]];

    /// <summary>True after lines that are no data sets, or a parenthesis that nothing closes.</summary>
    public bool SawOthers { get; private set; }

    /// <summary>Goes to the next data set, or to a line that is none; false at the end.</summary>
    public bool Next()
    {
        SkipLineEnds();
        int start = _at;
        if (start >= _text.Length)
            return false;
        if (!TryDataSet())
        {
            SawOthers = true;
            Count = 0;
            _at = start;
            SkipLine();
        }
        Line = _text[start.._at].TrimEnd("\r\n"u8);
        return true;
    }

    private bool TryDataSet()
    {
        int length = _text[_at..].IndexOfAny((byte)'(', (byte)'\r', (byte)'\n');
        int at = length <= 0 ? -1 : NextGroup(_at + length);
        if (at < 0)
            return false;
        Code = _text.Slice(_at, length).TrimEnd((byte)' ');
        Count = 0;
        while (at < _text.Length && _text[at] == '(')
        {
            if (Count == MaxGroups || !TryGroup(ref at))
                return false;
            int next = NextGroup(at);
            if (next >= 0)
                at = next;
        }
        _at = at;
        return true;
    }

    // Behind line ends, and behind the '!' that Pafal writes between the groups of its last data set.
    private readonly int NextGroup(int at)
    {
        while (at < _text.Length && IsLineEnd(_text[at]))
            at++;
        if (at + 1 < _text.Length && _text[at] == '!' && _text[at + 1] == '(')
            at++;
        return at < _text.Length && _text[at] == '(' ? at : -1;
    }

    private bool TryGroup(ref int at)
    {
        int start = at + 1, close = Matching(start);
        if (close < 0)
        {
            // A text may hold a parenthesis of its own: it ends with its line, what follows is not lost for it.
            SawOthers = true;
            close = LastOfLine(start);
        }
        if (close < 0)
            return false;
        _groups[Count++] = start..WithoutLineEnds(start, close);
        at = close + 1;
        return true;
    }

    // Parentheses may be nested.
    private readonly int Matching(int start)
    {
        int depth = 1;
        for (int at = start; at < _text.Length; at++)
        {
            if (_text[at] == '(')
                depth++;
            else if (_text[at] == ')' && --depth == 0)
                return at;
        }
        return -1;
    }

    private readonly int LastOfLine(int start)
    {
        ReadOnlySpan<byte> line = _text[start..];
        int end = line.IndexOfAny((byte)'\r', (byte)'\n');
        int last = (end < 0 ? line : line[..end]).LastIndexOf((byte)')');
        return last < 0 ? -1 : start + last;
    }

    // Takes the line ends out in place and gives the end of what is left.
    private readonly int WithoutLineEnds(int start, int end)
    {
        int write = start;
        for (int read = start; read < end; read++)
        {
            if (!IsLineEnd(_text[read]))
                _text[write++] = _text[read];
        }
        return write;
    }

    private void SkipLineEnds()
    {
        while (_at < _text.Length && IsLineEnd(_text[_at]))
            _at++;
    }

    private void SkipLine()
    {
        while (_at < _text.Length && !IsLineEnd(_text[_at]))
            _at++;
    }

    private static bool IsLineEnd(byte octet) => octet is (byte)'\r' or (byte)'\n';
}
