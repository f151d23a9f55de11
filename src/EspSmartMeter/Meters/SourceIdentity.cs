using EspSmartMeter.Sources;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>Tells the ids of meters, new ones and those that are known.</summary>
internal interface IMeterNaming
{
    /// <summary>The id of the meter that calls itself so.</summary>
    /// <param name="numbers">Its numbers.</param>
    /// <param name="written">The id as the telegram writes it, which a new meter's is made of.</param>
    /// <param name="source">Where it is heard.</param>
    /// <param name="lastMeter">The meter last named there.</param>
    string IdOf(MeterNumbers numbers, string written, Source source, string? lastMeter);

    /// <summary>An id that no other source's meter has, for one that never says who it is.</summary>
    string FallbackOf(Source source);
}

/// <summary>
/// Tells which meter each telegram of one source is of. One with an id is that meter's. One without goes to the meter last named on the source;
/// before any was named since this start it waits up to a minute, where its maker's other lists carry the id, and then goes to the meter of the last run,
/// or by the identity that is made once for this source; where it has no name, some seconds for its ESP to say its chip id.
/// </summary>
/// <param name="source">The source.</param>
/// <param name="lastRun">What the last run knew of it.</param>
/// <param name="naming">Tells the meters' ids.</param>
internal sealed class SourceIdentity(Source source, StoredSource? lastRun, IMeterNaming naming)
{
    /// <summary>For another list of the meter, and for the ESP to say its chip id.</summary>
    private static readonly TimeSpan ListPatience = TimeSpan.FromMinutes(1), ChipPatience = TimeSpan.FromSeconds(10);

    private const int MostWaiting = 64;

    private readonly Queue<Reading> _waiting = new();
    private DateTimeOffset? _waitingSince;
    private bool _idMayCome;
    private string? _named, _namedBefore;
    private string? _fallback = lastRun?.FallbackId;

    /// <summary>Ids that it names, and that no meter has.</summary>
    public Newcomers Newcomers { get; } = new();

    /// <summary>The id that was made for what names no meter; null: none was needed yet.</summary>
    public string? FallbackId => _fallback;

    /// <summary>The meter last named on it, in this run or the last; null: none.</summary>
    public string? LastMeter => _named ?? lastRun?.LastMeter;

    /// <summary>A meter goes on under another's id.</summary>
    public void Rename(string from, string to)
    {
        if (LastMeter == from)
            _named = to;
        if (_namedBefore == from)
            _namedBefore = to;
        if (_fallback == from)
            _fallback = to;
    }

    public StoredSource Stored =>
        new(source.Address, _fallback, LastMeter, FrameCounters, source.ChipId, source.Line.FoundMode?.ToString(), source.OwnName, source.Key);

    private IReadOnlyList<FrameCounter>? FrameCounters => source.FrameCounters.Stored() is { Count: > 0 } counters ? counters : null;

    /// <summary>The telegrams that have a meter now, in the order they came. The reading is copied where it has to wait.</summary>
    public IReadOnlyList<(string MeterId, Reading Reading)> Resolve(Reading reading)
    {
        if (MeterNumbers.Of(reading) is MeterNumbers numbers)
        {
            (_namedBefore, _named) = (_named, naming.IdOf(numbers, reading.MeterId!, source, LastMeter));
            return Released(_named, reading);
        }
        if (_named is not null)
            return [(_named, reading)];
        _idMayCome = reading.IdComesInOtherLists;
        _waitingSince ??= reading.Received;
        if (IsDue(reading.Received))
            return Released(WithoutId(), reading);
        if (_waiting.Count == MostWaiting)
            _waiting.Dequeue();
        _waiting.Enqueue(reading.Copy());
        return [];
    }

    /// <summary>No meter is believed to have the id that the newest telegram named: what names none is the one's before.</summary>
    public void Unname(string id)
    {
        if (_named == id)
            _named = _namedBefore;
    }

    /// <summary>The telegrams that have waited long enough.</summary>
    public IReadOnlyList<(string MeterId, Reading Reading)> Due(DateTimeOffset now) =>
        _waiting.Count > 0 && IsDue(now) ? Released(WithoutId()) : [];

    private bool IsDue(DateTimeOffset now) => _idMayCome
        ? now - _waitingSince > ListPatience
        : _fallback is not null || !source.AwaitsChipId || now - _waitingSince > ChipPatience;

    private string WithoutId() => _idMayCome ? _named = lastRun?.LastMeter ?? Fallback() : Fallback();

    private string Fallback() => _fallback ??= naming.FallbackOf(source);

    private List<(string, Reading)> Released(string id, params ReadOnlySpan<Reading> last)
    {
        List<(string, Reading)> released = [.. _waiting.Select(waiting => (id, waiting))];
        foreach (Reading reading in last)
            released.Add((id, reading));
        _waiting.Clear();
        _waitingSince = null;
        return released;
    }
}
