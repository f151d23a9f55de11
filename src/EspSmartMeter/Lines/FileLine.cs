using EspSmartMeter.Files;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>A stored capture, read once as fast as it can be decoded.</summary>
internal sealed class FileLine : ILine
{
    private readonly FileStream _file;

    private FileLine(FileStream file) => _file = file;

    public static FileLine Open(string path)
    {
        try
        {
            return new FileLine(File.OpenRead(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new LineException(Sentence.Of("file.unreadable", path, FileFault.Reason(unreadable, path)));
        }
    }

    public int Read(Span<byte> buffer, TimeSpan patience)
    {
        try
        {
            int count = _file.Read(buffer);
            return count > 0 ? count : throw new EndOfStreamException();
        }
        catch (IOException broken) when (broken is not EndOfStreamException)
        {
            throw new LineException(Sentence.Of("file.unreadable", _file.Name, FileFault.Reason(broken, _file.Name)));
        }
    }

    /// <summary>A file does not make wait.</summary>
    public void Abort()
    {
    }

    public void Dispose() => _file.Dispose();
}
