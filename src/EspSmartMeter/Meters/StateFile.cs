using System.Text.Json;
using EspSmartMeter.Options;

namespace EspSmartMeter.Meters;

/// <summary>
/// state.json: written every six minutes and at the stop, whole or not at all. Six minutes make 240 forced writes a day, which an SD card bears. What
/// is new of a meter is saved within seconds in the first minute, and later once five minutes have passed: what it is must not depend on a clean stop.
/// </summary>
internal sealed partial class StateFile(AppOptions options, MeterRegistry meters, TimeProvider time, ILogger<StateFile> log) : BackgroundService
{
    public const string Name = "state.json";
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(6), Least = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5), Early = TimeSpan.FromMinutes(1);

    private readonly string _path = Path.Combine(options.DataFolder, Name);
    private byte[] _written = [];

    /// <summary>What the last run left; empty where there was none, or where the file is not to be understood: that is then kept beside the new one.</summary>
    public static StoredState Load(AppOptions options, ILogger log)
    {
        string path = Path.Combine(options.DataFolder, Name);
        try
        {
            if (!File.Exists(path))
                return new StoredState();
            StoredState? state = JsonSerializer.Deserialize(File.ReadAllBytes(path), StoredStateJson.Default.StoredState);
            if (state?.Version == StoredState.CurrentVersion)
                return state;
            LogUnread(log, path, $"its version is {state?.Version}, not {StoredState.CurrentVersion}");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            LogUnread(log, path, broken.Message);
        }
        SetAside(path);
        return new StoredState();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Look, time);
        int known = CodesKnown();
        long begun = time.GetTimestamp(), saved = begun;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                bool early = time.GetElapsedTime(begun) <= Early || time.GetElapsedTime(saved) >= Least;
                if (time.GetElapsedTime(saved) < Interval && !(early && CodesKnown() > known))
                    continue;
                known = CodesKnown();
                saved = time.GetTimestamp();
                Save();
            }
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

    internal void Save()
    {
        byte[] state = JsonSerializer.SerializeToUtf8Bytes(meters.Stored(), StoredStateJson.Default.StoredState);
        if (state.AsSpan().SequenceEqual(_written))
            return;
        try
        {
            AtomicFile.Write(_path, state, force: true);
            _written = state;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(_path, failed.Message);
        }
    }

    private int CodesKnown() => meters.Meters.Sum(meter => 1 + meter.State.Values.Count);

    private static void SetAside(string path)
    {
        try
        {
            File.Move(path, path + ".unread", overwrite: true);
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            // It cannot be moved, and so will not be written over either.
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be read ({Reason}): starting without what the last run knew; the file is kept as state.json.unread")]
    private static partial void LogUnread(ILogger log, string path, string reason);

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be written: {Reason}")]
    private partial void LogUnwritten(string path, string reason);
}
