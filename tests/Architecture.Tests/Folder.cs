namespace Architecture.Tests;

/// <summary>A folder of sources: <c>SmartMeter.Decoding/Streams/Checksums</c>, or <c>SmartMeter.Decoding/.</c> for what stands beside the project file.</summary>
/// <param name="Project">The project, which is also the root of its namespaces.</param>
/// <param name="Path">The folder in it; <c>.</c>: the project's own.</param>
internal sealed record Folder(string Project, string Path)
{
    /// <summary>The folder of a namespace; null where it is none of these projects'.</summary>
    public static Folder? OfNamespace(string name, IEnumerable<string> projects)
    {
        foreach (string project in projects)
        {
            if (name == project)
                return new Folder(project, ".");
            if (name.StartsWith(project + ".", StringComparison.Ordinal))
                return new Folder(project, name[(project.Length + 1)..].Replace('.', '/'));
        }
        return null;
    }

    public override string ToString() => $"{Project}/{Path}";
}
