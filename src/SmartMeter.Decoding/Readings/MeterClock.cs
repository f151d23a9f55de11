namespace SmartMeter.Decoding.Readings;

/// <summary>Turns a meter's wall clock into an instant, as far as the stamp itself and the configured time zone tell.</summary>
internal sealed class MeterClock(TimeZoneInfo? zone)
{
    private const short DaylightMinutes = 60;

    private readonly bool _isUtc = zone?.HasSameRules(TimeZoneInfo.Utc) == true;

    /// <summary>The stamp tells its own offset.</summary>
    public static MeterTime At(DateTime local, short offsetMinutes) => new(local, offsetMinutes);

    /// <summary>The stamp tells nothing: the zone's rules decide. In the hour that October repeats they say two things: no offset.</summary>
    public MeterTime ByZone(DateTime local) => new(local, zone is null || zone.IsAmbiguousTime(local) ? null : Minutes(zone.GetUtcOffset(local)));

    /// <summary>The meter keeps standard time all year.</summary>
    public MeterTime StandardTime(DateTime local) => new(local, zone is null ? null : Minutes(zone.BaseUtcOffset));

    /// <summary>
    /// The stamp says whether daylight saving is in force (P1: S and W). A zone without daylight saving cannot be the meter's where it is: no offset. Nor can UTC be the
    /// zone of a clock that knows seasons: an owner who sets it means how times are to be shown, and W would be an hour or two wrong.
    /// </summary>
    public MeterTime WithDaylightFlag(DateTime local, bool daylight)
    {
        if (zone is null || _isUtc || (daylight && !zone.SupportsDaylightSavingTime))
            return new(local, null);
        return new(local, (short)(Minutes(zone.BaseUtcOffset) + (daylight ? DaylightMinutes : 0)));
    }

    private static short Minutes(TimeSpan offset) => (short)offset.TotalMinutes;
}
