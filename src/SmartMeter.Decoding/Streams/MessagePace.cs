namespace SmartMeter.Decoding.Streams;

/// <summary>
/// How long the next frame of a message may be waited for. Nothing in some frames says which message they belong to (HDLC's segments, transfer blocks, M-Bus
/// segments): where one was lost, the end of the next push would follow the head of this one. So no longer than half the time in which the meter begins
/// its messages, or than twice the pauses that it makes within them; and never longer than <see cref="Longest"/>.
/// </summary>
internal sealed class MessagePace
{
    /// <summary>Silence after which no frame is taken for the next of a message.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    // What a network delays a frame by.
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(500);

    private const int Slowness = 8;

    private DateTimeOffset? _begun;
    private TimeSpan? _interval, _pause;

    /// <summary>As much silence within a message is waited out.</summary>
    public TimeSpan Patience
    {
        get
        {
            if (_interval is not TimeSpan interval || _pause is not TimeSpan pause)
                return Longest;
            TimeSpan own = (2 * pause) + Jitter;
            TimeSpan patience = interval / 2 > own ? interval / 2 : own;
            return patience < Longest ? patience : Longest;
        }
    }

    /// <summary>The first frame of a message came.</summary>
    public void Begin(DateTimeOffset now)
    {
        if (_begun is DateTimeOffset before && now >= before)
            _interval = Lower(_interval, now - before);
        _begun = now;
    }

    /// <summary>A message became whole.</summary>
    /// <param name="pause">The longest silence within it.</param>
    public void Whole(TimeSpan pause) => _pause = _pause is TimeSpan known && pause < known ? known - ((known - pause) / Slowness) : pause;

    private static TimeSpan Lower(TimeSpan? known, TimeSpan now) => known is TimeSpan interval && now > interval ? interval + ((now - interval) / Slowness) : now;
}
