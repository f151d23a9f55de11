namespace EspSmartMeter.Rejects;

/// <summary>log.txt: grows to 1 MiB, then becomes log.1.txt, of which there is one.</summary>
internal sealed class RejectFile(string folder)
{
    public const string Name = "log.txt";
    private const string OlderName = "log.1.txt";
    private const int Largest = 1024 * 1024;

    public string Path { get; } = System.IO.Path.Combine(folder, Name);

    /// <summary>Writes at the end. Nothing is flushed to the disk by force: a lost line costs less than a worn card.</summary>
    /// <exception cref="IOException">The disk is full, or gone.</exception>
    public void Append(string text)
    {
        FileInfo file = new(Path);
        if (file.Exists && file.Length + text.Length > Largest)
            File.Move(Path, System.IO.Path.Combine(folder, OlderName), overwrite: true);
        File.AppendAllText(Path, text);
    }
}
