using EspSmartMeter.Sources;

namespace EspSmartMeter.LineSearch;

/// <summary>A serial port of this computer, or one that a server sets for us (RFC 2217), whose address gives no mode: it is opened anew in another.</summary>
internal sealed class OwnPort(Source source) : ISettableLine
{
    public bool WasFoundBefore => source.Line.FoundMode is not null;

    public bool Refuses(LineSetting setting) => source.Line.Refuses(setting.Mode);

    public Task<LineState?> AskAsync(CancellationToken cancellation) =>
        Task.FromResult<LineState?>(new LineState(new LineSetting(source.Line.Mode, Inverted: false), Kept: source.Line.FoundMode == source.Line.Mode, MayBeSearched: true));

    public Task<LineAnswer> SetAsync(LineSetting setting, bool keep, CancellationToken cancellation)
    {
        if (setting.Inverted || Refuses(setting))
            return Task.FromResult(LineAnswer.CannotBe);
        source.Line.ListenIn(setting.Mode, keep);
        return Task.FromResult(LineAnswer.Done);
    }
}
