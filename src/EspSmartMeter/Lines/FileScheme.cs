using EspSmartMeter.Files;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary><c>file:///dump.bin</c>: a stored capture, read once as fast as it can be decoded.</summary>
internal sealed class FileScheme : IOneLineScheme
{
    public string Name => "file";

    public string Form => "file:///dump.bin";

    public bool IsLive => false;

    public void Check(Uri url)
    {
        if (url.AbsolutePath.Length < 2 || url.Host.Length > 0)
            throw new FormatException("a file needs three slashes and a path (file:///dump.bin)");
    }

    public bool IsMeantBy(string text) => text.StartsWith('/');

    public ValueTask<ILine> OpenAsync(LineOpening opening, CancellationToken cancellation)
    {
        string path = opening.Url.LocalPath;
        try
        {
            return ValueTask.FromResult<ILine>(new FileLine(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, useAsync: true)));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new LineException(Sentence.Of("file.unreadable", path, FileFault.Reason(unreadable, path)));
        }
    }

    private sealed class FileLine(FileStream file) : ILine
    {
        public async ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            try
            {
                int count = await file.ReadAsync(buffer, cancellation);
                return count > 0 ? new LineRead(count) : throw new EndOfStreamException();
            }
            catch (IOException broken) when (broken is not EndOfStreamException)
            {
                throw new LineException(Sentence.Of("file.unreadable", file.Name, FileFault.Reason(broken, file.Name)));
            }
        }

        public void Dispose() => file.Dispose();
    }
}
