using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Lists;

namespace EspSmartMeter.Options;

/// <summary>A folder of the user's own lists, in the format of the built-in ones (CONTRIBUTING.md).</summary>
internal static class ListFolder
{
    /// <summary>What is told of a name that no list has.</summary>
    public static string Unknown(string option) => $"{option}: there is no list of that name; it stands behind `list` in its file, which `lists` must name the folder of";

    /// <summary>The built-in lists and those of every *.list file in the folder.</summary>
    /// <exception cref="UsageException">No such folder, a file that cannot be read, one that is no list table, or whose example is not read as it says.</exception>
    public static ListCatalogue Load(string option, string folder)
    {
        if (!Directory.Exists(folder))
            throw new UsageException($"{option}: there is no such folder{Shown(folder)}");
        ListCatalogue lists = ListCatalogue.BuiltIn;
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.list").Order(StringComparer.Ordinal))
                lists = lists.With(file, File.ReadAllText(file));
            ListExamples.Check(lists);
        }
        catch (ListTableException fault)
        {
            throw new UsageException($"{option}: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: cannot read the folder{Shown(folder)}: {FileFault.Reason(fault, folder)}");
        }
        return lists;
    }

    private static string Shown(string folder) => TypedValue.Path(folder, "") is { Length: > 0 } path ? $" {path}" : "";
}
