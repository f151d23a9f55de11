using EspSmartMeter.Timing;

namespace EspSmartMeter.LineSearch;

/// <summary>What came of asking a line's device something.</summary>
internal enum LineReply : byte
{
    Done,

    /// <summary>The line cannot be set so.</summary>
    CannotBe,

    /// <summary>The user does not, or no longer, let the app find the mode; asked again ever more rarely.</summary>
    Forbidden,

    /// <summary>No answer; asked again soon.</summary>
    PutOff,

    /// <summary>No answer for so long that it is not waited for.</summary>
    Lost,
}

/// <summary>The talk with a line's device, which may be away or busy: when it is asked next, and how long it has been silent.</summary>
internal sealed class LineDialogue(ISettableLine line, Func<double> random)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5), LongestSilence = TimeSpan.FromMinutes(2);

    private readonly Backoff _asks = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), random);
    private DateTimeOffset _notBefore;
    private DateTimeOffset? _silentSince;

    /// <summary>The last question has no answer.</summary>
    public bool IsSilent => _silentSince is not null;

    /// <summary>The time for the next question has come.</summary>
    public bool IsDue(DateTimeOffset now) => now >= _notBefore;

    /// <summary>The link is up again, and perhaps leads to another device: what that answers is not known.</summary>
    public void CameUp() => _asks.Reset();

    /// <summary>Nothing more is waited for.</summary>
    public void AskAtOnce() => _notBefore = default;

    /// <summary>How the line stands, where it may be searched.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isSeeking">A mode is being tried: a silent device is asked again soon, and not ever more rarely.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<(LineReply Reply, LineState? State)> AskAsync(DateTimeOffset now, bool isSeeking, CancellationToken cancellation)
    {
        LineState? state = await line.AskAsync(cancellation);
        if (state is { MayBeSearched: true })
            return (Answered(LineReply.Done), state);
        if (state is not null)
            return (Refused(now), null);
        if (isSeeking)
            return (Unanswered(now), null);
        _notBefore = now + _asks.Next();
        return (LineReply.PutOff, null);
    }

    /// <inheritdoc cref="ISettableLine.SetAsync"/>
    public async Task<LineReply> SetAsync(LineSetting setting, bool keep, DateTimeOffset now, CancellationToken cancellation) =>
        await line.SetAsync(setting, keep, cancellation) switch
        {
            LineAnswer.Done => Answered(LineReply.Done),
            LineAnswer.CannotBe => Answered(LineReply.CannotBe),
            LineAnswer.Forbidden => Refused(now),
            _ => Unanswered(now),
        };

    private LineReply Answered(LineReply reply)
    {
        _silentSince = null;
        return reply;
    }

    private LineReply Refused(DateTimeOffset now)
    {
        _notBefore = now + _asks.Next();
        return Answered(LineReply.Forbidden);
    }

    private LineReply Unanswered(DateTimeOffset now)
    {
        _notBefore = now + AskAgain;
        _silentSince ??= now;
        return now - _silentSince > LongestSilence ? Answered(LineReply.Lost) : LineReply.PutOff;
    }
}
