namespace SmartMeter.Decoding.Apdus.Ciphering;

/// <summary>How far a meter's frame counter has come.</summary>
/// <param name="SystemTitle">The meter's, in hex.</param>
/// <param name="KeyName">Tells the encryption key from others, and nothing else of it: under another key a counter may start anew.</param>
/// <param name="Last">The highest that was believed.</param>
/// <param name="Verified">A verified tag vouched for it.</param>
public sealed record FrameCounter(string SystemTitle, string KeyName, uint Last, bool Verified);

/// <summary>
/// The frame counters of the meters on one source, so that a telegram sent again is not believed; they can be kept from run to run. Nobody is
/// locked out by one for good:
/// <list type="bullet">
/// <item>Nothing is told of a meter whose counter never moves.</item>
/// <item>Another key, or another system title, starts anew.</item>
/// <item>What a verified tag vouched for, only a verified tag moves on; what nothing vouched for gives way to the first that does.</item>
/// <item>A counter that was set back is believed once it has risen from there for ten minutes, while nothing higher came: a recording that is
/// played beside the meter itself never is.</item>
/// </list>
/// May be read while a decoder is at work.
/// </summary>
public sealed class FrameCounters
{
    private const int MaxMeters = 64, TelegramsToBelieve = 3;
    private static readonly TimeSpan TimeToBelieve = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Progress> _byMeter = [];

    private sealed class Progress
    {
        public required string Key { get; init; }
        public uint Last { get; set; }
        public bool Verified { get; set; }
        public bool Moves { get; set; }
        public uint LastLower { get; set; }
        public int LowerRun { get; set; }
        public DateTimeOffset LowerSince { get; set; }
    }

    /// <summary>Takes over what an earlier run stored; what is not to be understood is left out.</summary>
    public void Restore(IEnumerable<FrameCounter> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        lock (_gate)
        {
            foreach (FrameCounter counter in stored.Take(MaxMeters))
            {
                if (ulong.TryParse(counter.SystemTitle, System.Globalization.NumberStyles.AllowHexSpecifier, null, out ulong meter))
                    _byMeter[meter] = new Progress { Key = counter.KeyName, Last = counter.Last, Verified = counter.Verified, Moves = true };
            }
        }
    }

    /// <summary>What is to be kept: the counters that move.</summary>
    public IReadOnlyList<FrameCounter> Stored()
    {
        lock (_gate)
        {
            return [.. _byMeter.Where(entry => entry.Value.Moves)
                .Select(entry => new FrameCounter(entry.Key.ToString("X16"), entry.Value.Key, entry.Value.Last, entry.Value.Verified))];
        }
    }

    /// <summary>Notes the counter of a telegram whose contents have proven themselves; false where it was sent before.</summary>
    internal bool TryAdvance(ulong meter, string key, uint counter, bool verified, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_byMeter.TryGetValue(meter, out Progress? progress) && progress.Key == key)
                return TryAdvance(progress, counter, verified, now);
            if (progress is not null || _byMeter.Count < MaxMeters)
                _byMeter[meter] = new Progress { Key = key, Last = counter, Verified = verified };
            return true;
        }
    }

    private static bool TryAdvance(Progress progress, uint counter, bool verified, DateTimeOffset now)
    {
        if (counter > progress.Last || (verified && !progress.Verified))
        {
            progress.LowerRun = 0;
            if (verified || !progress.Verified)
                Believe(progress, counter, verified);
            return true;
        }
        if (progress.Moves)
            return IsNewStart(progress, counter, verified, now);
        progress.Last = counter;
        return true;
    }

    private static void Believe(Progress progress, uint counter, bool verified)
    {
        progress.Moves |= counter > progress.Last;
        progress.Last = counter;
        progress.Verified = verified;
    }

    private static bool IsNewStart(Progress progress, uint counter, bool verified, DateTimeOffset now)
    {
        if (progress.LowerRun == 0 || counter <= progress.LastLower || now < progress.LowerSince)
        {
            progress.LowerRun = 0;
            progress.LowerSince = now;
        }
        progress.LastLower = counter;
        if (++progress.LowerRun < TelegramsToBelieve || now - progress.LowerSince < TimeToBelieve)
            return false;
        progress.LowerRun = 0;
        progress.Last = counter;
        progress.Verified = verified;
        return true;
    }
}
