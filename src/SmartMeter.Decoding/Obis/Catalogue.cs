using System.Collections.Concurrent;

namespace SmartMeter.Decoding.Obis;

/// <summary>
/// What each OBIS code means. Electricity follows the grammar of IEC 62056-6-1 (C: quantity and phase, D: processing,
/// E: tariff); the rest is a table (<see cref="NamedQuantities"/>), and submeters have their own (<see cref="Submeters"/>).
/// </summary>
public static class Catalogue
{
    private static readonly ConcurrentDictionary<ObisCode, Quantity> Known = new();

    /// <summary>The codes that a row names; electricity and submeters follow a grammar besides.</summary>
    public static IEnumerable<ObisCode> NamedCodes => NamedQuantities.Codes;

    /// <summary>The quantity of this code; null where the catalogue does not know it.</summary>
    public static Quantity? Find(ObisCode code)
    {
        if (Known.TryGetValue(code, out Quantity? quantity))
            return quantity;
        quantity = NamedQuantities.Find(code) ?? ElectricityQuantities.Find(code) ?? Submeters.Find(code);
        if (quantity is not null)
            Known[code] = quantity;
        return quantity;
    }

    /// <summary>The quantity of a value under this code and in this unit; null also where a submeter's value is none of its registers.</summary>
    public static Quantity? Find(ObisCode code, Unit unit) => Submeters.IsRegister(code) && !Submeters.Counts(unit) ? null : Find(code);

    /// <summary>True for what is counted, told or named: a number under this code means the same without scale and unit.</summary>
    public static bool NeedsNoScale(ObisCode code) =>
        Find(code) is { Unit: Unit.None } quantity && quantity.Kind is not (QuantityKind.Instant or QuantityKind.Register) && !Submeters.Owns(code);

    /// <summary>
    /// The code that a quantity is looked for under: Kamstrup, Iskra and Swiss Landis+Gyr write electricity on channel 1, which is channel 0 elsewhere;
    /// the EMBRIQ list of Norway writes its registers under medium 0, which has none.
    /// </summary>
    public static ObisCode Normal(ObisCode code) => code switch
    {
        { A: 1, B: 1 } => code with { B = 0 },
        { A: 0, B: 0, C: >= 1 and <= 80, D: 7 or 8 } => code with { A = 1 },
        _ => code,
    };

    /// <summary>What the meter that sends this code measures (IEC 62056-6-1, value group A); None: the code tells nothing of it.</summary>
    public static Medium MediumOf(ObisCode code) => Normal(code).A switch
    {
        1 => Medium.Electricity,
        4 => Medium.HeatCost,
        5 => Medium.Cooling,
        6 => Medium.Heat,
        7 => Medium.Gas,
        8 => Medium.Water,
        9 => Medium.HotWater,
        _ => Medium.None,
    };

    /// <summary>The key a value goes by in MQTT state and metrics: the quantity's, else <c>obis_1_0_99_99_9</c>.</summary>
    public static string KeyOf(ObisCode code) => Find(code)?.Key ?? NumericKeyOf(code);

    /// <inheritdoc cref="KeyOf(ObisCode)"/>
    public static string KeyOf(ObisCode code, Unit unit) => Find(code, unit)?.Key ?? NumericKeyOf(code);

    /// <summary>The key made of the code's numbers alone: <c>obis_1_0_99_99_9</c>, with F only where it is not 255.</summary>
    public static string NumericKeyOf(ObisCode code) => code.F == 255
        ? $"obis_{code.A}_{code.B}_{code.C}_{code.D}_{code.E}"
        : $"obis_{code.A}_{code.B}_{code.C}_{code.D}_{code.E}_{code.F}";
}
