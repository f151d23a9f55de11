using EspSmartMeter.Captures.Held;
using SmartMeter.Decoding.Dissection;

namespace EspSmartMeter.Captures;

/// <summary>Gathers what a capture holds, stream by stream, for whoever takes frames apart.</summary>
/// <param name="most">So many octets of a stream at the most.</param>
/// <param name="now">When they are said to have come.</param>
/// <param name="take">Takes a stream that is whole.</param>
internal sealed class GatheredStreams(int most, DateTimeOffset now, Action<IReadOnlyList<DissectedBurst>> take) : ICaptureReceiver
{
    private readonly List<byte> _burst = [];
    private List<DissectedBurst> _bursts = [];
    private int _octets;

    public void OnBytes(ReadOnlySpan<byte> bytes)
    {
        _octets += bytes.Length;
        if (_octets > most)
            throw TooMuch(most);
        _burst.AddRange(bytes);
    }

    public void OnBurstEnd() => EndBurst(BurstEnd.Carrier);

    public void OnStreamEnd()
    {
        EndBurst(BurstEnd.Stream);
        if (_bursts.Count > 0)
            take(_bursts);
        (_bursts, _octets) = ([], 0);
    }

    public static CaptureFault TooMuch(int most) => new($"more than {most / 1024} KiB: take a part of it, such as the first (head -c 1M)");

    private void EndBurst(BurstEnd end)
    {
        if (_burst.Count == 0)
            return;
        _bursts.Add(new DissectedBurst(_burst.ToArray(), now, end));
        _burst.Clear();
    }
}
