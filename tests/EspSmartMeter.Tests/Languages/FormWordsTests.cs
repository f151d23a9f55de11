using System.Text.RegularExpressions;
using EspSmartMeter.Languages;
using EspSmartMeter.Sinks.Web;

namespace EspSmartMeter.Tests.Languages;

/// <summary>The page calls options as the form does.</summary>
public sealed partial class FormWordsTests
{
    private const string Prefix = "option_";

    [Theory]
    [MemberData(nameof(LanguageCodes.All), MemberType = typeof(LanguageCodes))]
    public void Each_option_that_the_page_names_has_the_forms_word(string language)
    {
        string form = File.ReadAllText(Repository.PathOf("addon", "translations", $"{language}.yaml"));
        KeyValuePair<string, string>[] words = [.. LanguageColumn.Read(PageTexts.Table, language).Where(text => text.Key.StartsWith(Prefix, StringComparison.Ordinal))];
        Assert.NotEmpty(words);
        Assert.All(words, word => Assert.Equal(NameIn(form, word.Key[Prefix.Length..]), word.Value.Replace('’', '\'')));
    }

    // The option of a source, else one of the form's own.
    private static string NameIn(string form, string option) =>
        Names().Matches(form).Where(name => name.Groups["option"].Value == option).OrderByDescending(name => name.Groups["indent"].Length == 6).First().Groups["name"].Value;

    [GeneratedRegex("""^(?<indent> +)(?<option>[a-z_]+):\n +name: "?(?<name>[^"\n]+)"?$""", RegexOptions.Multiline)]
    private static partial Regex Names();
}
