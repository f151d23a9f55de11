using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Architecture.Tests;

/// <summary>One folder uses another.</summary>
/// <param name="From">The folder that uses.</param>
/// <param name="To">The folder that is used.</param>
/// <param name="Seen">Where that was seen first, for people.</param>
internal sealed record FolderUse(Folder From, Folder To, string Seen)
{
    public override string ToString() => $"{From} uses {To} ({Seen})";
}

/// <summary>
/// Which folder uses which: by the types that the compiled assemblies name in signatures and bodies, and by the <c>using</c> lines of the sources,
/// for what compiling takes away (constants, names in documentation).
/// </summary>
internal static class FolderUses
{
    /// <summary>Each pair of folders once, of all these projects.</summary>
    public static IReadOnlyList<FolderUse> InAssemblies(IEnumerable<string> projects, params System.Reflection.Assembly[] assemblies)
    {
        string[] roots = [.. projects];
        return Distinct(
            from type in new ArchLoader().LoadAssemblies(assemblies).Build().Types
            from dependency in type.Dependencies
            let @from = FolderOf(type, roots)
            let to = FolderOf(dependency.Target, roots)
            where @from is not null && to is not null
            select new FolderUse(@from, to, $"{type.Name} names {dependency.Target.Name}"));
    }

    /// <summary>Each pair of folders once, of one project's sources.</summary>
    public static IReadOnlyList<FolderUse> InSources(string project, IEnumerable<string> projects)
    {
        string[] roots = [.. projects];
        return Distinct(
            from source in Sources.Of(project)
            from name in source.Usings
            let to = Folder.OfNamespace(name, roots)
            where to is not null
            select new FolderUse(source.Folder, to, $"{source.Path} has `using {name}`"));
    }

    // A type parameter has no namespace, or that of whoever was read first.
    private static Folder? FolderOf(IType type, string[] roots) =>
        type is not GenericParameter && type.Namespace is Namespace name ? Folder.OfNamespace(name.FullName, roots) : null;

    private static List<FolderUse> Distinct(IEnumerable<FolderUse> uses) =>
        [.. uses.Where(use => use.From != use.To).DistinctBy(use => (use.From, use.To)).OrderBy(use => use.ToString(), StringComparer.Ordinal)];
}
