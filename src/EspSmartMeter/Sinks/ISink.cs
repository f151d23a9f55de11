using EspSmartMeter.Meters;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks;

/// <summary>
/// Takes what comes out of the app, and has it published, written or shown. All calls come one at a time, on a task of the sink's own, out of a queue of its own:
/// it may take its time, and what it throws is logged and costs that call alone. It defines the calls that it wants.
/// </summary>
internal interface ISink
{
    /// <summary>What it is called in the log.</summary>
    string Name { get; }

    /// <summary>The first call. <see cref="MeterRegistry.Meters"/> has the meters of the last run.</summary>
    /// <param name="turn">Has something done between two calls, for what the sink hears on other threads. When too much waits, it is dropped like a call.</param>
    ValueTask StartAsync(Action<Action> turn) => ValueTask.CompletedTask;

    /// <summary>A telegram came; <paramref name="state"/> is the meter with it.</summary>
    ValueTask OnTelegramAsync(Meter meter, MeterState state) => ValueTask.CompletedTask;

    /// <summary>Bytes did not decode, or a register was not believed: the first of its kind within a minute.</summary>
    ValueTask OnRejectionAsync(Rejection rejection) => ValueTask.CompletedTask;

    /// <summary>So many more of a kind followed the first within its minute.</summary>
    ValueTask OnRepeatsAsync(Repeats repeats) => ValueTask.CompletedTask;

    /// <summary>What the program has to say is something else than before.</summary>
    /// <param name="standing">All that it has to say now; empty: all is well.</param>
    ValueTask OnNoticesAsync(IReadOnlyList<Notice> standing) => ValueTask.CompletedTask;

    /// <summary>A source's link came or went; its figures tell how it stands.</summary>
    ValueTask OnLinkAsync(Source source) => ValueTask.CompletedTask;

    /// <summary>Time goes on: about each second.</summary>
    ValueTask OnTickAsync(DateTimeOffset now) => ValueTask.CompletedTask;

    /// <summary>Calls were dropped, the oldest ones, since too many waited. <see cref="MeterRegistry.Meters"/> has the newest of every meter; older calls may still follow.</summary>
    ValueTask CatchUpAsync(DroppedCalls dropped) => ValueTask.CompletedTask;

    /// <summary>The last call: what is left is written. It is waited for some seconds.</summary>
    ValueTask StopAsync() => ValueTask.CompletedTask;
}
