using EspSmartMeter.Lines;

namespace EspSmartMeter.Sources;

/// <summary>Reads a source that is one line.</summary>
internal sealed class LineReading(
    Source source, Func<LineOpening, CancellationToken, ValueTask<ILine>> open, IByteReceivers receivers, SourceLink link, TimeProvider time) : ISourceReading
{
    private IByteReceiver? _receiver;

    public async Task ReadAsync(CancellationToken cancellation)
    {
        SerialMode mode = source.Line.Mode;
        using ILine line = await OpenAsync(mode, cancellation);
        source.Statistics.IsFoundAt(line.FoundAt);
        try
        {
            await using OpenLine opened = new(source, mode, link, _receiver ??= receivers.Of(source), time, cancellation);
            await opened.ReadAsync(line);
        }
        catch (Exception fault) when (fault is not (LineException or EndOfStreamException or OperationCanceledException))
        {
            // What it was in the middle of is not to be trusted.
            _receiver = null;
            throw;
        }
    }

    public Task EndAsync() => Task.CompletedTask;

    private async ValueTask<ILine> OpenAsync(SerialMode mode, CancellationToken cancellation)
    {
        try
        {
            return await open(source.Opening(mode, time), cancellation);
        }
        catch (LineException unfit) when (unfit.IsOfMode)
        {
            source.Line.CannotBe(mode);
            throw;
        }
    }
}
