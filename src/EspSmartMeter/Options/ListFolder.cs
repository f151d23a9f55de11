using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Lists;

namespace EspSmartMeter.Options;

/// <summary>
/// A folder of the user's own lists, in the format of the built-in ones (docs/list-format.md). What it says of a file is told in log and page: so no file leads out of
/// the folder, to another one's secrets.
/// </summary>
internal static class ListFolder
{
    /// <summary>All built-in lists together are a tenth of it.</summary>
    internal const int LargestFile = 1024 * 1024;

    internal const int MostFiles = 200;

    private const int LongestFault = 400;

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
            foreach (FileInfo file in FilesOf(option, folder))
                lists = lists.With(file.Name, Read(option, file));
            ListExamples.Check(lists);
        }
        catch (ListTableException fault)
        {
            throw new UsageException($"{option}: {OneLine.Of(fault.Message, LongestFault)}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: cannot read the folder{Shown(folder)}: {FileFault.Reason(fault, folder)}");
        }
        return lists;
    }

    private static FileInfo[] FilesOf(string option, string folder)
    {
        FileInfo[] files = [.. new DirectoryInfo(folder).EnumerateFiles("*.list").Take(MostFiles + 1).OrderBy(file => file.Name, StringComparer.Ordinal)];
        return files.Length <= MostFiles ? files : throw new UsageException($"{option}: there are more than {MostFiles} lists in the folder{Shown(folder)}");
    }

    private static string Read(string option, FileInfo file)
    {
        string name = OneLine.Of(file.Name, 100);
        FileInfo content = file;
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileSystemInfo target)
        {
            content = new FileInfo(target.FullName);
            if (content.DirectoryName != Real(file.Directory!))
                throw new UsageException($"{option}: {name} leads out of its folder: copy the list there");
        }
        if (content.Length > LargestFile)
            throw new UsageException($"{option}: {name} is larger than {LargestFile / 1024} KiB, and so is no list");
        // One that has no length is empty, or is none and would be waited for.
        if (content.Length == 0)
            return "";
        using FileStream stream = content.OpenRead();
        byte[] bytes = new byte[LargestFile];
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return System.Text.Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static string Real(DirectoryInfo folder) => (folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName.TrimEnd('/');

    private static string Shown(string folder) => TypedValue.Path(folder, "") is { Length: > 0 } path ? $" {path}" : "";
}
