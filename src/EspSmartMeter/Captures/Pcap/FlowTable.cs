using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Captures.Pcap;

/// <summary>The streams of a capture, each the octets that one end sent another. Bounded in number and size.</summary>
internal sealed class FlowTable
{
    private const int MostFlows = 1024, MostOctets = 256 * 1024 * 1024;

    private readonly Dictionary<string, Flow> _flows = new(StringComparer.Ordinal);
    private readonly List<Flow> _inOrder = [];
    private long _octets;

    /// <exception cref="CaptureFault">It is larger than what is held.</exception>
    public void Take(in IpPacket packet, ReadOnlySpan<byte> captured)
    {
        if (packet.Count == 0)
            return;
        if (!_flows.TryGetValue(packet.Way, out Flow? flow))
        {
            if (_inOrder.Count == MostFlows)
                throw new CaptureFault($"more than {MostFlows} streams: store the meter's alone, with a filter such as 'tcp port 8088'");
            _inOrder.Add(_flows[packet.Way] = flow = new Flow());
        }
        flow.Take(packet.Sequence, captured.Slice(packet.Start, packet.Count));
        _octets += packet.Count;
        if (_octets > MostOctets)
            throw new CaptureFault($"more than {MostOctets / 1024 / 1024} MiB of data: store the meter's stream alone, or a shorter while");
    }

    /// <summary>One after the other.</summary>
    public void HandTo(ICaptureReceiver receiver)
    {
        for (int i = 0; i < _inOrder.Count; i++)
        {
            if (i > 0)
                receiver.OnStreamEnd();
            _inOrder[i].HandTo(receiver);
        }
    }
}
