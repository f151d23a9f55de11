namespace EspSmartMeter.HomeAssistant.Bridge;

/// <summary>Telegrams per minute, over the last minutes, from a count that only rises.</summary>
internal sealed class TelegramRate
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5), Step = TimeSpan.FromSeconds(30), Least = TimeSpan.FromMinutes(1);

    private readonly Queue<(DateTimeOffset At, long Count)> _samples = new();
    private DateTimeOffset? _last;

    /// <summary>The rate now, to a tenth; null in the first minute.</summary>
    public decimal? Sample(DateTimeOffset now, long count)
    {
        if (_last is not DateTimeOffset last || now < last || now - last >= Step)
        {
            _samples.Enqueue((now, count));
            _last = now;
        }
        while (_samples.Count > 1 && now - _samples.Peek().At > Window)
            _samples.Dequeue();
        (DateTimeOffset since, long before) = _samples.Peek();
        return now - since < Least ? null : Math.Round((count - before) / (decimal)(now - since).TotalMinutes, 1);
    }
}
