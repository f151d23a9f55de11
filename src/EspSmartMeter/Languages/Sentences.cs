using System.Globalization;

namespace EspSmartMeter.Languages;

/// <summary>sentences.tsv in one language.</summary>
internal sealed class Sentences
{
    public const string Table = "EspSmartMeter.Languages.sentences.tsv";

    private readonly Dictionary<string, string> _rows;

    private Sentences(Dictionary<string, string> rows) => _rows = rows;

    public static Sentences In(string language) => new(LanguageColumn.Read(Table, language));

    public string Say(Sentence sentence) =>
        sentence.Key.Length == 0 ? string.Concat(sentence.Inserted) : string.Format(CultureInfo.InvariantCulture, _rows[sentence.Key], sentence.Inserted);
}
