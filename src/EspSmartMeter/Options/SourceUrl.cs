using EspSmartMeter.Lines;
using SmartMeter.Decoding.Apdus.Ciphering;

namespace EspSmartMeter.Options;

/// <summary>The address of a source, as an option gives it.</summary>
internal static class SourceUrl
{
    /// <summary>A source of that address, without a name and without keys.</summary>
    /// <exception cref="UsageException">No such address.</exception>
    public static SourceOptions Parse(string option, string text, LineSchemes schemes)
    {
        try
        {
            Uri url = schemes.Parse(text);
            return new SourceOptions(null, url, KeyRing.Empty, schemes.Of(url));
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"{option}: {wrong.Message}");
        }
    }
}
