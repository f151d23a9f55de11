using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>What the number of the tariff in force means: by the P1 version that a meter sends, where its country's companion standard says so.</summary>
internal static class TariffMeanings
{
    private static readonly ObisCode BelgianVersion = ObisCode.Parse("0-0:96.1.4"), DutchVersion = ObisCode.Parse("1-3:0.2.8");

    /// <summary>eMUCS-P1: rate 1 is the day's.</summary>
    private static readonly Dictionary<string, string> Belgian = new() { ["1"] = "day", ["2"] = "night" };

    /// <summary>DSMR P1 companion standard: rate 1 is the low one.</summary>
    private static readonly Dictionary<string, string> Dutch = new() { ["1"] = "low", ["2"] = "normal" };

    public static IReadOnlyDictionary<string, string>? Of(Entity tariff, IReadOnlyCollection<Entity> all) =>
        tariff is not { Aspect: Aspect.Text, Quantity.Subject: Subject.ActiveTariff } ? null
        : all.Any(entity => entity.Code == BelgianVersion) ? Belgian
        : all.Any(entity => entity.Code == DutchVersion) && all.Any(entity => entity.Quantity is { Kind: QuantityKind.Register, Tariff: 2 }) ? Dutch
        : null;
}
