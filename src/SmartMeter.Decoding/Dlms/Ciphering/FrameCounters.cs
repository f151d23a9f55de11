namespace SmartMeter.Decoding.Dlms.Ciphering;

/// <summary>
/// The last frame counter of each meter, so that a telegram sent again is not believed. Some meters never move their counter: nothing is told
/// of those. A counter may start anew (after a key change): a run of lower ones that rise themselves is believed in the end.
/// </summary>
internal sealed class FrameCounters
{
    private const int MaxMeters = 64;
    private const int RunToBelieve = 10;

    private sealed class Progress
    {
        public uint Last { get; set; }
        public bool Moves { get; set; }
        public uint LastLower { get; set; }
        public int LowerRun { get; set; }
    }

    private readonly Dictionary<ulong, Progress> _byMeter = [];

    /// <summary>Notes a counter; false where the telegram was sent before.</summary>
    public bool TryAdvance(ulong meter, uint counter)
    {
        if (!_byMeter.TryGetValue(meter, out Progress? progress))
        {
            if (_byMeter.Count < MaxMeters)
                _byMeter[meter] = new Progress { Last = counter };
            return true;
        }
        if (counter > progress.Last)
        {
            progress.Last = counter;
            progress.Moves = true;
            progress.LowerRun = 0;
            return true;
        }
        return !progress.Moves || IsNewStart(progress, counter);
    }

    private static bool IsNewStart(Progress progress, uint counter)
    {
        progress.LowerRun = progress.LowerRun > 0 && counter > progress.LastLower ? progress.LowerRun + 1 : 1;
        progress.LastLower = counter;
        if (progress.LowerRun < RunToBelieve)
            return false;
        progress.Last = counter;
        progress.LowerRun = 0;
        return true;
    }
}
