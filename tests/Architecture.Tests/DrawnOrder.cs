namespace Architecture.Tests;

/// <summary>
/// The order of a project's folders as docs/architecture.md draws it, in a fenced block named <c>folders PROJECT</c>:
/// <code>
/// Obis -> Readings        # an arrow: may be used by what stands to its right, and by all behind that
/// -> Lists, DataSets      # side by side: neither uses the other
/// -> Protocols/*          # every folder in that one which is not drawn by its name, side by side
/// -> .                    # the project's own folder
/// </code>
/// A folder of another project (<c>SmartMeter.Decoding/Obis</c>) stands before what uses it.
/// </summary>
internal sealed class DrawnOrder
{
    private readonly string _project;
    private readonly Dictionary<Folder, int> _places = [];

    private DrawnOrder(string project) => _project = project;

    /// <summary>The folders of the project itself.</summary>
    public IEnumerable<Folder> Own => _places.Keys.Where(folder => folder.Project == _project);

    /// <param name="page">docs/architecture.md.</param>
    /// <param name="project">The one whose order is read.</param>
    /// <param name="projects">All of them.</param>
    /// <param name="there">The folders that the project has, for those that are drawn as <c>*</c>.</param>
    public static DrawnOrder In(string page, string project, IEnumerable<string> projects, IEnumerable<Folder> there)
    {
        string[] lines = page.Split('\n');
        int begin = Array.IndexOf(lines, $"```folders {project}");
        int end = begin < 0 ? -1 : Array.IndexOf(lines, "```", begin);
        if (end < 0)
            throw new InvalidDataException($"docs/architecture.md draws no order of {project}: a block that begins with ```folders {project}");
        string drawing = string.Join(' ', lines[(begin + 1)..end].Select(line => line.Split('#')[0]));

        DrawnOrder order = new(project);
        List<(string Parent, int Place)> all = [];
        int place = 0;
        foreach (string level in drawing.Split("->"))
        {
            foreach (string name in level.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (name.EndsWith('*'))
                    all.Add((name[..^1], place));
                else
                    order._places.Add(Named(name, project, projects), place);
            }
            place++;
        }
        foreach ((string parent, int at) in all)
        {
            foreach (Folder folder in there.Where(folder => folder.Path.StartsWith(parent, StringComparison.Ordinal) && !folder.Path[parent.Length..].Contains('/')))
                order._places.TryAdd(folder, at);
        }
        return order;
    }

    /// <summary>Why the drawing does not allow this use; null where it does.</summary>
    public string? Fault(FolderUse use)
    {
        if (!_places.TryGetValue(use.From, out int from))
            return $"{use.From} is not drawn";
        if (!_places.TryGetValue(use.To, out int to))
            return $"{use}, which is not drawn before it";
        return to < from ? null : $"{use}, against the order drawn";
    }

    private static Folder Named(string name, string project, IEnumerable<string> projects) =>
        projects.FirstOrDefault(other => name.StartsWith(other + "/", StringComparison.Ordinal)) is string other
            ? new Folder(other, name[(other.Length + 1)..])
            : new Folder(project, name);
}
