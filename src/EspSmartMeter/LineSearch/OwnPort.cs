using EspSmartMeter.Sources;

namespace EspSmartMeter.LineSearch;

/// <summary>A serial port of this computer whose address gives no mode: it is opened anew in another.</summary>
internal sealed class OwnPort(SourceStatus source) : ISettableLine
{
    public bool WasFoundBefore => source.FoundMode is not null;

    public Task<LineState?> AskAsync(CancellationToken cancellation) =>
        Task.FromResult<LineState?>(new LineState(new LineSetting(source.Mode, Inverted: false), Kept: source.FoundMode == source.Mode, MayBeSearched: true));

    public Task<LineAnswer> SetAsync(LineSetting setting, bool keep, CancellationToken cancellation)
    {
        if (setting.Inverted)
            return Task.FromResult(LineAnswer.CannotBe);
        source.ListenIn(setting.Mode, keep);
        return Task.FromResult(LineAnswer.Done);
    }
}
