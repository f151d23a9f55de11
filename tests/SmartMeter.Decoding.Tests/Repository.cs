namespace SmartMeter.Decoding.Tests;

/// <summary>Where the tests run.</summary>
internal static class Repository
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "esp-smart-meter.slnx")))
            at = at.Parent ?? throw new DirectoryNotFoundException($"no repository above {AppContext.BaseDirectory}");
        return at.FullName;
    }
}
