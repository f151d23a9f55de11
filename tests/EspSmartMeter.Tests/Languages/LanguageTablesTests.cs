using System.Text.RegularExpressions;
using EspSmartMeter.Languages;
using EspSmartMeter.Sinks.Web;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Languages;

/// <summary>The tables of texts: whole in every language, and none without a use.</summary>
public sealed partial class LanguageTablesTests
{
    private static readonly string[] Languages = ["en", "sv", "nb", "da", "nl", "de", "fr"];

    [Theory]
    [InlineData(PageTexts.Table)]
    [InlineData("EspSmartMeter.Names.names.tsv")]
    [InlineData(Sentences.Table)]
    public void Every_text_stands_in_every_language_with_the_same_places_for_what_is_put_in(string table)
    {
        Assert.Equal(Languages, LanguageColumn.LanguagesOf(table));
        foreach (string[] row in Lines(table).Select(line => line.Split('\t')))
        {
            Assert.Equal(Languages.Length + 1, row.Length);
            Assert.All(row, text => Assert.Equal(text.Trim(), text));
            Assert.All(row, text => Assert.NotEmpty(text));
            Assert.All(row[2..], text => Assert.Equal(PlacesOf(row[1]), PlacesOf(text)));
        }
    }

    [Theory]
    [InlineData(PageTexts.Table)]
    [InlineData("EspSmartMeter.Names.names.tsv")]
    [InlineData(Sentences.Table)]
    public void No_key_stands_twice(string table)
    {
        string[] keys = [.. Lines(table).Select(line => line.Split('\t')[0])];
        Assert.Equal(keys.Distinct(), keys);
    }

    [Fact]
    public void The_page_uses_each_of_its_texts_and_no_other()
    {
        string script = string.Concat(PageFiles.Scripts.Select(name => Resource($"Page.{name}.js"))), page = Resource("Page.index.html");
        IEnumerable<string> used =
        [
            .. TextCall().Matches(script).SelectMany(call => Quoted().Matches(call.Value)).Select(key => key.Groups[1].Value),
            .. DataText().Matches(page).Select(attribute => attribute.Groups[1].Value),
            .. Enum.GetValues<RejectionReason>().Select(reason => $"reason.{reason.Name()}"),
        ];
        Assert.Equal(LanguageColumn.Read(PageTexts.Table, "en").Keys.Order(), used.Distinct().Order());
    }

    [Fact]
    public void The_program_says_each_of_its_sentences_and_no_other_and_puts_in_as_much_as_there_is_room_for()
    {
        string program = string.Concat(Directory.EnumerateFiles(Repository.PathOf("src", "EspSmartMeter"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        (string Key, int Inserted)[] said = [.. SentenceSaid().Matches(program).Select(match => (match.Groups[1].Value, InsertedIn(match.Groups[2].Value)))];
        Dictionary<string, string> sentences = LanguageColumn.Read(Sentences.Table, "en");

        Assert.Equal(SentenceMade().Count(program), said.Length);
        Assert.Equal(sentences.Keys.Order(), said.Select(sentence => sentence.Key).Distinct().Order());
        Assert.All(said, sentence => Assert.Equal((sentence.Key, PlacesOf(sentences[sentence.Key]).Distinct().Count()), sentence));
    }

    [Fact]
    public void A_sentence_is_english_as_text_and_is_said_in_any_language()
    {
        Sentence sentence = Sentence.Of("tcp.no_answer", "emeter.local:8088", 10);

        Assert.Equal("emeter.local:8088 does not answer within 10 s: is the device on, and is the address right?", $"{sentence}");
        Assert.Equal("emeter.local:8088 antwortet nicht innerhalb von 10 s: Ist das Gerät an, und stimmt die Adresse?", Sentences.In("de").Say(sentence));
        Assert.Equal(sentence, Sentence.Of("tcp.no_answer", "emeter.local:8088", 10));
        Assert.NotEqual(sentence, Sentence.Of("tcp.no_answer", "emeter.local:8088", 11));
    }

    [Fact]
    public void A_language_without_a_column_speaks_english() =>
        Assert.Equal(LanguageColumn.Read(PageTexts.Table, "en"), LanguageColumn.Read(PageTexts.Table, "xx"));

    private static IEnumerable<string> Lines(string table) => Resource(table).Split('\n').Skip(1).Where(line => line.Length > 0 && line[0] != '#');

    private static IEnumerable<string> PlacesOf(string text) => Place().Matches(text).Select(place => place.Value).Order();

    /// <summary>How many things stand between the commas of a call; those inside brackets and quotes are not its own.</summary>
    private static int InsertedIn(string arguments)
    {
        string outer = Quotes().Replace(arguments, "text");
        for (string before = ""; before != outer;)
            (before, outer) = (outer, Brackets().Replace(outer, "call"));
        return outer.Count(character => character == ',');
    }

    private static string Resource(string name)
    {
        using StreamReader reader = new(typeof(LanguageColumn).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    // text('taken'), text(watts < 0 ? 'fed' : 'taken', …)
    [GeneratedRegex(@"\btext\([^'`)]*'[^)]*")]
    private static partial Regex TextCall();

    // Sentence.Of("tcp.no_answer", peer, (int)Patience.TotalSeconds)
    [GeneratedRegex("""\bSentence\.Of\("([a-z_.]+)"((?:[^()"]|"[^"]*"|\((?:[^()]|\([^()]*\))*\))*)\)""")]
    private static partial Regex SentenceSaid();

    [GeneratedRegex(@"\bSentence\.Of\(")]
    private static partial Regex SentenceMade();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'")]
    private static partial Regex Quotes();

    [GeneratedRegex(@"\([^()]*\)|\{[^{}]*\}")]
    private static partial Regex Brackets();

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("data-text=\"([^\"]+)\"")]
    private static partial Regex DataText();
}
