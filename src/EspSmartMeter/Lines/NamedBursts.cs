using System.Threading.Channels;

namespace EspSmartMeter.Lines;

/// <summary>Bursts that come under names, each name a line. A line that nobody reads any more begins anew with the next burst under its name.</summary>
internal sealed class NamedBursts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, BurstLine> _lines = [];
    private readonly Channel<CarriedLine> _new = Channel.CreateUnbounded<CarriedLine>();
    private LineException? _broken;

    public void Put(string name, ReadOnlyMemory<byte> burst)
    {
        if (burst.IsEmpty)
            return;
        lock (_gate)
        {
            if (_broken is not null)
                return;
            if (!_lines.TryGetValue(name, out BurstLine? line))
            {
                _lines[name] = line = new BurstLine(() => Forget(name));
                _new.Writer.TryWrite(new CarriedLine(name, line));
            }
            line.Put(burst);
        }
    }

    /// <summary>What carries them is gone, and all lines with it.</summary>
    public void Break(LineException reason)
    {
        lock (_gate)
        {
            _broken ??= reason;
            foreach (BurstLine line in _lines.Values)
                line.Break(reason);
        }
        _new.Writer.TryComplete(reason);
    }

    /// <inheritdoc cref="ILineCarrier.NextAsync"/>
    public async ValueTask<CarriedLine> NextAsync(CancellationToken cancellation)
    {
        try
        {
            return await _new.Reader.ReadAsync(cancellation);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is LineException broken)
        {
            throw new LineException(broken.Sentence);
        }
    }

    private void Forget(string name)
    {
        lock (_gate)
            _lines.Remove(name);
    }
}
