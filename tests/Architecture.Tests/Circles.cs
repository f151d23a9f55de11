namespace Architecture.Tests;

/// <summary>Finds circles: folders that use each other, directly or through others.</summary>
internal static class Circles
{
    /// <summary>A circle as the uses that close it; empty where there is none.</summary>
    public static IReadOnlyList<FolderUse> First(IReadOnlyCollection<FolderUse> uses)
    {
        ILookup<Folder, FolderUse> from = uses.ToLookup(use => use.From);
        HashSet<Folder> done = [];
        foreach (IGrouping<Folder, FolderUse> start in from)
        {
            if (Follow(start.Key, from, [], done) is { Count: > 0 } circle)
                return circle;
        }
        return [];
    }

    private static IReadOnlyList<FolderUse> Follow(Folder folder, ILookup<Folder, FolderUse> from, List<FolderUse> way, HashSet<Folder> done)
    {
        int back = way.FindIndex(use => use.From == folder);
        if (back >= 0)
            return way[back..];
        if (!done.Contains(folder))
        {
            foreach (FolderUse use in from[folder])
            {
                way.Add(use);
                if (Follow(use.To, from, way, done) is { Count: > 0 } circle)
                    return circle;
                way.RemoveAt(way.Count - 1);
            }
            done.Add(folder);
        }
        return [];
    }
}
