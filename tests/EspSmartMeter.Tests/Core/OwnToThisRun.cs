using System.Globalization;

namespace EspSmartMeter.Tests.Core;

/// <summary>
/// Names and meters that no run before this one had. A Home Assistant remembers the ids and statistics of what it has deleted, so that a test which used the same again would
/// see what another left.
/// </summary>
internal static class OwnToThisRun
{
    private static readonly int Seed = Random.Shared.Next(1, 90_000);

    /// <summary>Of simulated meters: from it they make their numbers, some of four digits.</summary>
    /// <param name="test">A number that no other test has.</param>
    /// <param name="meter">The meter's number in it, below a thousand.</param>
    public static int SeedOf(int test, int meter = 0) => Seed + (1000 * test) + meter;

    private static string Mark => Seed.ToString("x", CultureInfo.InvariantCulture);

    public static string Name(string name) => $"{name} {Mark}";

    /// <summary>Part of an entity's id.</summary>
    public static string Id(string id) => $"{id}_{Mark}";

    /// <summary>Of a scripted meter.</summary>
    public static string Serial(int number) => string.Create(CultureInfo.InvariantCulture, $"E9{Seed:00000}{number:00}");
}
