using EspSmartMeter.Languages;

namespace EspSmartMeter.Options;

/// <summary>Where the firmware lies that the app offers to the ESPs: what came with the app, or what the user built and signed (<c>firmware/release</c>).</summary>
internal static class FirmwareOption
{
    /// <summary>The list of what there is in it.</summary>
    public const string Index = "firmware.json";

    /// <summary>Beside the program.</summary>
    public static string Default => Path.Combine(AppContext.BaseDirectory, "firmware");

    /// <summary>The folder that the user names.</summary>
    /// <exception cref="UsageException">It holds no firmware.</exception>
    public static string Named(string option, string folder) => File.Exists(Path.Combine(folder, Index))
        ? Path.GetFullPath(folder)
        : throw new UsageException(
            $"{option}: there is no {Index} in the folder{(TypedValue.Path(folder, "") is { Length: > 0 } path ? $" {path}" : "")}; firmware/release index writes one beside the signed images");
}
