using Microsoft.Win32.SafeHandles;

namespace EspSmartMeter.Commands;

/// <summary>The standard output, or a file. Unlike the console's own stream it tells when nobody reads any more.</summary>
internal sealed class PipedOutput(SafeFileHandle handle) : IDisposable
{
    private const int StandardOutput = 1;

    private readonly FileStream _stream = new(handle, FileAccess.Write, bufferSize: 0);

    public PipedOutput()
        : this(new SafeFileHandle(StandardOutput, ownsHandle: false))
    {
    }

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
        handle.Dispose();
    }
}
