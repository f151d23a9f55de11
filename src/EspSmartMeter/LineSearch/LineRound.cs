namespace EspSmartMeter.LineSearch;

/// <summary>One go through the modes.</summary>
/// <param name="first">In force before; it comes back where no other does.</param>
/// <param name="number">Rounds before this one that brought nothing.</param>
/// <param name="isRare">Bytes are known to come, but rarely: each mode waits for some.</param>
internal sealed class LineRound(LineSetting first, int number, bool isRare)
{
    private static readonly TimeSpan BurstEnd = TimeSpan.FromSeconds(3);

    private readonly IReadOnlyList<LineSetting> _candidates = LineCandidates.After(first);
    private int _at = -1;

    public LineSetting First => first;

    /// <summary>The one that is tried now.</summary>
    public LineSetting Current => _candidates[_at];

    /// <summary>The one that is tried next; null after the last.</summary>
    public LineSetting? Next => _at + 1 < _candidates.Count ? _candidates[_at + 1] : null;

    public LineTrial Trial { get; private set; } = LineTrial.None;

    /// <summary>Some came in one of the modes.</summary>
    public bool BytesCame { get; private set; }

    /// <summary>Modes that the line took.</summary>
    public int Tried { get; private set; }

    /// <summary>The current one was set a second time, since the device had started anew.</summary>
    public bool IsRepeated { get; private set; }

    public void MoveOn(bool taken)
    {
        _at++;
        IsRepeated = false;
        Trial = LineTrial.Mixed;
        if (taken)
            Tried++;
    }

    public void Repeat()
    {
        IsRepeated = true;
        Trial = LineTrial.Mixed;
    }

    /// <summary>The link was lost and is back.</summary>
    public void BecomeMixed() => Trial = LineTrial.Mixed;

    public void BecomePure(LineEvidence meanwhile) => Trial = meanwhile.Verdict == LineVerdict.None ? LineTrial.Pure : LineTrial.Promising;

    public void Note(LineEvidence evidence) => BytesCame |= evidence.Bytes > 0;

    /// <summary>The current one has had its time.</summary>
    public bool IsOver(LineEvidence evidence, TimeSpan spent, TimeSpan silence, LineSearchPace pace)
    {
        if (evidence.Verdict == LineVerdict.Perhaps || Trial == LineTrial.Promising)
            return spent >= pace.PerhapsDwell;
        if (number == 0)
            return spent >= pace.Dwell;
        if (!isRare)
            return spent >= pace.LaterDwell;
        return spent >= pace.Hourly || (evidence.Bytes > 0 && spent >= pace.LaterDwell && silence >= BurstEnd);
    }
}
