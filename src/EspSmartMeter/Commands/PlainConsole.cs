using EspSmartMeter.Languages;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace EspSmartMeter.Commands;

/// <summary>The log for people: time, a word where it is worse than news, the sentence. Home Assistant shows it as it is.</summary>
internal sealed class PlainConsole(TimeProvider time) : ConsoleFormatter(Name)
{
    public new const string Name = "plain";

    private const int LongestMessage = 2000, LongestFault = 8000;

    /// <summary>"Hosting failed to start", with a stack trace; the command that fails tells it in a sentence.</summary>
    private const int HostFailedToStart = 11;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (logEntry.EventId.Id == HostFailedToStart && logEntry.Category == "Microsoft.Extensions.Hosting.Internal.Host")
            return;
        string word = logEntry.LogLevel switch
        {
            LogLevel.Critical or LogLevel.Error => "ERROR ",
            LogLevel.Warning => "WARNING ",
            LogLevel.Information => "",
            _ => "debug ",
        };
        textWriter.Write($"{time.GetLocalNow():yyyy-MM-dd HH:mm:ss} {word}{OneLine.Of(logEntry.Formatter(logEntry.State, logEntry.Exception), LongestMessage)}");
        // A fault of ours has a place in the code; whoever reports it needs that.
        if (logEntry.Exception is Exception fault)
            textWriter.Write($" ({OneLine.Of(fault.ToString(), LongestFault)})");
        textWriter.Write('\n');
    }
}
