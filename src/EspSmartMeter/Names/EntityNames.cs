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

    private static readonly string[] Processings = ["_peak_history", "_demand_last", "_demand", "_peak", "_average", "_minimum"];

    private readonly Dictionary<string, string> _rows;

    private EntityNames(Dictionary<string, string> rows) => _rows = rows;

    /// <summary>The languages there are columns for.</summary>
    public static IReadOnlyList<string> Languages { get; } = LanguageColumn.LanguagesOf(Table);

    /// <summary>The names in this language; English where there is no column for it.</summary>
    public static EntityNames In(string language) => new(LanguageColumn.Read(Table, language));

    /// <summary>The name of a device of this kind, a row <c>device.…</c>.</summary>
    public string OfDevice(string kind) => _rows[$"device.{kind}"];

    /// <summary>The name of a submeter's device.</summary>
    public string OfDevice(SubmeterKind kind) => OfDevice(DeviceOf(kind));

    /// <summary>The row <c>device.…</c> of a submeter.</summary>
    public static string DeviceOf(SubmeterKind kind) => kind switch
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

    /// <summary>The name under a row of the bridge.</summary>
    public string OfBridge(string key) => _rows[$"bridge.{key}"];

    /// <summary>The name of the entity with this key; null where no row tells it.</summary>
    public string? Of(string key)
    {
        if (TakeSuffix(ref key, "_taken_at"))
            return Of(key) is string name ? Part("taken_at", name) : null;
        if (_rows.TryGetValue(key, out string? plain))
            return plain;
        if (TakePhase(ref key, out string phase))
            return Of(key) is string name ? $"{name} {phase}" : null;
        if (TakeTariff(ref key, out string tariff))
            return Of(key) is string name ? $"{name} {Part("tariff", tariff)}" : null;
        foreach (string processing in Processings)
        {
            if (TakeSuffix(ref key, processing))
                return Of(key) is string name ? Part(processing[1..], name) : null;
        }
        return null;
    }

    private string Part(string part, string inserted) => string.Format(CultureInfo.InvariantCulture, _rows[$"part.{part}"], inserted);

    private static bool TakeSuffix(ref string key, string suffix)
    {
        if (!key.EndsWith(suffix, StringComparison.Ordinal))
            return false;
        key = key[..^suffix.Length];
        return true;
    }

    private static bool TakePhase(ref string key, out string phase)
    {
        phase = key.Length > 3 ? key[^2..].ToUpperInvariant() : "";
        return phase is "L1" or "L2" or "L3" && TakeSuffix(ref key, "_" + key[^2..]);
    }

    private static bool TakeTariff(ref string key, out string number)
    {
        int at = key.LastIndexOf("_tariff_", StringComparison.Ordinal);
        number = at > 0 ? key[(at + "_tariff_".Length)..] : "";
        if (number.Length == 0 || !number.All(char.IsAsciiDigit))
            return false;
        key = key[..at];
        return true;
    }
}
