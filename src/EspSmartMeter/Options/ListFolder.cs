using EspSmartMeter.Commands;
using SmartMeter.Decoding.Lists;

namespace EspSmartMeter.Options;

/// <summary>A folder of the user's own lists.</summary>
internal static class ListFolder
{
    /// <exception cref="UsageException">No such folder.</exception>
    public static ListCatalogue Load(string option, string folder)
    {
        if (!Directory.Exists(folder))
            throw new UsageException($"{option}: there is no folder {folder}");
        return new ListCatalogue();
    }
}
