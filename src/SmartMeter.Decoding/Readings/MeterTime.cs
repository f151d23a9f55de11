using System.Globalization;

namespace SmartMeter.Decoding.Readings;

/// <summary>
/// A stamp of a meter: its wall clock, and the offset from UTC where the telegram or the configured time zone tells it.
/// </summary>
/// <param name="Local">The wall clock as sent.</param>
/// <param name="OffsetMinutes">Local time minus UTC; null where nothing tells it. At most 14 hours either way.</param>
public readonly record struct MeterTime(DateTime Local, short? OffsetMinutes)
{
    /// <summary>In minutes: no place on earth is further from UTC, and <see cref="DateTimeOffset"/> takes no more.</summary>
    internal const int LargestOffset = 14 * 60;

    /// <summary>The instant, where the offset is known.</summary>
    public DateTimeOffset? Instant =>
        OffsetMinutes is short minutes ? new DateTimeOffset(Local, TimeSpan.FromMinutes(minutes)) : null;

    /// <summary>ISO 8601, with the offset only where it is known: <c>2026-11-22T08:12:05+01:00</c>.</summary>
    public override string ToString() => Instant is DateTimeOffset instant
        ? instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)
        : Local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
