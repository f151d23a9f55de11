using System.Text.Json.Serialization;
using EspSmartMeter.Peaks.Schemes;

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
    private const long LastMoment = 253_402_300_799_999, MostMilliwattHours = 1_000_000_000_000_000;

    /// <summary>As <see cref="PeakScheme.Measured"/>.</summary>
    [JsonRequired]
    public string Measured { get; init; } = "";

    public RunningWindow? Running { get; init; }

    [JsonRequired]
    public IReadOnlyList<StoredFigure> Figures { get; init; } = [];

    [JsonRequired]
    public IReadOnlyList<MissedSpan> Missed { get; init; } = [];

    /// <summary>When the first window began that was ever known.</summary>
    public long? Since { get; init; }

    /// <summary>True where no run has written it so.</summary>
    public bool Fault() => Figures.Any(figure => figure is null || figure.Fault())
        || !Missed.All(span => IsMoment(span.From) && IsMoment(span.To) && span.From < span.To)
        || (Since is long since && !IsMoment(since))
        || (Running is RunningWindow running && !IsSound(running));

    private static bool IsSound(RunningWindow running) =>
        IsMoment(running.Start) && running.Heard is >= 0 and <= StoredFigure.AnHour && running.Energy >= 0 && running.Energy <= running.Heard * StoredFigure.MostMilliwatts
        && running.Register is not (< 0 or > MostMilliwattHours);

    internal static bool IsMoment(long at) => at is >= 0 and <= LastMoment;
}

/// <summary>A component's figure.</summary>
internal sealed record StoredFigure
{
    /// <summary>No house has more, in an hour that weighs a hundred times.</summary>
    public const long MostMilliwatts = 1_000_000_000_000;

    public const long AnHour = 3_600_000;

    /// <summary>Months outside these are no date.</summary>
    private const int FirstMonth = 1970 * 12, LastMonth = 9999 * 12;

    [JsonRequired]
    public int Month { get; init; }

    [JsonRequired]
    public IReadOnlyList<PeakEntry> Entries { get; init; } = [];

    [JsonRequired]
    public IReadOnlyList<PeakMonth> Past { get; init; } = [];

    /// <summary>True where no run has written it so.</summary>
    public bool Fault() => !(IsMonth(Month) || Month == 0)
        || Entries.Any(entry => !StoredPeaks.IsMoment(entry.Start) || !IsPower(entry.Milliwatts))
        || Past.Any(month => !IsMonth(month.Month) || !IsPower(month.Milliwatts));

    private static bool IsMonth(int month) => month is >= FirstMonth and < LastMonth;

    private static bool IsPower(long milliwatts) => milliwatts is >= 0 and <= MostMilliwatts;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredPeakBook))]
internal sealed partial class StoredPeaksJson : JsonSerializerContext;
