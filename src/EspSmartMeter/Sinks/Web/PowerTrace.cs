using EspSmartMeter.Meters;

namespace EspSmartMeter.Sinks.Web;

/// <summary>The power of each meter over the last half hour, for the page's curve: import less export, the first of each ten seconds.</summary>
internal sealed class PowerTrace
{
    private const int Points = 180;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<(long Step, decimal Watts)>> _traces = [];

    public void Note(Meter meter, MeterState state)
    {
        if (state.Received is not DateTimeOffset received || NetPower.Of(state.Values) is not decimal watts)
            return;
        long step = received.UtcTicks / Step.Ticks;
        lock (_gate)
        {
            if (!_traces.TryGetValue(meter.Id, out Queue<(long Step, decimal Watts)>? trace))
                _traces[meter.Id] = trace = new Queue<(long, decimal)>(Points);
            if (trace.Count > 0 && trace.Last().Step == step)
                return;
            if (trace.Count == Points)
                trace.Dequeue();
            trace.Enqueue((step, watts));
        }
    }

    /// <summary>The points of a meter: seconds since 1970, and watts. A gap is one.</summary>
    public IReadOnlyList<(long Second, decimal Watts)> Of(string meterId)
    {
        lock (_gate)
        {
            return _traces.TryGetValue(meterId, out Queue<(long Step, decimal Watts)>? trace)
                ? [.. trace.Select(point => (new DateTimeOffset(point.Step * Step.Ticks, TimeSpan.Zero).ToUnixTimeSeconds(), point.Watts))]
                : [];
        }
    }
}
