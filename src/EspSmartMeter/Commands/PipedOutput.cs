using Microsoft.Win32.SafeHandles;

namespace EspSmartMeter.Commands;

/// <summary>Where a command's lines go: the standard output. Unlike the console's own stream it tells when nobody reads any more.</summary>
internal sealed class PipedOutput(Stream stream) : IDisposable
{
    private const int Number = 1;

    public PipedOutput()
        : this(StandardOutput())
    {
    }

    /// <exception cref="OutputClosedException">Nobody reads it any more.</exception>
    public void Write(ReadOnlySpan<byte> octets)
    {
        try
        {
            stream.Write(octets);
        }
        catch (IOException gone)
        {
            throw new OutputClosedException(gone);
        }
    }

    public void Dispose() => stream.Dispose();

    // A file is written where the last command that shares it has stopped; a FileStream would count its place by itself, and the next command write over it.
    private static Stream StandardOutput()
    {
        FileStream output = new(new SafeFileHandle(Number, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }
}
