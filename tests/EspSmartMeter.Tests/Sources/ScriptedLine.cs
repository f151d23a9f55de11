using System.Threading.Channels;
using EspSmartMeter.Lines;

namespace EspSmartMeter.Tests.Sources;

/// <summary>A line that brings what a test says, when it says so.</summary>
internal sealed class ScriptedLine : ILine
{
    private readonly Channel<(byte[] Bytes, bool EndsBurst)?> _script = Channel.CreateUnbounded<(byte[], bool)?>();
    private Exception? _how;

    public bool IsDisposed { get; private set; }

    public void Bring(byte[] bytes, bool endsBurst = false) => _script.Writer.TryWrite((bytes, endsBurst));

    public void Break(Exception how)
    {
        _how = how;
        _script.Writer.TryWrite(null);
    }

    public async ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (await _script.Reader.ReadAsync(cancellation) is not (byte[] bytes, bool endsBurst))
            throw _how!;
        bytes.CopyTo(buffer);
        return new LineRead(bytes.Length, endsBurst);
    }

    public void Dispose() => IsDisposed = true;
}
