using System.Runtime.CompilerServices;

namespace EspSmartMeter.Tests;

/// <summary>Files of the tree that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>True where the user asked for the generated files to be written anew.</summary>
    public static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Compares with a committed text; writes it instead with UPDATE_SNAPSHOTS=1.</summary>
    public static void IsUpToDate(string path, string text)
    {
        if (IsUpdating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        string committed = File.Exists(path) ? File.ReadAllText(path) : "";
        if (committed != text)
        {
            string[] was = committed.Split('\n'), now = text.Split('\n');
            string difference = string.Join('\n', was.Except(now).Take(10).Select(line => "- " + line).Concat(now.Except(was).Take(10).Select(line => "+ " + line)));
            Assert.Fail($"{Path.GetRelativePath(Root, path)} is not what the program makes of it. People's history hangs on this: "
                + $"if the change is meant, run the tests with UPDATE_SNAPSHOTS=1.\n{difference}");
        }
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        for (DirectoryInfo? folder = new FileInfo(here).Directory; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests do not lie in the repository.");
    }
}
