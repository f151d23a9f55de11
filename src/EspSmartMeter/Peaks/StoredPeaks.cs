using System.Text.Json.Serialization;

namespace EspSmartMeter.Peaks;

/// <summary>peaks.json: what counts for the bill, by the meters' ids. Moments are milliseconds since 1970, powers milliwatts.</summary>
internal sealed record StoredPeakBook
{
    /// <summary>Of the file's form; a file of another is not read.</summary>
    public const int CurrentVersion = 1;

    [JsonRequired]
    public int Version { get; init; } = CurrentVersion;

    [JsonRequired]
    public IReadOnlyDictionary<string, StoredPeaks> Meters { get; init; } = new Dictionary<string, StoredPeaks>();

    /// <summary>The first thing in it that no run has written so, named by its place; null: nothing.</summary>
    public string? Fault() => Version != CurrentVersion
        ? $"its version is {Version}, and this app reads {CurrentVersion}"
        : Meters.Where(meter => meter.Value?.Fault() != false).Select(meter => $"meters.{meter.Key} is incomplete").FirstOrDefault();
}

/// <summary>What of one meter survives a restart.</summary>
internal sealed record StoredPeaks
{
    /// <summary>Months beyond this are no date.</summary>
    private const int LastMonth = 9999 * 12;

    private const long LastMoment = 253_402_300_799_999;

    [JsonRequired]
    public string Scheme { get; init; } = "";

    public RunningWindow? Running { get; init; }

    [JsonRequired]
    public IReadOnlyList<StoredFigure> Figures { get; init; } = [];

    [JsonRequired]
    public IReadOnlyList<long> Missed { get; init; } = [];

    /// <summary>True where no run has written it so.</summary>
    public bool Fault() => Figures.Any(figure => figure is null || figure.Month is < 0 or >= LastMonth || figure.Entries.Any(entry => !IsMoment(entry.Start) || entry.Milliwatts < 0))
        || !Missed.All(IsMoment) || (Running is not null && !IsMoment(Running.Start));

    private static bool IsMoment(long at) => at is >= 0 and <= LastMoment;
}

internal sealed record StoredFigure
{
    [JsonRequired]
    public int Month { get; init; }

    [JsonRequired]
    public IReadOnlyList<PeakEntry> Entries { get; init; } = [];

    [JsonRequired]
    public IReadOnlyList<PeakMonth> Past { get; init; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredPeakBook))]
internal sealed partial class StoredPeaksJson : JsonSerializerContext;
