using System.Globalization;
using EspSmartMeter.Languages;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Names;

/// <summary>
/// What entities and devices are called in one language, from names.tsv: a row a quantity, a column a language. Names that follow a grammar
/// (a phase, a tariff, a peak, a stamp) are put together from rows named <c>part.…</c>. English stands in for what a language lacks.
/// </summary>
internal sealed class EntityNames
{
    private const string Table = "EspSmartMeter.Names.names.tsv";

    private readonly Dictionary<string, string> _rows;

    private EntityNames(Dictionary<string, string> rows) => _rows = rows;

    /// <summary>The languages there are columns for.</summary>
    public static IReadOnlyList<string> Languages { get; } = LanguageColumn.LanguagesOf(Table);

    /// <summary>The names in this language; English where there is no column for it.</summary>
    public static EntityNames In(string language) => new(LanguageColumn.Read(Table, language));

    /// <summary>The name of a meter: of its kind alone ("Electricity meter"), or with its label before it ("House electricity").</summary>
    public string OfMeter(string? label, Medium medium) => OfDevice(label, medium switch
    {
        Medium.HeatCost => "heat_cost_allocator",
        Medium.Cooling => "cooling",
        Medium.Heat => "heat",
        Medium.Gas => "gas",
        Medium.Water => "water",
        Medium.HotWater => "hot_water",
        _ => "electricity",
    });

    /// <summary>The name of a submeter, with its main meter's label.</summary>
    public string OfSubmeter(string? label, SubmeterKind kind) => OfDevice(label, RowOf(kind));

    private string OfDevice(string? label, string kind) => label is null ? _rows[$"device.{kind}"] : $"{label} {_rows[$"medium.{kind}"]}";

    private static string RowOf(SubmeterKind kind) => kind switch
    {
        SubmeterKind.Gas => "gas",
        SubmeterKind.Water => "water",
        SubmeterKind.HotWater => "hot_water",
        SubmeterKind.Heat => "heat",
        SubmeterKind.Cooling => "cooling",
        SubmeterKind.HeatAndCooling => "heat_and_cooling",
        SubmeterKind.HeatCostAllocator => "heat_cost_allocator",
        SubmeterKind.Electricity => "submeter_electricity",
        _ => "submeter",
    };

    /// <summary>The name of a button that an owner decides with.</summary>
    public string OfDecision(string key) => _rows[$"decision.{key}"];

    /// <summary>The name under a row of the bridge.</summary>
    public string OfBridge(string key) => _rows[$"bridge.{key}"];

    /// <summary>The name of a quantity: its own row, or put together. A quantity without a name has its English one from the catalogue; a test finds it.</summary>
    /// <param name="quantity">What is named.</param>
    /// <param name="ofQuarterHours">Its demand is of a quarter of an hour and its peak of a month, as in Flanders.</param>
    public string Of(Quantity quantity, bool ofQuarterHours = false) => Find(quantity, ofQuarterHours) ?? quantity.Name;

    /// <summary>The name of the stamp that a value of this quantity carries.</summary>
    public string OfStamp(Quantity quantity, bool ofQuarterHours = false) => OfStamp(Of(quantity, ofQuarterHours));

    /// <summary>The name of the stamp of what goes by this name.</summary>
    public string OfStamp(string name) => Part("taken_at", name);

    /// <summary>The name of the meter's own register, beside the one that is carried forward.</summary>
    public string OfMeterReading(Quantity quantity) => Part("meter_reading", Of(quantity));

    /// <summary>The name; null where no row tells it.</summary>
    internal string? Find(Quantity quantity, bool ofQuarterHours = false)
    {
        if (_rows.TryGetValue(quantity.Key, out string? plain))
            return plain;
        if (!_rows.TryGetValue(quantity.Stem, out string? name))
            return null;
        if (PartOf(quantity.Processing, ofQuarterHours) is string processing)
            name = Part(processing, name);
        if (quantity.Tariff > 0)
            name = $"{name} {Part("tariff", quantity.Tariff.ToString(CultureInfo.InvariantCulture))}";
        return quantity.Phase > 0 ? $"{name} L{quantity.Phase}" : name;
    }

    private static string? PartOf(Processing processing, bool ofQuarterHours) => processing switch
    {
        Processing.Demand when ofQuarterHours => "demand_quarter",
        Processing.Peak when ofQuarterHours => "peak_month",
        Processing.Demand => "demand",
        Processing.LastDemand => "demand_last",
        Processing.Peak => "peak",
        Processing.PeakHistory => "peak_history",
        Processing.Average => "average",
        Processing.Minimum => "minimum",
        _ => null,
    };

    private string Part(string part, string inserted) => string.Format(CultureInfo.InvariantCulture, _rows[$"part.{part}"], inserted);
}
