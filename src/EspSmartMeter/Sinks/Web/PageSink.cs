using EspSmartMeter.Meters;
using EspSmartMeter.Sources;
using EspSmartMeter.Supervisor;

namespace EspSmartMeter.Sinks.Web;

/// <summary>Keeps what the page shows and nobody else knows: the curve of the power, the newest rejections, and that there is something new.</summary>
internal sealed class PageSink(PowerTrace traces, NewestRejections rejections, PageNews news, OwnApp app) : ISink
{
    public string Name => "the page";

    public async ValueTask StartAsync(Action<Action> turn) => await app.FindAsync();

    public ValueTask OnTelegramAsync(Meter meter, MeterState state)
    {
        traces.Note(meter, state);
        return Noted();
    }

    public ValueTask OnRejectionAsync(Rejection rejection)
    {
        rejections.Note(rejection);
        return Noted();
    }

    public ValueTask OnNoticesAsync(IReadOnlyList<Notice> standing) => Noted();

    public ValueTask OnLinkAsync(Source source) => Noted();

    private ValueTask Noted()
    {
        news.Note();
        return ValueTask.CompletedTask;
    }
}
