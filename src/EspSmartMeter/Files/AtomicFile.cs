namespace EspSmartMeter.Files;

/// <summary>Writes a file so that a reader, or a start after a power cut, finds the old or the new one whole.</summary>
internal static class AtomicFile
{
    /// <param name="path">The file.</param>
    /// <param name="content">All of it.</param>
    /// <param name="force">True: the bytes are on the disk before the name is given to them (one fsync).</param>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool force)
    {
        string next = path + ".new";
        using (FileStream file = new(next, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: force);
        }
        File.Move(next, path, overwrite: true);
    }
}
