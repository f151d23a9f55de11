using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Live;

/// <summary>The moment that a register's value is of, by our clock.</summary>
internal static class RegisterStamp
{
    /// <summary>A stamp that lies further back is not of this clock: Kamstrup's shows standard time all year, some are set wrong.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1), Minute = TimeSpan.FromMinutes(1), Hour = TimeSpan.FromHours(1);

    /// <summary>
    /// The telegram's own stamp where it can be; else the full interval before it came: what is sent each hour is of the full hour. Where that too lies
    /// far back, one of the clocks is wrong or the meter sends at no full hour: then it is of when it came, so that no energy counts twice.
    /// </summary>
    /// <param name="stamp">The register's own, else the telegram's; null: none.</param>
    /// <param name="received">When it came.</param>
    /// <param name="interval">How often it comes; null: not known yet.</param>
    public static DateTimeOffset Of(MeterTime? stamp, DateTimeOffset received, TimeSpan? interval)
    {
        if (stamp?.Instant is DateTimeOffset told && (told - received).Duration() <= Oldest)
            return told < received ? told : received;
        if (Full(interval ?? Hour) is not TimeSpan period)
            return received;
        DateTimeOffset full = received.ToUniversalTime() - TimeSpan.FromTicks(received.UtcTicks % period.Ticks);
        return received - full <= Oldest ? full : received;
    }

    /// <summary>The whole minutes that make up a day and that it comes at; null: it comes at none.</summary>
    private static TimeSpan? Full(TimeSpan interval)
    {
        TimeSpan minutes = Minute * Math.Round(interval / Minute);
        bool isFull = minutes > TimeSpan.Zero && Day.Ticks % minutes.Ticks == 0 && (interval - minutes).Duration() <= interval / 20;
        return isFull ? minutes : null;
    }
}
