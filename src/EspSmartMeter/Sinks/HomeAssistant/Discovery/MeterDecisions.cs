namespace EspSmartMeter.Sinks.HomeAssistant.Discovery;

/// <summary>What an owner decides of a meter by its buttons: each one's key, and what it sends.</summary>
internal static class MeterDecisions
{
    public const string Continue = "continue", AsItIs = "as_it_is", DropOffset = "drop_offset", ContinueOld = "continue_old";

    public const int Longest = 100;

    private static readonly string[] All = [Continue, AsItIs, DropOffset, ContinueOld];

    /// <summary>True for one of them; what is meant for a submeter is followed by its id.</summary>
    public static bool Is(string decision) => All.Contains(decision) || SubmeterIn(decision) is not null;

    public static string ContinueOldOf(string? submeter) => submeter is null ? ContinueOld : $"{ContinueOld} {submeter}";

    /// <summary>The submeter that goes on under an old one's entities; null: none, it is something else.</summary>
    public static string? SubmeterIn(string decision) => decision.StartsWith($"{ContinueOld} ", StringComparison.Ordinal) ? decision[(ContinueOld.Length + 1)..] : null;
}
