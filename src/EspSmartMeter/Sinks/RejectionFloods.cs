namespace EspSmartMeter.Sinks;

/// <summary>
/// Tells the first rejection of a kind from those that follow within a minute, which are counted: no stream of noise fills a queue, a disk or a page with the same.
/// It holds one count for each kind of each source.
/// </summary>
internal sealed class RejectionFloods
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private sealed class Flood(DateTimeOffset begun)
    {
        public DateTimeOffset Begun => begun;

        public long Counted { get; set; }

        /// <summary>For a minute; a clock that was set back ends it too.</summary>
        public bool GoesOnAt(DateTimeOffset now) => now >= begun && now - begun < Minute;
    }

    private readonly Lock _gate = new();
    private readonly Dictionary<RejectionKind, Flood> _floods = [];

    /// <summary>Notes a rejection.</summary>
    /// <param name="rejection">What came.</param>
    /// <param name="ended">What is to be told before it: the rest of the flood before; null: nothing.</param>
    /// <returns>True for a first, which is to be told.</returns>
    public bool IsFirst(Rejection rejection, out Repeats? ended)
    {
        ended = null;
        lock (_gate)
        {
            if (_floods.TryGetValue(rejection.Kind, out Flood? flood) && flood.GoesOnAt(rejection.At))
            {
                flood.Counted++;
                return false;
            }
            ended = flood is null ? null : RestOf(rejection.Kind, flood);
            _floods[rejection.Kind] = new Flood(rejection.At);
            return true;
        }
    }

    /// <summary>Ends the floods that are a minute old: the next of the kind is a first again.</summary>
    public IReadOnlyList<Repeats> EndedAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_floods.Count == 0)
                return [];
            List<Repeats> ended = [];
            foreach ((RejectionKind kind, Flood flood) in _floods.Where(entry => !entry.Value.GoesOnAt(now)).ToArray())
            {
                _floods.Remove(kind);
                if (RestOf(kind, flood) is Repeats rest)
                    ended.Add(rest);
            }
            return ended;
        }
    }

    private static Repeats? RestOf(RejectionKind kind, Flood flood) => flood.Counted > 0 ? new Repeats(kind, flood.Counted, flood.Begun) : null;
}
