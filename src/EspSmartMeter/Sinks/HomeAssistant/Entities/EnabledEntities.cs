namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>
/// Which entities are switched on from the start: what a homeowner looks at, and for the energy dashboard exactly one set of import and one of
/// export, so that nothing is counted twice: the total where it comes, the tariffs where only they come. Values per phase are off: at one row
/// each ten seconds they would fill the recorder of a house that only wants to see its power.
/// </summary>
internal static class EnabledEntities
{
    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "power_import", "power_export", "power_import_demand", "power_import_peak", "tariff", "power_failures", "long_power_failures", "heat_energy",
    };

    /// <summary>The main meter's.</summary>
    public static bool IsEnabled(Entity entity, IReadOnlyCollection<Entity> all)
    {
        if (entity.Aspect == Aspect.TakenAt || !OwnsItsKey(entity))
            return false;
        return Wanted.Contains(entity.Key)
            || IsEnergySet(entity, all, "energy_import")
            || IsEnergySet(entity, all, "energy_export")
            // Meters that tell both directions in one number alone.
            || (entity.Key == "power_net" && !Has(all, "power_import"))
            || (entity.Key == "power_absolute" && !Has(all, "power_import") && !Has(all, "power_net"))
            || (entity.Key == "energy_net" && !all.Any(other => other.Key == "energy_import" || IsTariffOf(other, "energy_import")));
    }

    /// <summary>A submeter's: its one register.</summary>
    public static Entity? MainOf(IReadOnlyCollection<Entity> all) =>
        all.FirstOrDefault(entity => entity.Key == "reading" && entity.Aspect == Aspect.Number)
        ?? all.FirstOrDefault(entity => entity.Key == "reading_uncorrected" && entity.Aspect == Aspect.Number);

    private static bool IsEnergySet(Entity entity, IReadOnlyCollection<Entity> all, string total) =>
        entity.Key == total || (IsTariffOf(entity, total) && !Has(all, total));

    private static bool IsTariffOf(Entity entity, string total)
    {
        string prefix = total + "_tariff_";
        return entity.Key.StartsWith(prefix, StringComparison.Ordinal) && !entity.Key.AsSpan(prefix.Length).Contains('_');
    }

    private static bool Has(IReadOnlyCollection<Entity> all, string key) => all.Any(other => other.Key == key && OwnsItsKey(other));

    /// <summary>False for a second code of the same meaning, which goes by its OBIS code.</summary>
    private static bool OwnsItsKey(Entity entity) => !entity.Key.StartsWith("obis_", StringComparison.Ordinal);
}
