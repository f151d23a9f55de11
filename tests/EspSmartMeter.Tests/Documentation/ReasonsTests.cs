using System.Text.RegularExpressions;
using EspSmartMeter.Languages;
using EspSmartMeter.Sinks.Web;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Documentation;

/// <summary>docs/reasons.md has an entry for each reason of a rejection and for each diagnosis, in which something stands, and none for what is not said.</summary>
public sealed partial class ReasonsTests
{
    private const string Diagnosis = "diagnosis.";

    private static readonly string[] Lines = File.ReadAllLines(Repository.PathOf("docs", "reasons.md"));

    [Fact]
    public void Each_reason_has_its_entry() => Assert.Equal(Enum.GetValues<RejectionReason>().Select(reason => reason.Name()).Order(), Entries("## Reasons").Order());

    [Fact]
    public void Each_diagnosis_has_its_entry() => Assert.Equal(
        File.ReadLines(Repository.PathOf("src", "EspSmartMeter", "Languages", "sentences.tsv")).Where(line => line.StartsWith(Diagnosis, StringComparison.Ordinal))
            .Select(line => line[Diagnosis.Length..line.IndexOf('\t')]).Order(),
        Entries("## Diagnoses").Order());

    [Fact]
    public void Each_entry_of_a_reason_says_what_to_do() =>
        Assert.Equal(Entries("## Reasons").Count(), Lines.TakeWhile(line => line != "## Diagnoses").Count(line => line.Contains("**Do:**", StringComparison.Ordinal)));

    /// <summary>What the page puts behind the <c>#</c> of its links.</summary>
    [Fact]
    public void The_page_leads_to_the_entry_of_each_reason_and_of_each_diagnosis()
    {
        string[] linked = [.. Entries("## Reasons"), .. Entries("## Diagnoses").Select(name => ReasonEntry.Of(Sentence.Of(Diagnosis + name))!)];

        Assert.Equal(Anchors().Where(anchor => anchor.Title.StartsWith('`')).Select(anchor => anchor.Name), linked);
        Assert.Equal(linked.Distinct(), linked);
        Assert.Null(ReasonEntry.Of(Sentence.Of("tcp.refused", "emeter.local:8088")));
        Assert.Null(ReasonEntry.Of(null));
    }

    /// <summary>As GitHub makes them: the words of a heading, small, with hyphens between; the second of its name is numbered.</summary>
    private static IEnumerable<(string Title, string Name)> Anchors()
    {
        Dictionary<string, int> seen = [];
        foreach (string title in Lines.Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ')))
        {
            string name = NotInAnAnchor().Replace(title.ToLowerInvariant(), "").Replace(' ', '-');
            int before = seen.GetValueOrDefault(name);
            seen[name] = before + 1;
            yield return (title, before == 0 ? name : $"{name}-{before}");
        }
    }

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnAnchor();

    private static IEnumerable<string> Entries(string section) => Lines.SkipWhile(line => line != section).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("### `", StringComparison.Ordinal)).Select(line => line[5..^1]);
}
