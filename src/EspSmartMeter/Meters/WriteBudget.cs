namespace EspSmartMeter.Meters;

/// <summary>
/// When state.json is written: each quarter of an hour, and at once for what a restart would miss for longer. An SD card bears 300 forced writes a day:
/// history.json and peaks.json take 24 of them each, and of the others each takes one of the few that are there, and one more is let have each six minutes.
/// </summary>
/// <param name="first">How long after the start nothing hurries: what is new then comes in a burst, and makes one write.</param>
internal sealed class WriteBudget(TimeSpan first)
{
    /// <summary>What comes at least this often comes again soon after a start; what comes more rarely is saved when it comes.</summary>
    public static readonly TimeSpan Often = TimeSpan.FromMinutes(6);

    /// <summary>Between two writes where nothing hurries.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    /// <summary>What the 300 leave beside the files that are written each hour.</summary>
    public const int MostADay = 300 - 24 - 24;

    /// <summary>240 come back in a day, and with the 12 that have gathered they are 252.</summary>
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(6);

    private const int MostWrites = 12;

    private int _writes = MostWrites;
    private TimeSpan _refilled, _written;

    /// <summary>True where the file is to be written now, which is then taken for done.</summary>
    /// <param name="now">The time since the start.</param>
    /// <param name="hurries">There is what must not wait.</param>
    public bool IsDue(TimeSpan now, bool hurries)
    {
        int refills = (int)((now - _refilled) / Refill);
        _refilled += refills * Refill;
        _writes = Math.Min(MostWrites, _writes + refills);
        if (_writes == 0 || !((hurries && now >= first) || now - _written >= Usual))
            return false;
        _writes--;
        _written = now;
        return true;
    }
}
