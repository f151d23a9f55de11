using EspSmartMeter.Sources;
using SmartMeter.Decoding.Dlms.Ciphering;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Meters;

/// <summary>
/// Tells which meter each telegram of one source is of. One with an id is that meter's. One without goes to the meter last named on the source;
/// before any was named since this start it waits up to a minute, where its maker's other lists carry the id, and then goes to the meter of the last run,
/// or by the source's own name.
/// </summary>
internal sealed class SourceIdentity(SourceStatus source, StoredSource? lastRun)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private const int MostWaiting = 64;

    private readonly Queue<Reading> _waiting = new();
    private DateTimeOffset? _waitingSince;
    private string? _named;
    private string? _fallback = lastRun?.FallbackId;

    public StoredSource Stored => new(source.Address, _fallback, _named ?? lastRun?.LastMeter, FrameCounters);

    private IReadOnlyList<FrameCounter>? FrameCounters => source.FrameCounters.Stored() is { Count: > 0 } counters ? counters : null;

    /// <summary>The telegrams that have a meter now, in the order they came. The reading is copied where it has to wait.</summary>
    public IReadOnlyList<(string MeterId, Reading Reading)> Resolve(Reading reading)
    {
        if (reading.MeterId is string id)
            return Released(_named = MeterId.Safe(id), reading);
        if (_named is not null)
            return [(_named, reading)];
        if (!reading.IdComesInOtherLists)
            return Released(Fallback(), reading);
        _waitingSince ??= reading.Received;
        if (reading.Received - _waitingSince > LongestWait)
            return Released(_named = lastRun?.LastMeter ?? Fallback(), reading);
        if (_waiting.Count == MostWaiting)
            _waiting.Dequeue();
        _waiting.Enqueue(reading.Copy());
        return [];
    }

    private string Fallback() => _fallback ??= source.FallbackId();

    private List<(string, Reading)> Released(string id, Reading last)
    {
        List<(string, Reading)> released = [.. _waiting.Select(waiting => (id, waiting)), (id, last)];
        _waiting.Clear();
        _waitingSince = null;
        return released;
    }
}
