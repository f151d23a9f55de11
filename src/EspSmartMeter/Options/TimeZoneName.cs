namespace EspSmartMeter.Options;

/// <summary>A time zone by its IANA name.</summary>
internal static class TimeZoneName
{
    private static readonly string[] OfNowhere = ["UTC", "Etc/UTC", "UCT", "Etc/UCT", "Universal", "Etc/Universal", "Zulu", "Etc/Zulu", "GMT", "Etc/GMT", "UTC0", "GMT0"];

    /// <summary>
    /// What TZ tells of where the meter hangs; null where that is nothing. UTC is what a container has where nobody said anything: no meter's clock is set by it, and its
    /// stamps had an offset that is an hour wrong.
    /// </summary>
    public static string? Of(string? variable) =>
        string.IsNullOrWhiteSpace(variable) || Array.Exists(OfNowhere, zone => zone.Equals(variable.Trim(), StringComparison.OrdinalIgnoreCase)) ? null : variable;

    /// <exception cref="UsageException">No such zone.</exception>
    public static TimeZoneInfo Parse(string option, string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? zone
            : throw new UsageException($"{option}: there is no such time zone here (a name like Europe/Oslo; the system's package tzdata has them)");
}
