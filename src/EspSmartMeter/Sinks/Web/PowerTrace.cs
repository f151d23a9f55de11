using EspSmartMeter.Meters;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.Web;

/// <summary>The power of each meter over the last half hour, for the page's curve: import less export, the first of each ten seconds.</summary>
internal sealed class PowerTrace
{
    private const int Points = 180;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private static readonly ObisCode Import = ObisCode.Parse("1-0:1.7.0"), Export = ObisCode.Parse("1-0:2.7.0"), Net = ObisCode.Parse("1-0:16.7.0");

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<(long Step, decimal Watts)>> _traces = [];

    public void Note(Meter meter, MeterState state)
    {
        if (state.Received is not DateTimeOffset received || PowerOf(state) is not decimal watts)
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

    /// <summary>What flows through the meter now: import less export; null where it does not say.</summary>
    public static decimal? PowerOf(MeterState state)
    {
        decimal? import = Number(state, Import), export = Number(state, Export), net = Number(state, Net);
        return import is null && export is null ? net : (import ?? 0) - (export ?? 0);
    }

    private static decimal? Number(MeterState state, ObisCode code) =>
        (state.Find(code) ?? state.Find(code with { B = 1 }))?.Measurement is { Kind: ValueKind.Number, ScaleKnown: true } measurement ? measurement.Number : null;
}
