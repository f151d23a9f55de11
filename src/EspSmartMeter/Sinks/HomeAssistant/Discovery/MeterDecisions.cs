namespace EspSmartMeter.Sinks.HomeAssistant.Discovery;

/// <summary>What an owner decides of a meter by its buttons: each one's key, and what it sends.</summary>
internal static class MeterDecisions
{
    public const string Continue = "continue", AsItIs = "as_it_is", DropOffset = "drop_offset";

    public static IReadOnlyList<string> All { get; } = [Continue, AsItIs, DropOffset];
}
