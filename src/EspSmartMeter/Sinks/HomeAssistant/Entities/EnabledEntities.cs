using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>
/// Which entities are switched on from the start: what a homeowner looks at, and for the energy dashboard exactly one set of import and one of
/// export, so that nothing is counted twice: the total where it comes, the tariffs where only they come. Values per phase are off: at one row
/// each ten seconds they would fill the recorder of a house that only wants to see its power.
/// </summary>
internal static class EnabledEntities
{
    /// <summary>The main meter's.</summary>
    public static bool IsEnabled(Entity entity, IReadOnlyCollection<Entity> all) => Shown(entity) is Quantity quantity && quantity.Subject switch
    {
        Subject.ActivePower when quantity.Phase == 0 => IsWanted(quantity, [.. all.Select(Shown).OfType<Quantity>().Where(IsPowerOfAllPhases)]),
        Subject.SupplyFailure or Subject.ActiveTariff or Subject.HeatEnergy => true,
        _ => false,
    };

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
            quantity.Tariff == 0 || !Array.Exists(all, other => other is { Kind: QuantityKind.Register, Tariff: 0 } && other.Direction == quantity.Direction),
        // Meters that tell both directions in one number alone.
        { Kind: QuantityKind.NetRegister, Direction: Direction.Net, Tariff: 0 } =>
            !Array.Exists(all, other => other is { Kind: QuantityKind.Register, Direction: Direction.Import }),
        { Kind: QuantityKind.Instant, Processing: Processing.None } => IsWantedPower(quantity.Direction, all),
        { Direction: Direction.Import, Processing: Processing.Demand or Processing.Peak } => true,
        _ => false,
    };

    private static bool IsWantedPower(Direction direction, Quantity[] all) => direction switch
    {
        Direction.Import or Direction.Export => true,
        Direction.Net => !HasPower(all, Direction.Import),
        Direction.Absolute => !HasPower(all, Direction.Import) && !HasPower(all, Direction.Net),
        _ => false,
    };

    private static bool HasPower(Quantity[] all, Direction direction) =>
        Array.Exists(all, other => other is { Kind: QuantityKind.Instant, Processing: Processing.None } && other.Direction == direction);
}
