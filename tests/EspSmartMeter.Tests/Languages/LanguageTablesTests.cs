using System.Text.RegularExpressions;
using EspSmartMeter.Languages;
using EspSmartMeter.Web;
using SmartMeter.Decoding;

namespace EspSmartMeter.Tests.Languages;

/// <summary>The tables of texts: whole in every language, and none without a use.</summary>
public sealed partial class LanguageTablesTests
{
    private static readonly string[] Languages = ["en", "sv", "nb", "da", "nl", "de", "fr"];

    [Theory]
    [InlineData(PageTexts.Table)]
    [InlineData("EspSmartMeter.HomeAssistant.Names.names.tsv")]
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
    [InlineData("EspSmartMeter.HomeAssistant.Names.names.tsv")]
    public void No_key_stands_twice(string table)
    {
        string[] keys = [.. Lines(table).Select(line => line.Split('\t')[0])];
        Assert.Equal(keys.Distinct(), keys);
    }

    [Fact]
    public void The_page_uses_each_of_its_texts_and_no_other()
    {
        string script = Resource("Page.page.js"), page = Resource("Page.index.html");
        IEnumerable<string> used =
        [
            .. TextCall().Matches(script).SelectMany(call => Quoted().Matches(call.Value)).Select(key => key.Groups[1].Value),
            .. DataText().Matches(page).Select(attribute => attribute.Groups[1].Value),
            .. Enum.GetValues<RejectionReason>().Select(reason => $"reason.{reason.Name()}"),
        ];
        Assert.Equal(LanguageColumn.Read(PageTexts.Table, "en").Keys.Order(), used.Distinct().Order());
    }

    [Fact]
    public void A_language_without_a_column_speaks_english() =>
        Assert.Equal(LanguageColumn.Read(PageTexts.Table, "en"), LanguageColumn.Read(PageTexts.Table, "xx"));

    private static IEnumerable<string> Lines(string table) => Resource(table).Split('\n').Skip(1).Where(line => line.Length > 0 && line[0] != '#');

    private static IEnumerable<string> PlacesOf(string text) => Place().Matches(text).Select(place => place.Value).Order();

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

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("data-text=\"([^\"]+)\"")]
    private static partial Regex DataText();
}
