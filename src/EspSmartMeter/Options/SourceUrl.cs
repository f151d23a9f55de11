using EspSmartMeter.Lines;

namespace EspSmartMeter.Options;

/// <summary>The address of a source, as an option gives it.</summary>
internal static class SourceUrl
{
    /// <exception cref="UsageException">No such address.</exception>
    public static Uri Parse(string option, string text)
    {
        try
        {
            return LineUrl.Parse(text);
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"{option}: {wrong.Message}");
        }
    }
}
