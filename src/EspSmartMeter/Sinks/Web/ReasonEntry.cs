using EspSmartMeter.Languages;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.Web;

/// <summary>
/// Where docs/reasons.md tells more: the anchor that GitHub gives to an entry's heading. Reasons come first, each under its own name; of a diagnosis that is called
/// as a reason is, the heading is the second of its name, and numbered.
/// </summary>
internal static class ReasonEntry
{
    private const string Diagnosis = "diagnosis.";

    private static readonly HashSet<string> Reasons = [.. Enum.GetValues<RejectionReason>().Select(reason => reason.Name())];

    /// <summary>Of a source's diagnosis; null for a sentence that has no entry.</summary>
    public static string? Of(Sentence? diagnosis) =>
        diagnosis?.Key.StartsWith(Diagnosis, StringComparison.Ordinal) != true ? null
        : diagnosis.Key[Diagnosis.Length..] is var name && Reasons.Contains(name) ? $"{name}-1"
        : name;
}
