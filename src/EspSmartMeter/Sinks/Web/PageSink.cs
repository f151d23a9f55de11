using EspSmartMeter.Meters;

namespace EspSmartMeter.Sinks.Web;

/// <summary>Keeps what the page shows and nobody else knows: the curve of the power, and the newest rejections.</summary>
internal sealed class PageSink(PowerTrace traces, NewestRejections rejections) : ISink
{
    public string Name => "the page";

    public ValueTask OnTelegramAsync(Meter meter, MeterState state)
    {
        traces.Note(meter, state);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnRejectionAsync(Rejection rejection)
    {
        rejections.Note(rejection);
        return ValueTask.CompletedTask;
    }
}
