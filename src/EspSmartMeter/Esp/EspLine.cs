using EspSmartMeter.LineSearch;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Esp;

/// <summary>The meter's line behind an ESP. One that never said it is ours is not asked.</summary>
internal sealed class EspLine(Source source, EspClient esp) : ISettableLine
{
    public bool WasFoundBefore => false;

    public Task<LineState?> AskAsync(CancellationToken cancellation) =>
        source.ChipId is null ? Task.FromResult<LineState?>(null) : esp.LineAsync(cancellation);

    public Task<LineAnswer> SetAsync(LineSetting setting, bool keep, CancellationToken cancellation) => esp.SetLineAsync(setting, keep, cancellation);
}
