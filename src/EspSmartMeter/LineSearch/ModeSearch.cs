using EspSmartMeter.Sources;
using EspSmartMeter.Timing;

namespace EspSmartMeter.LineSearch;

/// <summary>
/// Finds how a source's line has to be listened to. As long as telegrams decode it looks on, and has the device keep the mode; where bytes come and none
/// decodes, it tries the modes in turn until one does. A device that does not let it is left alone.
/// </summary>
internal sealed partial class ModeSearch(Source source, ISettableLine line, LineSearchPace pace, Func<double> random, ILogger log)
{
    /// <summary>Fewer are a spike, or the rest of what came before.</summary>
    private const int SomeBytes = 32;

    private static readonly TimeSpan StandBack = TimeSpan.FromMinutes(2);

    private readonly LineDialogue _device = new(line, random);
    private readonly Backoff _rests = new(pace.FirstRest, pace.LongestRest, random);

    private SourceFigures _before = new();
    private DateTimeOffset _since;
    private bool _isUp;
    private ModeTrust _trust = line.WasFoundBefore ? ModeTrust.Good : ModeTrust.Untried;
    private SearchState _state = AtEase;
    private int _rounds;

    private static SearchState.Watching AtEase => new(default, EndsWithBytes: false);

    /// <summary>A mode is being tried.</summary>
    public bool IsSeeking => _state is SearchState.Trying;

    /// <summary>To be called each second or so.</summary>
    public async Task StepAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        SourceFigures figures = source.Statistics.Figures;
        bool wasUp = _isUp;
        _isUp = figures.Link is LinkState.Connected or LinkState.Silent;
        if (!_isUp)
            return;
        if (!wasUp)
            CameUp(figures, now);
        if (!_device.IsDue(now))
            return;
        switch (_state)
        {
            case SearchState.Restoring restoring:
                await RestoreAsync(restoring, now, cancellation);
                break;
            case SearchState.Watching watching:
                await WatchAsync(watching, figures, now, cancellation);
                break;
            case SearchState.Trying { Round: LineRound round } when round.Trial == LineTrial.None || line.Refuses(round.Current):
                await MoveOnAsync(round, figures, now, cancellation);
                break;
            case SearchState.Trying { Round: LineRound round } when !wasUp:
                await ResumeAsync(round, now, cancellation);
                break;
            case SearchState.Trying { Round: LineRound round }:
                await TryAsync(round, figures, now, cancellation);
                break;
        }
    }

    /// <summary>The app stops in the middle: the first mode comes back.</summary>
    public async Task LeaveAsync(CancellationToken cancellation)
    {
        LineSetting? first = _state switch
        {
            SearchState.Restoring restoring => restoring.First,
            SearchState.Trying { Round: { Trial: not LineTrial.None } round } => round.First,
            _ => null,
        };
        if (first is not null)
            await line.SetAsync(first, keep: false, cancellation);
        _state = AtEase;
    }

    private void CameUp(SourceFigures figures, DateTimeOffset now)
    {
        if (_trust == ModeTrust.Kept)
            _trust = ModeTrust.Good;
        _device.CameUp();
        // In a round time goes on: a line that is silent for long is connected anew now and then.
        if (IsSeeking)
            return;
        Listen(figures, now);
        _device.AskAtOnce();
    }

    /// <summary>Counts from here.</summary>
    private void Listen(SourceFigures figures, DateTimeOffset now) => (_before, _since) = (figures, now);

    private async Task WatchAsync(SearchState.Watching watching, SourceFigures figures, DateTimeOffset now, CancellationToken cancellation)
    {
        LineEvidence evidence = LineEvidence.Between(_before, figures);
        if (evidence.Verdict >= LineVerdict.Sound)
        {
            if (evidence.Verdict == LineVerdict.Proven && _trust != ModeTrust.Kept)
                await KeepAsync(null, now, cancellation);
            Settle(figures, now);
            return;
        }
        bool bytes = evidence.Bytes >= SomeBytes;
        TimeSpan patience = _trust != ModeTrust.Untried ? pace.Hourly
            : evidence.Verdict == LineVerdict.Perhaps ? pace.PerhapsDwell
            : bytes ? pace.BeforeWithBytes
            : pace.BeforeWithoutBytes;
        if (now - _since < patience || watching.Waits(now, bytes))
            return;
        if (await AskAsync(now, cancellation) is not LineState state)
            return;
        LineRound round = new(state.Setting, _rounds, isRare: figures.Bytes >= SomeBytes && watching.EndsWithBytes);
        _state = new SearchState.Trying(round);
        LogSeeks(source.Name, state.Setting);
        await MoveOnAsync(round, figures, now, cancellation);
    }

    private async Task TryAsync(LineRound round, SourceFigures figures, DateTimeOffset now, CancellationToken cancellation)
    {
        LineEvidence evidence = LineEvidence.Between(_before, figures);
        round.Note(evidence);
        if (round.Trial == LineTrial.Mixed)
        {
            if (now - _since < pace.Mixed)
                return;
            // What was under way when the mode was changed is through; a telegram among it is of the mode before, or of neither.
            round.BecomePure(evidence);
            _before = figures;
            return;
        }
        if (evidence.Verdict == LineVerdict.Proven)
        {
            await KeepAsync(round, now, cancellation);
            if (_trust == ModeTrust.Kept)
                Settle(figures, now);
        }
        else if (evidence.Verdict == LineVerdict.Sound)
        {
            _state = AtEase;
            Settle(figures, now);
            source.Line.Says(LineNotes.HearsFrames(round.Current));
        }
        else if (round.IsOver(evidence, now - _since, now - (figures.LastByteAt ?? _since), pace))
        {
            if (await IsStillOursAsync(round, now, cancellation))
                await MoveOnAsync(round, figures, now, cancellation);
        }
    }

    /// <summary>The link was lost in the middle: a device that started anew listens in its stored mode.</summary>
    private async Task ResumeAsync(LineRound round, DateTimeOffset now, CancellationToken cancellation)
    {
        round.BecomeMixed();
        if (!await IsStillOursAsync(round, now, cancellation) && _device.IsSilent)
            _isUp = false;
    }

    /// <summary>True where the device listens as this search had it listen. A person, or another app, that set another mode is given way to.</summary>
    private async Task<bool> IsStillOursAsync(LineRound round, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await AskAsync(now, cancellation) is not LineState state)
            return false;
        // The next one: it was set, and the answer got lost.
        if (state.Setting == round.Current || state.Setting == round.Next)
            return true;
        if (!state.Kept || round.IsRepeated)
        {
            GiveWay(now);
            return false;
        }
        if (GoesOn(await _device.SetAsync(round.Current, keep: false, now, cancellation), now))
        {
            round.Repeat();
            Listen(source.Statistics.Figures, now);
        }
        return false;
    }

    private async Task MoveOnAsync(LineRound round, SourceFigures figures, DateTimeOffset now, CancellationToken cancellation)
    {
        while (round.Next is LineSetting next)
        {
            LineReply reply = await _device.SetAsync(next, keep: false, now, cancellation);
            if (!GoesOn(reply, now))
                return;
            round.MoveOn(taken: reply == LineReply.Done);
            if (reply == LineReply.Done)
            {
                Listen(source.Statistics.Figures, now);
                source.Line.Says(LineNotes.Tries(next));
                return;
            }
        }
        GiveUp(round, figures, now);
    }

    /// <summary>Has the device keep the mode that decodes: of the round, or the one in force.</summary>
    private async Task KeepAsync(LineRound? round, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await AskAsync(now, cancellation) is not LineState state)
            return;
        if (round is not null && state.Setting != round.Current)
        {
            // It started anew, or was set by hand, since the telegram came: what it listens in now has to show itself.
            _state = AtEase;
            Listen(source.Statistics.Figures, now);
            return;
        }
        if (!GoesOn(await _device.SetAsync(state.Setting, keep: true, now, cancellation), now))
            return;
        _state = AtEase;
        _trust = ModeTrust.Kept;
        LogFound(source.Name, state.Setting);
        source.Line.Says(LineNotes.Keeps(state.Setting));
    }

    private void GiveUp(LineRound round, SourceFigures figures, DateTimeOffset now)
    {
        TimeSpan rest = _rests.Next();
        _rounds++;
        _state = new SearchState.Restoring(round.First, new SearchState.Watching(now + rest, EndsWithBytes: !round.BytesCame));
        Listen(figures, now);
        LogGaveUp(source.Name, round.Tried, round.First);
        source.Line.Says(LineNotes.GivesUp(round, rest));
    }

    private void GiveWay(DateTimeOffset now)
    {
        _state = new SearchState.Watching(now + (StandBack * (1 + random())), EndsWithBytes: false);
        Listen(source.Statistics.Figures, now);
        source.Line.Says(null);
        LogGaveWay(source.Name);
    }

    private async Task RestoreAsync(SearchState.Restoring restoring, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await _device.SetAsync(restoring.First, keep: false, now, cancellation) == LineReply.PutOff)
            return;
        _state = restoring.Then;
        Listen(source.Statistics.Figures, now);
    }

    private void Settle(SourceFigures figures, DateTimeOffset now)
    {
        if (_trust == ModeTrust.Untried)
            _trust = ModeTrust.Good;
        _rounds = 0;
        _rests.Reset();
        Listen(figures, now);
    }

    /// <summary>How the line stands, where it may be searched; else null, and there is nothing to do now.</summary>
    private async Task<LineState?> AskAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        (LineReply reply, LineState? state) = await _device.AskAsync(now, IsSeeking, cancellation);
        return GoesOn(reply, now) ? state : null;
    }

    /// <summary>False where the reply leaves nothing to do now.</summary>
    private bool GoesOn(LineReply reply, DateTimeOffset now)
    {
        if (reply == LineReply.Forbidden)
            Stop();
        else if (reply == LineReply.Lost)
            GiveWay(now);
        return reply is LineReply.Done or LineReply.CannotBe;
    }

    /// <summary>The user has turned it off, or never on.</summary>
    private void Stop()
    {
        if (IsSeeking)
            _state = AtEase;
        if (source.Line.Note?.Stage is LineStage.Seeking or LineStage.Failed)
            source.Line.Says(null);
    }

    [LoggerMessage(LogLevel.Information, "{Source}: nothing decodes at {Setting}; looking for the line mode")]
    private partial void LogSeeks(string source, LineSetting setting);

    [LoggerMessage(LogLevel.Information, "{Source}: telegrams decode at {Setting}; the line mode is kept")]
    private partial void LogFound(string source, LineSetting setting);

    [LoggerMessage(LogLevel.Information, "{Source}: no line mode of {Tried} brings telegrams that decode; back to {Setting}")]
    private partial void LogGaveUp(string source, int tried, LineSetting setting);

    [LoggerMessage(LogLevel.Information, "{Source}: the line was set by someone else, or does not answer; looking for its mode later")]
    private partial void LogGaveWay(string source);
}
