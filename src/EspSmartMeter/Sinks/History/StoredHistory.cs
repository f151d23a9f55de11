using System.Text.Json.Serialization;

namespace EspSmartMeter.Sinks.History;

/// <summary>history.json: what the page's bars show. Times are UTC; energies are kWh.</summary>
internal sealed record StoredHistory
{
    /// <summary>Of the file's form; a file of another is not read.</summary>
    public const int CurrentVersion = 1;

    [JsonRequired]
    public int Version { get; init; } = CurrentVersion;

    [JsonRequired]
    public IReadOnlyDictionary<string, StoredMeterHistory> Meters { get; init; } = new Dictionary<string, StoredMeterHistory>();

    /// <summary>The first thing in it that no run has written so, named by its place; null: nothing.</summary>
    public string? Fault() => Version != CurrentVersion
        ? $"its version is {Version}, and this app reads {CurrentVersion}"
        : Meters.Where(meter => meter.Value?.Gaps.Any(gap => gap is null) != false).Select(meter => $"meters.{meter.Key} is incomplete").FirstOrDefault();
}

internal sealed record StoredMeterHistory
{
    public EnergySample? Newest { get; init; }

    public TimeSpan Interval { get; init; }

    [JsonRequired]
    public IReadOnlyList<EnergySpan> Quarters { get; init; } = [];

    [JsonRequired]
    public IReadOnlyList<EnergySpan> Hours { get; init; } = [];

    [JsonRequired]
    public IReadOnlyList<EnergyGap> Gaps { get; init; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredHistory))]
internal sealed partial class StoredHistoryJson : JsonSerializerContext;
