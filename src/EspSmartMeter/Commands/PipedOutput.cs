using Microsoft.Win32.SafeHandles;

namespace EspSmartMeter.Commands;

/// <summary>The standard output. Unlike the console's own stream it tells when nobody reads any more.</summary>
internal sealed class PipedOutput : IDisposable
{
    private const int StandardOutput = 1;

    private readonly SafeFileHandle _handle = new(StandardOutput, ownsHandle: false);
    private readonly FileStream _stream;

    public PipedOutput() => _stream = new FileStream(_handle, FileAccess.Write, bufferSize: 0);

    /// <exception cref="OutputClosedException">Nobody reads it any more.</exception>
    public void Write(ReadOnlySpan<byte> octets)
    {
        try
        {
            _stream.Write(octets);
        }
        catch (IOException gone)
        {
            throw new OutputClosedException(gone);
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _handle.Dispose();
    }
}
