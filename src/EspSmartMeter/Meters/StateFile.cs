using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Options;

namespace EspSmartMeter.Meters;

/// <summary>
/// state.json: written within the <see cref="WriteBudget"/> and at the stop, whole or not at all. What is new of a meter hurries, since what it is must not
/// depend on a clean stop; and so does a value that comes rarely: until it came again, an older one would stand in its place after a kill.
/// </summary>
internal sealed partial class StateFile(AppOptions options, MeterRegistry meters, TimeProvider time, ILogger<StateFile> log) : BackgroundService
{
    public const string Name = "state.json";

    /// <summary>How often it is asked whether the file is due.</summary>
    internal static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly string _path = Path.Combine(options.DataFolder, Name);
    /// <summary>Where nothing is known yet, all of it is new.</summary>
    private readonly WriteBudget _budget = new(first: meters.Meters.Count == 0 ? TimeSpan.FromSeconds(15) : TimeSpan.Zero);

    private readonly long _begun = time.GetTimestamp();
    private (int Codes, DateTimeOffset Rare) _saved = NewsOf(meters);
    private byte[] _written = [];

    /// <summary>What the last run left; empty where there was none, or none to be understood, which <paramref name="files"/> then tells.</summary>
    public static StoredState Load(AppOptions options, StoredFiles files) => files.Read(
        Path.Combine(options.DataFolder, Name),
        StoredStateJson.Default.StoredState,
        state => state.Fault(),
        (path, reason, kept) => Sentence.Of("stored.state_unread", path, reason, kept)) ?? new StoredState();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                SaveIfDue();
        }
        catch (OperationCanceledException)
        {
            // Stopping: StopAsync saves once more.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Save();
    }

    internal void SaveIfDue()
    {
        (int Codes, DateTimeOffset Rare) news = NewsOf(meters);
        if (!_budget.IsDue(time.GetElapsedTime(_begun), hurries: news.Codes > _saved.Codes || news.Rare > _saved.Rare))
            return;
        _saved = news;
        Save();
    }

    internal void Save()
    {
        try
        {
            byte[] state = JsonSerializer.SerializeToUtf8Bytes(meters.Stored(), StoredStateJson.Default.StoredState);
            if (state.AsSpan().SequenceEqual(_written))
                return;
            AtomicFile.Write(_path, state, force: true);
            _written = state;
        }
        catch (Exception failed)
        {
            // A full disk, or a fault of ours, costs the file and not the readings.
            LogUnwritten(_path, failed.Message);
        }
    }

    /// <summary>What hurries where it grows: how many meters and codes are known, and when one last came that comes rarely.</summary>
    private static (int Codes, DateTimeOffset Rare) NewsOf(MeterRegistry meters)
    {
        MeterValue[] values = [.. meters.Meters.SelectMany(meter => meter.State.Values)];
        return (meters.Meters.Count + values.Length, values.Where(IsRare).Select(value => value.Received).DefaultIfEmpty().Max());
    }

    private static bool IsRare(MeterValue value) => value.Interval is not TimeSpan interval || interval > WriteBudget.Often;

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be written: {Reason}")]
    private partial void LogUnwritten(string path, string reason);
}
