namespace EspSmartMeter.Sinks.HomeAssistant.Bridge;

/// <summary>Telegrams per minute, over the last minutes, from a count that only rises.</summary>
internal sealed class TelegramRate
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5), Step = TimeSpan.FromSeconds(30), Least = TimeSpan.FromMinutes(1);

    private readonly Queue<(DateTimeOffset At, long Count)> _samples = new();
    private (DateTimeOffset At, long Count)? _last;

    /// <summary>The rate now, to a tenth; null in the first minute. From step to step: a telegram that has just come would sway it.</summary>
    public decimal? Sample(DateTimeOffset now, long count)
    {
        if (_last is not (DateTimeOffset at, long _) || now < at || now - at >= Step)
        {
            _last = (now, count);
            _samples.Enqueue((now, count));
        }
        (DateTimeOffset until, long after) = _last.Value;
        while (_samples.Count > 1 && (until - _samples.Peek().At > Window || _samples.Peek().At > until))
            _samples.Dequeue();
        (DateTimeOffset since, long before) = _samples.Peek();
        return until - since < Least ? null : Math.Round((after - before) / (decimal)(until - since).TotalMinutes, 1);
    }
}
