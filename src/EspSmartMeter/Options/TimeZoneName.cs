namespace EspSmartMeter.Options;

/// <summary>A time zone by its IANA name.</summary>
internal static class TimeZoneName
{
    /// <exception cref="UsageException">No such zone.</exception>
    public static TimeZoneInfo Parse(string option, string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? zone
            : throw new UsageException($"{option}: there is no such time zone here (a name like Europe/Oslo; the system's package tzdata has them)");
}
