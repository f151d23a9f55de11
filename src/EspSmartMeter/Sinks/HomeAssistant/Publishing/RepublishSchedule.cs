namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>
/// After a new discovery message the states are sent again: Home Assistant takes a while to make the entities and to subscribe, and what they show
/// may not change for an hour.
/// </summary>
internal sealed class RepublishSchedule
{
    private static readonly TimeSpan[] After = [TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(15)];

    private readonly Queue<DateTimeOffset> _due = new();

    /// <summary>A discovery message went out.</summary>
    public void Begin(DateTimeOffset now)
    {
        _due.Clear();
        foreach (TimeSpan after in After)
            _due.Enqueue(now + after);
    }

    /// <summary>True once for each time that has come.</summary>
    public bool IsDue(DateTimeOffset now) => _due.TryPeek(out DateTimeOffset due) && now >= due && _due.TryDequeue(out _);
}
