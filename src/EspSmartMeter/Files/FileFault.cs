using EspSmartMeter.Languages;

namespace EspSmartMeter.Files;

/// <summary>Why a file cannot be read or written, in words that go behind a colon.</summary>
internal static class FileFault
{
    private const int LongestReason = 300;

    public static string Reason(Exception fault, string path) => fault switch
    {
        _ when Directory.Exists(path) => "it is a folder",
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        UnauthorizedAccessException => "this user has no right to it",
        PathTooLongException => "its name is too long",
        // It may quote the path, however long that is.
        _ => OneLine.Of(fault.Message.TrimEnd('.'), LongestReason),
    };
}
