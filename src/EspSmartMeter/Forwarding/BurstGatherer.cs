using EspSmartMeter.Sources;

namespace EspSmartMeter.Forwarding;

/// <summary>Gathers what a line sends without a pause, and puts it into the queue.</summary>
internal sealed class BurstGatherer(string topic, ForwardQueue queue) : IByteReceiver
{
    /// <summary>A longer one goes in parts.</summary>
    private const int Longest = 16 * 1024;

    /// <summary>A line that makes no pause is sent on all the same.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(2);

    private readonly List<byte> _gathered = [];
    private DateTimeOffset _since;

    public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        if (_gathered.Count == 0)
            _since = now;
        foreach (byte octet in bytes)
        {
            _gathered.Add(octet);
            if (_gathered.Count == Longest)
                Send();
        }
        if (now - _since >= Oldest)
            Send();
    }

    public void EndBurst(DateTimeOffset now) => Send();

    public void Idle(DateTimeOffset now) => Send();

    public void End(DateTimeOffset now) => Send();

    private void Send()
    {
        if (_gathered.Count == 0)
            return;
        queue.Put(new Burst(topic, _gathered.ToArray()));
        _gathered.Clear();
    }
}
