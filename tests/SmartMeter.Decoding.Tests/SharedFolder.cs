namespace SmartMeter.Decoding.Tests;

/// <summary>The folder <c>../shared</c> beside the repository: captures and reference tables, which are not part of it.</summary>
internal static class SharedFolder
{
    /// <summary>The path of a file or folder in it; null where it is not there.</summary>
    public static string? PathOf(params string[] parts)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "esp-smart-meter.slnx")))
                continue;
            string path = Path.Combine([at.FullName, "..", "shared", .. parts]);
            return Path.Exists(path) ? path : null;
        }
        return null;
    }
}
