using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EspSmartMeter.Tests;

/// <summary>Keeps what an app logs.</summary>
/// <param name="least">What is less than that is left out.</param>
internal sealed class KeptLog(LogLevel least = LogLevel.Warning) : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Lines.Enqueue($"{formatter(state, exception)}{(exception is null ? "" : $" ({exception})")}");
    }

    public void Dispose()
    {
    }
}
