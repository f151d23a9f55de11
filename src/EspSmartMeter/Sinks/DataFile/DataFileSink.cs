using System.Buffers;
using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;

namespace EspSmartMeter.Sinks.DataFile;

/// <summary>data.json on the disk, for those who read files: at most every five minutes and at the stop. Over HTTP it comes from memory.</summary>
internal sealed class DataFileSink(AppOptions options, MeterRegistry meters, TimeProvider time, ILogger<DataFileSink> log) : ISink
{
    public const string FileName = "data.json";

    // Not forced: it can be lost with the power, as state.json cannot; cards wear out by forced writes.
    private readonly TimedFile _file = new(Path.Combine(options.DataFolder, FileName), TimeSpan.FromMinutes(5), force: false, time, log);

    public string Name => FileName;

    public ValueTask OnTickAsync(DateTimeOffset now)
    {
        _file.SaveIfDue(Content);
        return ValueTask.CompletedTask;
    }

    public ValueTask StopAsync()
    {
        _file.Save(Content);
        return ValueTask.CompletedTask;
    }

    private byte[] Content()
    {
        ArrayBufferWriter<byte> buffer = new(16384);
        using (Utf8JsonWriter json = new(buffer, JsonForm.Indented))
            MetersJson.Write(json, meters.Meters, time.GetUtcNow());
        return buffer.WrittenSpan.ToArray();
    }
}
