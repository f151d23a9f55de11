using EspSmartMeter.Options;

namespace EspSmartMeter.Commands;

/// <summary>The verbs of <c>esp-smart-meter</c>. A new one is a file beside it and a row in it.</summary>
internal static class Verbs
{
    /// <summary>The one that is meant where none is typed.</summary>
    public const string Usual = "run";

    private static readonly (Verb Verb, Func<string[], Task<int>> Run)[] Rows =
    [
        (OptionsLoader.Verb, RunCommand.RunAsync),
        (DecodeCommand.Verb, DecodeCommand.RunAsync),
        (SimulateCommand.Verb, SimulateCommand.RunAsync),
        (CaptureCommand.Verb, CaptureCommand.RunAsync),
        (ForwardCommand.Verb, ForwardCommand.RunAsync),
        (CompletionCommand.Verb, CompletionCommand.RunAsync),
    ];

    public static IReadOnlyList<Verb> All { get; } = [.. Rows.Select(row => row.Verb)];

    /// <summary>The verb, and what runs it; null: there is none of that name.</summary>
    public static (Verb Verb, Func<string[], Task<int>> Run)? Find(string name) =>
        Array.FindIndex(Rows, row => row.Verb.Name == name) is int at and >= 0 ? Rows[at] : null;
}
