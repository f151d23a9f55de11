using EspSmartMeter.Timing;

namespace EspSmartMeter.Sources;

/// <summary>How often a line brings something, whether or not it can be read: what comes each quarter of an hour is not silent in between.</summary>
internal sealed class BurstPace
{
    /// <summary>Fewer bytes may be the noise of plugging in.</summary>
    private const int LeastOfTelegram = 16;

    /// <summary>A shorter pause is within a telegram or between two of one push.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Some meters send each quarter of an hour.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(16);

    /// <summary>An unfinished telegram is given up by then.</summary>
    private static readonly TimeSpan Decided = TimeSpan.FromSeconds(12);

    private readonly MedianInterval _interval = new();
    private DateTimeOffset? _lastAt;
    private DateTimeOffset _begunAt;
    private long _octets;
    private int _bursts;

    /// <summary>The usual time from one burst to the next; null until two have come.</summary>
    public TimeSpan? Interval => _interval.Value;

    /// <summary>
    /// Before that, what came says nothing: the link may have joined the first telegram in its middle, and when the next is due is not known.
    /// </summary>
    public DateTimeOffset JudgedFrom => _bursts switch
    {
        1 when _octets >= LeastOfTelegram => _begunAt + Longest,
        2 when Interval >= Diagnosis.LeastPatience => _begunAt + Decided,
        _ => DateTimeOffset.MinValue,
    };

    public void Came(int octets, DateTimeOffset at)
    {
        if (_lastAt is not DateTimeOffset last || at - last >= Pause)
        {
            _interval.Came(at);
            (_begunAt, _octets) = (at, 0);
            _bursts = Math.Min(_bursts + 1, 3);
        }
        _lastAt = at;
        _octets += octets;
    }
}
