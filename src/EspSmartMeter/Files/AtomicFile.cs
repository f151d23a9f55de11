namespace EspSmartMeter.Files;

/// <summary>Writes a file so that a reader, or a start after a power cut, finds the old or the new one whole.</summary>
internal static class AtomicFile
{
    /// <summary>Half a file would but fill the disk further.</summary>
    private static bool Removed(string next)
    {
        try
        {
            File.Delete(next);
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            // The next write takes it anyway.
        }
        return true;
    }

    /// <param name="path">The file.</param>
    /// <param name="content">All of it.</param>
    /// <param name="force">True: the bytes are on the disk before the name is given to them (one fsync).</param>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool force)
    {
        string next = path + ".new";
        try
        {
            using (FileStream file = new(next, FileMode.Create, FileAccess.Write))
            {
                file.Write(content);
                file.Flush(flushToDisk: force);
            }
            File.Move(next, path, overwrite: true);
        }
        catch (Exception) when (Removed(next))
        {
            throw;
        }
    }
}
