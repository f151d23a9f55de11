namespace SmartMeter.Decoding.Streams;

/// <summary>When the line said nothing, and before which octet of the stream: for as long as what stands there is undecided. Bounded.</summary>
internal sealed class LineSilences
{
    // What reads and networks leave between the octets of a frame.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    private readonly (long Before, TimeSpan Length)[] _silences = new (long, TimeSpan)[32];
    private int _count;
    private DateTimeOffset _lastOctet = DateTimeOffset.MaxValue;

    /// <summary>Octets come.</summary>
    /// <param name="at">The place of the first in the stream.</param>
    /// <param name="now">When.</param>
    public void End(long at, DateTimeOffset now)
    {
        TimeSpan silence = Now(now);
        _lastOctet = now;
        if (silence < Shortest)
            return;
        // Too many to tell apart count with the last.
        if (_count == _silences.Length)
            silence += _silences[--_count].Length;
        _silences[_count++] = (at, silence);
    }

    /// <summary>How long it has been silent by now.</summary>
    public TimeSpan Now(DateTimeOffset now) => now > _lastOctet ? now - _lastOctet : TimeSpan.Zero;

    /// <summary>How long it was silent between the octet before one place and the octet at another, all silences together.</summary>
    public TimeSpan Between(long from, long to)
    {
        TimeSpan all = TimeSpan.Zero;
        foreach ((long before, TimeSpan length) in _silences.AsSpan(0, _count))
        {
            if (before >= from && before <= to)
                all += length;
        }
        return all;
    }

    /// <summary>What stands before this place is decided.</summary>
    public void Forget(long before)
    {
        int keep = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_silences[i].Before >= before)
                _silences[keep++] = _silences[i];
        }
        _count = keep;
    }
}
