namespace EspSmartMeter.Peaks;

/// <summary>Windows aligned to the local clock. Moments are milliseconds since 1970.</summary>
internal sealed class PeakClock(TimeZoneInfo zone, int windowMinutes)
{
    public long WindowLength { get; } = windowMinutes * 60_000L;

    public DateTime Local(long at) => TimeZoneInfo.ConvertTimeFromUtc(DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime, zone);

    /// <summary>When the window began that this moment lies in.</summary>
    public long StartOf(long at)
    {
        long offset = (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(at)).TotalMinutes * 60_000;
        long local = at + offset;
        return local - (local % WindowLength) - offset;
    }

    /// <summary>When a month begins, as of <see cref="MonthOf"/>.</summary>
    public long StartOf(int month)
    {
        DateTime local = new(month / 12, (month % 12) + 1, 1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
    }

    public static int MonthOf(DateTime local) => (local.Year * 12) + local.Month - 1;
}
