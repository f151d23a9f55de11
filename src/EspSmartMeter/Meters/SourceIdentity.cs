using EspSmartMeter.Sources;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Meters;

/// <summary>
/// Tells which meter each telegram of one source is of. One with an id is that meter's. One without goes to the meter last named on the source;
/// before any was named it waits up to a minute, where its maker's other lists carry the id, and else goes by the source's own name.
/// </summary>
internal sealed class SourceIdentity(SourceStatus source)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private const int MostWaiting = 64;

    private readonly Queue<Reading> _waiting = new();
    private DateTimeOffset? _waitingSince;
    private string? _named;

    /// <summary>The telegrams that have a meter now, in the order they came. The reading is copied where it has to wait.</summary>
    public IEnumerable<(string MeterId, Reading Reading)> Resolve(Reading reading)
    {
        if (reading.MeterId is string id)
            return Released(_named = MeterId.Safe(id), reading);
        if (_named is not null)
            return [(_named, reading)];
        if (!reading.IdComesInOtherLists)
            return Released(source.FallbackId(), reading);
        _waitingSince ??= reading.Received;
        if (reading.Received - _waitingSince > LongestWait)
            return Released(_named = source.FallbackId(), reading);
        if (_waiting.Count == MostWaiting)
            _waiting.Dequeue();
        _waiting.Enqueue(reading.Copy());
        return [];
    }

    private List<(string, Reading)> Released(string id, Reading last)
    {
        List<(string, Reading)> released = [.. _waiting.Select(waiting => (id, waiting)), (id, last)];
        _waiting.Clear();
        _waitingSince = null;
        return released;
    }
}
