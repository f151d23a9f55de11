namespace EspSmartMeter.Lines;

/// <summary>A topic, or several by wildcards (MQTT 3.1.1, 4.7): <c>+</c> stands for one level, <c>#</c> at the end for all that follow.</summary>
internal sealed class TopicFilter
{
    private const int Longest = 1000;

    private readonly string[] _levels;

    private TopicFilter(string text) => (Text, _levels) = (text, text.Split('/'));

    public string Text { get; }

    /// <summary>It stands for more than one topic.</summary>
    public bool IsMany => _levels.Any(level => level is "+" or "#");

    /// <summary>Its levels that are no wildcards, as a name: <c>amsreader-payload</c>.</summary>
    public string PlainName => string.Join('-', _levels.Where(level => level is not ("" or "+" or "#")));

    /// <exception cref="FormatException">It is none; the message says why, and repeats nothing of it.</exception>
    public static TopicFilter Parse(string text)
    {
        if (text.Length is 0 or > Longest)
            throw new FormatException("it needs a topic behind the broker, of at most 1000 characters (mqtt://host:port/topic)");
        if (text.StartsWith("$share/", StringComparison.Ordinal))
            throw new FormatException("a shared subscription ($share) spreads one meter's bytes over several readers, and a telegram's parts belong together; name the topics themselves");
        if (text[0] == '$')
            throw new FormatException("a topic that begins with $ is the broker's own");
        TopicFilter filter = new(text);
        for (int i = 0; i < filter._levels.Length; i++)
        {
            string level = filter._levels[i];
            if (level.Length > 1 && level.AsSpan().IndexOfAny('+', '#') >= 0)
                throw new FormatException("a + or # in a topic stands alone between slashes (mqtt://host:port/meters/+/bytes)");
            if (level == "#" && i < filter._levels.Length - 1)
                throw new FormatException("a # ends a topic: it stands for all that follows");
        }
        return filter;
    }

    /// <summary>What the wildcards stand for in a topic of it, joined by slashes; the topic where they stand for nothing.</summary>
    public string NameIn(string topic)
    {
        string[] levels = topic.Split('/');
        IEnumerable<string> meant = _levels.Take(levels.Length).SelectMany((level, i) => level switch
        {
            "+" => levels[i..(i + 1)],
            "#" => levels[i..],
            _ => [],
        });
        string name = string.Join('/', meant);
        return name.Length > 0 ? name : topic;
    }
}
