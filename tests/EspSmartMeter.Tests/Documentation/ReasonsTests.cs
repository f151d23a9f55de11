using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Documentation;

/// <summary>docs/reasons.md has an entry for each reason of a rejection and for each diagnosis, in which something stands, and none for what is not said.</summary>
public sealed class ReasonsTests
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

    private static IEnumerable<string> Entries(string section) => Lines.SkipWhile(line => line != section).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("### `", StringComparison.Ordinal)).Select(line => line[5..^1]);
}
