using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>One C# file.</summary>
/// <param name="Path">From the repository's root.</param>
/// <param name="Folder">Where it stands.</param>
/// <param name="Namespace">What it declares; null where it has none (the program's start).</param>
/// <param name="Usings">The namespaces that it opens, and those of the types that it opens or gives another name.</param>
internal sealed record Source(string Path, Folder Folder, string? Namespace, IReadOnlyList<string> Usings);

/// <summary>The C# files of a project.</summary>
internal static partial class Sources
{
    [GeneratedRegex(@"^using (static |\w+ = )?([\w.]+?)(\.\w+)?;$", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^namespace ([\w.]+);$", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    public static IEnumerable<Source> Of(string project)
    {
        string root = System.IO.Path.Combine(Repository.Root, "src", project);
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string path = System.IO.Path.GetRelativePath(root, file).Replace('\\', '/');
            if (path.StartsWith("obj/", StringComparison.Ordinal) || path.StartsWith("bin/", StringComparison.Ordinal))
                continue;
            string text = File.ReadAllText(file).ReplaceLineEndings("\n");
            string folder = System.IO.Path.GetDirectoryName(path)!;
            Match declared = NamespaceLine().Match(text);
            yield return new Source(
                $"src/{project}/{path}",
                new Folder(project, folder.Length == 0 ? "." : folder),
                declared.Success ? declared.Groups[1].Value : null,
                [.. UsingLine().Matches(text).Select(line => line.Groups[1].Success ? line.Groups[2].Value : line.Groups[2].Value + line.Groups[3].Value)]);
        }
    }
}
