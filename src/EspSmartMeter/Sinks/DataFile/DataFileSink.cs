using System.Buffers;
using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;

namespace EspSmartMeter.Sinks.DataFile;

/// <summary>data.json on the disk, for those who read files: at most every five minutes and at the stop. Over HTTP it comes from memory.</summary>
internal sealed partial class DataFileSink(AppOptions options, MeterRegistry meters, TimeProvider time, ILogger<DataFileSink> log) : ISink
{
    public const string FileName = "data.json";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private readonly string _path = Path.Combine(options.DataFolder, FileName);
    private long _saved = time.GetTimestamp();

    public string Name => FileName;

    public ValueTask OnTickAsync(DateTimeOffset now)
    {
        if (time.GetElapsedTime(_saved) >= Interval)
            Save();
        return ValueTask.CompletedTask;
    }

    public ValueTask StopAsync()
    {
        Save();
        return ValueTask.CompletedTask;
    }

    private void Save()
    {
        _saved = time.GetTimestamp();
        try
        {
            ArrayBufferWriter<byte> buffer = new(16384);
            using (Utf8JsonWriter json = new(buffer, JsonForm.Indented))
                MetersJson.Write(json, meters.Meters, time.GetUtcNow());
            // Not forced: it can be lost with the power, as state.json cannot; cards wear out by forced writes.
            AtomicFile.Write(_path, buffer.WrittenSpan, force: false);
        }
        catch (Exception failed)
        {
            // A full disk, or a fault of ours, costs the file and not the readings.
            LogUnwritten(_path, FileFault.Reason(failed, _path));
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Path} cannot be written: {Reason}")]
    private partial void LogUnwritten(string path, string reason);
}
