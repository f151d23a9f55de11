using System.Text.RegularExpressions;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Tests.Axdr;
using static SmartMeter.Decoding.Tests.Axdr.AxdrBytes;

namespace SmartMeter.Decoding.Tests.Lists;

/// <summary>The worked example of CONTRIBUTING.md, taken from there word by word: the structure it shows, and the table that reads it.</summary>
public partial class ContributingTests
{
    private static readonly byte[] Telegram = Push(Structure(Text("MY100"), U32(1500), U32(0), U16(2301)));

    private static readonly string[] Examples =
        [.. Example().Matches(File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md")).ReplaceLineEndings("\n")).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^ *```\n(.*?)^ *```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Example();

    [Fact]
    public void Without_its_table_the_telegram_is_refused_in_the_words_shown() =>
        Assert.Contains(Decode(Telegram).Rejections.Single().Detail!, Examples.Select(example => example.Trim()));

    [Fact]
    public void With_its_table_the_telegram_is_read()
    {
        string table = Examples.Single(example => example.Contains("list MY100", StringComparison.Ordinal));
        ListCatalogue lists = ListCatalogue.BuiltIn.With("my100.list", table);
        Assert.NotEmpty(lists.Tables.Single(other => other.Name == "MY100").Examples);
        ListExamples.Check(lists);
        Decoded decoded = Decode(Telegram, lists);
        decoded.IsRead("MY100", null, "1-0:1.7.0 = 1500 W", "1-0:2.7.0 = 0 W", "1-0:32.7.0 = 230.1 V");
        Assert.Equal(("MyMaker", "MY100"), (decoded.Only().Manufacturer, decoded.Only().Model));
    }
}
