using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Captures.Pcap;

/// <summary>What one end sent another: pieces, in TCP's order or, over UDP, as they came.</summary>
internal sealed class Flow
{
    private readonly List<(uint? Sequence, byte[] Octets)> _pieces = [];

    public void Take(uint? sequence, ReadOnlySpan<byte> octets) => _pieces.Add((sequence, octets.ToArray()));

    public void HandTo(ICaptureReceiver receiver)
    {
        if (_pieces[0].Sequence is not uint first)
        {
            foreach ((_, byte[] datagram) in _pieces)
            {
                receiver.OnBytes(datagram);
                receiver.OnBurstEnd();
            }
            return;
        }
        // Numbers wrap at 2^32; what belongs together lies within half of that.
        (long At, byte[] Octets)[] segments = [.. InOrder(first)];
        long next = segments[0].At;
        foreach ((long at, byte[] octets) in segments)
        {
            if (at > next)
                receiver.OnStreamEnd();
            int known = (int)Math.Clamp(next - at, 0, octets.Length);
            receiver.OnBytes(octets.AsSpan(known));
            next = Math.Max(next, at + octets.Length);
        }
    }

    private IOrderedEnumerable<(long At, byte[] Octets)> InOrder(uint first)
    {
        long last = 0;
        return _pieces.Select(piece => (last += (int)(piece.Sequence!.Value - first - (uint)last), piece.Octets)).ToArray().OrderBy(segment => segment.Item1);
    }
}
