using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>What a telegram's values are judged by.</summary>
/// <param name="At">When it came.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Check">What proves its octets.</param>
/// <param name="HasCount">True where one of its registers at least is above 0: a meter that boots says 0 in all.</param>
/// <param name="IsFamiliar">False where something in it is other than this meter ever said: on a weak check the rest of it is then doubtful too.</param>
/// <param name="Interval">How soon telegrams follow each other on this line at the least; null until some have come.</param>
internal readonly record struct TelegramContext(DateTimeOffset At, long Number, TelegramCheck Check, bool HasCount, bool IsFamiliar, TimeSpan? Interval)
{
    /// <summary>False where one damaged telegram in some hundred passes for a sound one, or every one.</summary>
    public bool IsProven => Check >= TelegramCheck.Crc16;

    /// <summary>True where no telegram is missing since then.</summary>
    public bool Follows(DateTimeOffset before) => Interval is TimeSpan interval && At - before <= interval * 1.75;
}
