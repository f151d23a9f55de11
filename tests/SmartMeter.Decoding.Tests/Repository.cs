namespace SmartMeter.Decoding.Tests;

/// <summary>Where the tests run: this repository, and the folder <c>../shared</c> beside it (captures, reference tables), which is not part of it.</summary>
internal static class Repository
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>The path of a file or folder in <c>../shared</c>; null where it is not there.</summary>
    public static string? Shared(params string[] parts)
    {
        string path = Path.Combine([Root, "..", "shared", .. parts]);
        return Path.Exists(path) ? path : null;
    }

    private static string Find()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "esp-smart-meter.slnx")))
            at = at.Parent ?? throw new DirectoryNotFoundException($"no repository above {AppContext.BaseDirectory}");
        return at.FullName;
    }
}
