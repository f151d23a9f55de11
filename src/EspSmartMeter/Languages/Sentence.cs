using System.Globalization;

namespace EspSmartMeter.Languages;

/// <summary>
/// Something to tell the user: a row of sentences.tsv, and what is put into it. As text it is English, as the log has it; <see cref="Sentences"/> says it
/// in another language.
/// </summary>
internal sealed class Sentence : IEquatable<Sentence>
{
    private const int LongestInserted = 300, LongestPlain = 1500;

    private static readonly Sentences English = Sentences.In("en");

    private readonly string[] _inserted;

    private Sentence(string key, string[] inserted) => (Key, _inserted) = (key, inserted);

    public static Sentence None { get; } = new("", []);

    /// <summary>A text that is the same in every language.</summary>
    public static Sentence Plain(string text) => new("", [OneLine.Of(text, LongestPlain)]);

    /// <param name="key">The row; written out, so that a test finds it.</param>
    /// <param name="inserted">As many as the row has places for.</param>
    public static Sentence Of(string key, params object[] inserted) =>
        new(key, [.. inserted.Select(item => OneLine.Of(Convert.ToString(item, CultureInfo.InvariantCulture) ?? "", LongestInserted))]);

    public string Key { get; }

    public string[] Inserted => _inserted;

    public override string ToString() => English.Say(this);

    public bool Equals(Sentence? other) => other is not null && Key == other.Key && _inserted.SequenceEqual(other._inserted);

    public override bool Equals(object? obj) => Equals(obj as Sentence);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
