using Architecture.Tests.Planted.Lamps;

namespace Architecture.Tests.Planted.Switches;

/// <summary>The other half: uses its lamp only in the body of an iterator.</summary>
internal static class Switch
{
    public static bool IsOn => Lamps().Any();

    private static IEnumerable<object> Lamps()
    {
        yield return new Lamp();
    }
}
