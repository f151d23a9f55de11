using System.Text.RegularExpressions;
using EspSmartMeter.Options;
using EspSmartMeter.Tests.Languages;

namespace EspSmartMeter.Tests.Options;

/// <summary>What tells of the options elsewhere says what the table says: Home Assistant's form, its words in each language, docs/options.md.</summary>
public sealed partial class OptionTableTests
{
    private static IEnumerable<OptionRow> Offered => OptionTable.Rows.Where(row => row.IsOffered);

    [Fact]
    public void The_schema_of_Home_Assistants_form_is_the_tables() =>
        Assert.Equal(Schema(), Lines("addon", "config.yaml").SkipWhile(line => line != "schema:").Skip(1).TakeWhile(line => line.StartsWith(' ')));

    [Theory]
    [MemberData(nameof(LanguageCodes.All), MemberType = typeof(LanguageCodes))]
    public void Each_language_names_each_option_and_no_other(string language)
    {
        List<string> named = [];
        string option = "";
        foreach (string line in Lines("addon", "translations", $"{language}.yaml").TakeWhile(line => line != "network:"))
        {
            if (Key().Match(line) is not { Success: true } match)
                continue;
            string name = match.Groups["name"].Value;
            if (match.Groups["indent"].Length == 2)
                named.Add(option = name);
            else if (match.Groups["indent"].Length == 6)
                named.Add($"{option}.{name}");
        }

        Assert.Equal(Offered.SelectMany(Shown).Distinct().Order(), named.Order());

        static IEnumerable<string> Shown(OptionRow row) => row.Place.Length == 0 ? [row.Name] : row.Path.EndsWith("[]", StringComparison.Ordinal) ? [row.Place] : [Plain(row.Place), $"{Plain(row.Place)}.{row.Name}"];
    }

    [Fact]
    public void The_documentation_lists_each_with_its_form_and_flag() => Assert.Equal(
        OptionTable.Rows.Select(row => $"| `{row.Path}` | {Form(row)} | {(row.Flag is { } flag ? $"`{flag.Name}`" : "")} |"),
        Lines("docs", "options.md").Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => string.Join('|', line.Split('|')[..4]) + "|"));

    [Fact]
    public void No_flag_stands_for_two_options() => Assert.Equal(OptionTable.Flags.Count, OptionTable.Flags.DistinctBy(flag => flag.Name).Count());

    private static string Form(OptionRow row) =>
        row.Form.Choices.Count > 0 ? string.Join(", ", row.Form.Choices.Select(choice => $"`{choice}`"))
        : row.Form.Schema.StartsWith("int(", StringComparison.Ordinal) ? $"a whole number from {row.Form.Least} to {row.Form.Most}"
        : row.Form.Schema.Split('(')[0] switch
        {
            "bool" => "`true` or `false`",
            "port" => "a port",
            "password" => "a secret",
            "device" => "a serial port",
            "float" => "a number above 0 and up to 1000000",
            _ => "a text",
        };

    // As the Supervisor wants it: groups indented, an entry of a list behind a dash.
    private static IEnumerable<string> Schema()
    {
        string place = "";
        foreach (OptionRow row in Offered)
        {
            string form = row.Form.Schema + (row.IsRequired ? "" : "?");
            if (row.Path.EndsWith("[]", StringComparison.Ordinal))
            {
                yield return $"  {row.Place}:";
                yield return $"    - {row.Form.Schema}";
            }
            else if (row.Place.Length == 0)
            {
                yield return $"  {row.Name}: {form}";
            }
            else
            {
                bool isFirst = row.Place != place, isList = row.Place.EndsWith("[]", StringComparison.Ordinal);
                if (isFirst)
                    yield return $"  {Plain(row.Place)}:";
                yield return $"    {(!isList ? "" : isFirst ? "- " : "  ")}{row.Name}: {form}";
            }
            place = row.Place;
        }
    }

    private static string Plain(string place) => place.Replace("[]", "", StringComparison.Ordinal);

    private static string[] Lines(params string[] path) => File.ReadAllLines(Repository.PathOf(path));

    [GeneratedRegex("^(?<indent> +)(?<name>[a-z_]+):")]
    private static partial Regex Key();
}
