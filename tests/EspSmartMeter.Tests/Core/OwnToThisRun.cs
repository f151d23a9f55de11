using System.Globalization;

namespace EspSmartMeter.Tests.Core;

/// <summary>
/// Names and meters that no run before this one had. A Home Assistant remembers the ids and statistics of what it has deleted, so that a test which used the same again would
/// see what another left.
/// </summary>
internal static class OwnToThisRun
{
    /// <summary>Of simulated meters: from it they make their numbers, some of four digits.</summary>
    public static int Seed { get; } = Random.Shared.Next(1, 90_000);

    private static string Mark => Seed.ToString("x", CultureInfo.InvariantCulture);

    public static string Name(string name) => $"{name} {Mark}";

    /// <summary>Part of an entity's id.</summary>
    public static string Id(string id) => $"{id}_{Mark}";

    /// <summary>Of a scripted meter.</summary>
    public static string Serial(int number) => string.Create(CultureInfo.InvariantCulture, $"E9{Seed:00000}{number:00}");
}
