using EspSmartMeter.Sources;

namespace EspSmartMeter.Esp;

/// <summary>
/// Says to an ESP of ours, each five minutes while telegrams come, that they decode in its line mode. It decodes nothing itself: unheard for half an hour
/// it lets the mode be searched anew, for a meter that was changed (firmware/status.md, alive).
/// </summary>
internal sealed class LineAlive(EspClient esp)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(5);

    private long _telegrams;
    private DateTimeOffset? _said;

    /// <summary>Says so where telegrams came since it last did, and that was a while ago. What is not heard is said again at the next.</summary>
    public async Task SayIfDueAsync(SourceFigures figures, DateTimeOffset now, CancellationToken cancellation)
    {
        if (figures.Telegrams == _telegrams || (_said is DateTimeOffset said && now >= said && now - said < Pace))
            return;
        _telegrams = figures.Telegrams;
        _said = now;
        await esp.SayLineIsAliveAsync(cancellation);
    }
}
