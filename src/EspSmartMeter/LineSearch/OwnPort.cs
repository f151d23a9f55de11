using EspSmartMeter.Sources;

namespace EspSmartMeter.LineSearch;

/// <summary>A serial port of this computer whose address gives no mode: it is opened anew in another.</summary>
internal sealed class OwnPort(Source source) : ISettableLine
{
    public bool WasFoundBefore => source.Line.FoundMode is not null;

    public Task<LineState?> AskAsync(CancellationToken cancellation) =>
        Task.FromResult<LineState?>(new LineState(new LineSetting(source.Line.Mode, Inverted: false), Kept: source.Line.FoundMode == source.Line.Mode, MayBeSearched: true));

    public Task<LineAnswer> SetAsync(LineSetting setting, bool keep, CancellationToken cancellation)
    {
        if (setting.Inverted)
            return Task.FromResult(LineAnswer.CannotBe);
        source.Line.ListenIn(setting.Mode, keep);
        return Task.FromResult(LineAnswer.Done);
    }
}
