namespace EspSmartMeter.Files;

/// <summary>A file that is written anew at intervals and at the stop, whole or not at all. Where it cannot be, that is logged, and what it holds goes on.</summary>
/// <param name="path">The file.</param>
/// <param name="interval">From one write to the next.</param>
/// <param name="force">As <see cref="AtomicFile"/> has it; what the disk holds already is then not forced on it again.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Of the one whose file it is.</param>
internal sealed partial class TimedFile(string path, TimeSpan interval, bool force, TimeProvider time, ILogger log)
{
    private long _saved = time.GetTimestamp();
    private byte[] _written = [];

    public string Path => path;

    public void SaveIfDue(Func<byte[]> content)
    {
        if (time.GetElapsedTime(_saved) >= interval)
            Save(content);
    }

    public void Save(Func<byte[]> content)
    {
        _saved = time.GetTimestamp();
        try
        {
            byte[] all = content();
            if (force && all.AsSpan().SequenceEqual(_written))
                return;
            AtomicFile.Write(path, all, force);
            _written = force ? all : _written;
        }
        catch (Exception failed)
        {
            // A full disk, or a fault of ours, costs the file and not the readings.
            LogUnwritten(path, FileFault.Reason(failed, path));
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be written: {Reason}")]
    private partial void LogUnwritten(string path, string reason);
}
