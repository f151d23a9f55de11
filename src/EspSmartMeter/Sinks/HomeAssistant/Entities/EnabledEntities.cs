using EspSmartMeter.Peaks;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>
/// Which entities are switched on from the start: what a homeowner looks at, and for the energy dashboard one total of import, one of export and one signed
/// power. The tariffs are on beside a total that is made of them, and off beside the meter's own. Values per phase are off: at one row
/// each ten seconds they would fill the recorder of a house that only wants to see its power.
/// </summary>
internal static class EnabledEntities
{
    /// <summary>The main meter's.</summary>
    public static bool IsEnabled(Entity entity, IReadOnlyCollection<Entity> all) => Shown(entity) is Quantity quantity && quantity.Subject switch
    {
        Subject.ActivePower when quantity.Phase == 0 => IsWanted(quantity, [.. all.Select(Shown).OfType<Quantity>().Where(IsPowerOfAllPhases)]),
        _ when PeakValues.IsWarning(quantity) => true,
        Subject.SupplyFailure or Subject.ActiveTariff or Subject.HeatEnergy => true,
        _ => false,
    };

    /// <summary>A tariff whose total is made of it: it moves with the total, and follows at the diagnostics' pace, which saves a row for each change of both.</summary>
    public static bool IsSummed(Entity entity, IReadOnlyCollection<Entity> all) =>
        Shown(entity) is { Kind: QuantityKind.Register, Subject: Subject.ActivePower, Phase: 0, Tariff: > 0 } tariff
        && all.Any(other => other.Made is { Kind: QuantityKind.Register } total && total.Direction == tariff.Direction)
        && !all.Any(other => Shown(other) is Quantity quantity && IsOwnTotal(quantity, tariff.Direction));

    /// <summary>A submeter's: its one register.</summary>
    public static Entity? MainOf(IReadOnlyCollection<Entity> all) =>
        Register(all, Subject.SubmeterRegister) ?? Register(all, Subject.UncorrectedSubmeterRegister);

    private static Entity? Register(IReadOnlyCollection<Entity> all, Subject subject) =>
        all.FirstOrDefault(entity => entity.Quantity?.Subject == subject && entity.Aspect == Aspect.Number);

    /// <summary>What the entity shows; null for a stamp and for a meter's own reading of what is carried forward, and for a second code of the same meaning, which goes by its OBIS code.</summary>
    private static Quantity? Shown(Entity entity) =>
        entity.Aspect is not (Aspect.TakenAt or Aspect.MeterReading) && entity.Quantity is Quantity quantity && entity.Key == quantity.Key ? quantity : null;

    private static bool IsPowerOfAllPhases(Quantity quantity) => quantity is { Subject: Subject.ActivePower, Phase: 0 };

    private static bool IsWanted(Quantity quantity, Quantity[] all) => quantity switch
    {
        { Kind: QuantityKind.Register, Direction: Direction.Import or Direction.Export } =>
            IsOwnTotal(quantity, quantity.Direction) || !Array.Exists(all, other => IsOwnTotal(other, quantity.Direction)),
        // Meters that tell both directions in one number alone.
        { Kind: QuantityKind.NetRegister, Direction: Direction.Net, Tariff: 0 } =>
            !Array.Exists(all, other => other is { Kind: QuantityKind.Register, Direction: Direction.Import }),
        { Kind: QuantityKind.Instant, Processing: Processing.None } => IsWantedPower(quantity, all),
        // The forecast tells it too, and costs as many rows.
        _ when PeakValues.IsWindow(quantity) => false,
        { Direction: Direction.Import, Processing: Processing.Demand or Processing.Peak } => true,
        _ when MadeValues.IsPeakMean(quantity) => true,
        _ => false,
    };

    private static bool IsWantedPower(Quantity quantity, Quantity[] all) => quantity.Direction switch
    {
        // One signed power tells what both tell, and costs one row.
        Direction.Import or Direction.Export => !Array.Exists(all, MadeValues.IsPower),
        Direction.Net => MadeValues.IsPower(quantity) || !HasPower(all, Direction.Import),
        Direction.Absolute => !HasPower(all, Direction.Import) && !HasPower(all, Direction.Net) && !Array.Exists(all, MadeValues.IsPower),
        _ => false,
    };

    private static bool IsOwnTotal(Quantity quantity, Direction direction) =>
        quantity is { Kind: QuantityKind.Register, Tariff: 0 } && quantity.Direction == direction && !MadeValues.Quantities.Contains(quantity);

    private static bool HasPower(Quantity[] all, Direction direction) =>
        Array.Exists(all, other => other is { Kind: QuantityKind.Instant, Processing: Processing.None } && other.Direction == direction);
}
