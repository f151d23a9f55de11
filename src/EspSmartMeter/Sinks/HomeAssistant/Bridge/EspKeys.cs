using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.HomeAssistant.Bridge;

/// <summary>An ESP's part in the bridge's keys and entity ids: its chip id, so that another address or name of it changes none.</summary>
internal static class EspKeys
{
    /// <summary>A source for each chip.</summary>
    public static IEnumerable<Source> DevicesOf(IEnumerable<Source> sources) =>
        sources.Where(source => source.ChipId is not null).DistinctBy(source => source.ChipId);

    public static string Of(Source source) => $"esp_{source.ChipId!.ToLowerInvariant()}";
}
