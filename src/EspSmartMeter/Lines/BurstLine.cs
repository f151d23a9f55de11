using System.Threading.Channels;

namespace EspSmartMeter.Lines;

/// <summary>A line whose bytes come in whole bursts: datagrams, payloads.</summary>
internal sealed class BurstLine : ILine
{
    /// <summary>More than come while a telegram is decoded.</summary>
    private const int MostWaiting = 256;

    private readonly Action _gone;
    private readonly Channel<ReadOnlyMemory<byte>> _bursts =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private ReadOnlyMemory<byte> _rest;

    /// <param name="gone">Called once nobody reads it any more.</param>
    public BurstLine(Action gone) => _gone = gone;

    /// <summary>Returns at once. Of more than are read the oldest go.</summary>
    /// <param name="burst">Not empty, and its own.</param>
    public void Put(ReadOnlyMemory<byte> burst) => _bursts.Writer.TryWrite(burst);

    /// <summary>What carries it is gone.</summary>
    public void Break(LineException reason) => _bursts.Writer.TryComplete(reason);

    public async ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (_rest.IsEmpty)
            _rest = await NextAsync(cancellation);
        int count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return new LineRead(count, EndsBurst: _rest.IsEmpty);
    }

    public void Dispose()
    {
        _bursts.Writer.TryComplete();
        _gone();
    }

    private async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellation)
    {
        try
        {
            return await _bursts.Reader.ReadAsync(cancellation);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is LineException broken)
        {
            throw new LineException(broken.Sentence);
        }
    }
}
