using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;

namespace EspSmartMeter.Sinks;

/// <summary>What gathers something of each meter, and keeps it in a file of the data folder: each hour and at the stop.</summary>
/// <typeparam name="TStored">What the file holds.</typeparam>
/// <param name="fileName">The file.</param>
/// <param name="form">Its JSON.</param>
/// <param name="options">The data folder.</param>
/// <param name="meters">Whose it is; what is of others is not kept.</param>
/// <param name="files">What of an earlier run was not understood.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Of the sink.</param>
internal abstract class HourlyFileSink<TStored>(
    string fileName, JsonTypeInfo<TStored> form, AppOptions options, MeterRegistry meters, StoredFiles files, TimeProvider time, ILogger log) : ISink
    where TStored : class
{
    private readonly TimedFile _file = new(Path.Combine(options.DataFolder, fileName), TimeSpan.FromHours(1), force: true, time, log);

    public string Name => fileName;

    public ValueTask StartAsync(Action<Action> turn)
    {
        if (files.Read(_file.Path, form, Fault, Unread) is TStored lastRun)
            Restore(lastRun);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnTelegramAsync(Meter meter, MeterState state)
    {
        Gather(meter.Id, state);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnTickAsync(DateTimeOffset now)
    {
        Pass(now);
        _file.SaveIfDue(Content);
        return ValueTask.CompletedTask;
    }

    public ValueTask CatchUpAsync(DroppedCalls dropped)
    {
        foreach (Meter meter in meters.Meters)
            Gather(meter.Id, meter.State);
        return ValueTask.CompletedTask;
    }

    public ValueTask StopAsync()
    {
        _file.Save(Content);
        return ValueTask.CompletedTask;
    }

    /// <summary>What is wrong with what a file holds; null: nothing.</summary>
    protected abstract string? Fault(TStored stored);

    /// <summary>That it could not be read, why, and where it is kept.</summary>
    protected abstract Sentence Unread(string path, string reason, string kept);

    /// <summary>Goes on from what an earlier run kept.</summary>
    protected abstract void Restore(TStored lastRun);

    /// <summary>A telegram came.</summary>
    protected abstract void Gather(string meter, MeterState state);

    /// <summary>Time goes by.</summary>
    protected virtual void Pass(DateTimeOffset now)
    {
    }

    /// <summary>What is kept, of the meters that are known.</summary>
    protected abstract TStored Stored(IReadOnlySet<string> known);

    private byte[] Content() => JsonSerializer.SerializeToUtf8Bytes(Stored(meters.KnownIds), form);
}
