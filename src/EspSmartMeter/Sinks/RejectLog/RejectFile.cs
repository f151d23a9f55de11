using System.Text;

namespace EspSmartMeter.Sinks.RejectLog;

/// <summary>log.txt: grows to 1 MiB, then becomes log.1.txt, of which there is one.</summary>
internal sealed class RejectFile(string folder)
{
    public const string Name = "log.txt";
    private const string OlderName = "log.1.txt";
    private const int Largest = 1024 * 1024;

    private bool _closed;

    public string Path { get; } = System.IO.Path.Combine(folder, Name);

    /// <summary>
    /// Writes at the end, in one piece. Nothing is flushed to the disk by force: a lost line costs less than a worn card. An entry that the end of an earlier
    /// run, or a full disk, has cut short is closed first, so that the next one begins on a line of its own.
    /// </summary>
    /// <exception cref="IOException">The disk is full, or gone.</exception>
    public void Append(string text)
    {
        FileInfo file = new(Path);
        if (file.Exists && file.Length + text.Length > Largest)
            File.Move(Path, System.IO.Path.Combine(folder, OlderName), overwrite: true);
        string entry = _closed ? text : Closing() + text;
        // What fails now may have been written in part.
        _closed = false;
        File.AppendAllBytes(Path, Encoding.UTF8.GetBytes(entry));
        _closed = true;
    }

    private string Closing()
    {
        if (!File.Exists(Path))
            return "";
        using FileStream file = File.OpenRead(Path);
        if (file.Length == 0)
            return "";
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n' ? "" : "\n# cut short: the app was ended, or the disk full, while it wrote this\n\n";
    }
}
