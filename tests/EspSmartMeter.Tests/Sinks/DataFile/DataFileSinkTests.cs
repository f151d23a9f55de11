using System.Text.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.DataFile;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Tests.Sinks.DataFile;

public sealed class DataFileSinkTests
{
    [Fact]
    public async Task The_file_is_written_every_five_minutes_and_not_more_often()
    {
        using Installation installation = new();
        installation.Take("m1", ("1-0:1.7.0", 700, Unit.Watt));
        FakeTimeProvider clock = new(installation.Now);
        string file = Path.Combine(installation.Folder, DataFileSink.FileName);
        DataFileSink sink = new(installation.Options, installation.Meters, clock, NullLogger<DataFileSink>.Instance);

        List<int> written = [];
        for (int second = 1; second <= 900; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await sink.OnTickAsync(clock.GetUtcNow());
            if (!File.Exists(file))
                continue;
            written.Add(second);
            Assert.Equal("m1", JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("meters").EnumerateObject().Single().Name);
            File.Delete(file);
        }
        Assert.Equal([300, 600, 900], written);
    }
}
