namespace SmartMeter.Decoding.P1;

/// <summary>
/// Walks the data sets of a telegram (IEC 62056-21, 6.3.5: <c>code(group)(group)...</c>): several on a line, one over several lines, also
/// broken inside a parenthesis; some makers leave a space before the first. Gives each as its code and its groups, without line ends.
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

    /// <summary>How many groups the current data set has.</summary>
    public int Count { get; private set; }

    /// <summary>What stands in one of its parentheses.</summary>
    public readonly ReadOnlySpan<byte> this[int group] => _text[_groups[group]];

    /// <summary>True after lines that are no data sets were passed over.</summary>
    public bool SkippedLines { get; private set; }

    public bool Next()
    {
        while (true)
        {
            SkipLineEnds();
            if (_at >= _text.Length)
                return false;
            if (TryDataSet())
                return true;
            SkippedLines = true;
            SkipLine();
        }
    }

    private bool TryDataSet()
    {
        int open = _text[_at..].IndexOfAny((byte)'(', (byte)'\r', (byte)'\n');
        if (open <= 0 || _text[_at + open] != '(')
            return false;
        Code = _text.Slice(_at, open).TrimEnd((byte)' ');
        int at = _at + open;
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

    // Parentheses may be nested; line ends inside are taken out in place.
    private bool TryGroup(ref int at)
    {
        int depth = 1, write = at + 1, start = write;
        for (int read = at + 1; read < _text.Length; read++)
        {
            byte octet = _text[read];
            if (IsLineEnd(octet))
                continue;
            if (octet == '(')
                depth++;
            else if (octet == ')' && --depth == 0)
            {
                _groups[Count++] = start..write;
                at = read + 1;
                return true;
            }
            _text[write++] = octet;
        }
        return false;
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
