using System.Threading.Channels;
using EspSmartMeter.Languages;
using EspSmartMeter.Lines;

namespace EspSmartMeter.Sources;

/// <summary>Reads a source whose carrier brings several lines over time: each is a source of its own, with a loop of its own that waits for its line to come again.</summary>
internal sealed class CarrierReading(Source source, IManyLinesScheme scheme, IByteReceivers receivers, SourceLink link, TimeProvider time, ILogger log) : ISourceReading
{
    /// <summary>A line that comes again before the one before it is read to its end waits. More than a few are a gateway's fault.</summary>
    private static readonly BoundedChannelOptions TheNewest = new(16) { FullMode = BoundedChannelFullMode.DropOldest };

    private readonly Dictionary<Source, Channel<ILine>> _opened = [];
    private readonly List<Task> _loops = [];

    public async Task ReadAsync(CancellationToken cancellation)
    {
        using ILineCarrier carrier = await scheme.OpenCarrierAsync(source.Opening(source.Line.Mode, time), cancellation);
        link.Is(LinkState.Connected, time.GetUtcNow(), Sentence.Of("link.connected"));
        while (true)
            Take(await carrier.NextAsync(cancellation), cancellation);
    }

    public Task EndAsync() => Task.WhenAll(_loops);

    private void Take(CarriedLine came, CancellationToken cancellation)
    {
        if (source.LineNamed(came.Name) is not Source line)
        {
            came.Line.Dispose();
            link.Is(LinkState.Connected, time.GetUtcNow(), Sentence.Of("link.too_many_lines", Source.MostLines));
            return;
        }
        if (!_opened.TryGetValue(line, out Channel<ILine>? opened))
        {
            _opened[line] = opened = Channel.CreateBounded<ILine>(TheNewest, forgone => forgone.Dispose());
            receivers.Found(line);
            _loops.Add(new SourceLoop(line, opened.Reader.ReadAsync, receivers, time, log).RunAsync(cancellation));
        }
        opened.Writer.TryWrite(came.Line);
    }
}
