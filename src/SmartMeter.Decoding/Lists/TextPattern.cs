namespace SmartMeter.Decoding.Lists;

/// <summary>
/// What a text of the payload must be, as list tables write it: <c>*</c> stands for any run of characters, <c>?</c> for one, <c>[0-9]</c> for
/// one of a set, <c>[0-9]+</c> for one or more of it; several patterns are alternatives.
/// </summary>
internal sealed class TextPattern(IReadOnlyList<string> alternatives)
{
    private readonly string[] _alternatives = [.. alternatives];

    public bool Holds(ReadOnlySpan<char> text)
    {
        foreach (string pattern in _alternatives)
        {
            if (Holds(pattern, text))
                return true;
        }
        return false;
    }

    // A run that turns out too short is lengthened by one from where it began; only the last one needs to be, so this is no search.
    private static bool Holds(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, afterRun = -1, runEnd = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                afterRun = ++p;
                runEnd = t;
            }
            else if (p < pattern.Length && HoldsOne(pattern[p..], text[t], out int used))
            {
                t++;
                // A repeated set takes all it can.
                bool repeats = p + used < pattern.Length && pattern[p] == '[' && pattern[p + used] == '+';
                if (repeats && t < text.Length && HoldsOne(pattern[p..], text[t], out _))
                    continue;
                p += repeats ? used + 1 : used;
            }
            else if (afterRun >= 0)
            {
                p = afterRun;
                t = ++runEnd;
            }
            else
            {
                return false;
            }
        }
        return pattern[p..].Trim('*').IsEmpty;
    }

    private static bool HoldsOne(ReadOnlySpan<char> pattern, char character, out int used)
    {
        int close = pattern[0] == '[' ? pattern.IndexOf(']') : -1;
        used = close > 0 ? close + 1 : 1;
        return close > 0 ? InSet(pattern[1..close], character) : pattern[0] == '?' || pattern[0] == character;
    }

    private static bool InSet(ReadOnlySpan<char> set, char character)
    {
        for (int i = 0; i < set.Length; i++)
        {
            bool range = i + 2 < set.Length && set[i + 1] == '-';
            if (range ? character >= set[i] && character <= set[i + 2] : character == set[i])
                return true;
            i += range ? 2 : 0;
        }
        return false;
    }
}
