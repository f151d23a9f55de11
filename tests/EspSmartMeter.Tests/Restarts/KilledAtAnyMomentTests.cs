using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Restarts;

/// <summary>The app killed again and again in virtual time, while a meter goes on: Home Assistant never sees a register fall.</summary>
public sealed class KilledAtAnyMomentTests : IDisposable
{
    private const int Hours = 6;

    private readonly string _folder = Directory.CreateTempSubdirectory("killed-").FullName;
    private readonly Dictionary<string, decimal> _highest = [];
    private readonly Dictionary<string, MqttMessage> _retained = [];
    private int _states;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("aidon", 90)]
    [InlineData("aidon", 600)]
    [InlineData("kaifa", 240)]
    [InlineData("kamstrup", 240)]
    [InlineData("landis-e450-slovenia", 240)]
    [InlineData("iskra-si-12", 400)]
    [InlineData("dsmr5-gas", 240)]
    public void No_register_falls(string name, int secondsBetweenKills)
    {
        Random random = new(20261126);
        AppOptions options = Installation.With(Installation.SourceAt("tcp://emeter.local:8088")) with
        {
            DataFolder = _folder,
            Publish = new PublishOptions { Registers = TimeSpan.Zero },
        };
        using IEnumerator<SimulatedTelegram> telegrams = SimulatedMeters.Find(name)!.Telegrams(1, Installation.Start).GetEnumerator();
        telegrams.MoveNext();
        DateTimeOffset now = Installation.Start, end = now.AddHours(Hours);
        while (now < end)
            now = RunOnce(options, telegrams, now, seconds: random.Next(20, 2 * secondsBetweenKills));

        Assert.True(_states > 30, $"only {_states} states of registers came");
        Assert.NotEmpty(_highest);
    }

    /// <summary>From a start to a kill; when that was.</summary>
    private DateTimeOffset RunOnce(AppOptions options, IEnumerator<SimulatedTelegram> telegrams, DateTimeOffset start, int seconds)
    {
        using Installation app = new(options, _folder, start, StateFile.Load(options, new StoredFiles(NullLogger<StoredFiles>.Instance)));
        ManualClock clock = new(start);
        using StateFile file = new(options, app.Meters, clock, NullLogger<StateFile>.Instance);
        foreach (Meter meter in app.Meters.Meters)
            app.Publisher.OnMeter(meter, meter.State, start);
        app.Connected();
        // A broker keeps what was retained, and gives it to who subscribes.
        foreach (MqttMessage kept in _retained.Values)
            app.Publisher.OnMessage(kept, start);
        for (int second = 1; second <= seconds; second++)
        {
            DateTimeOffset tick = start.AddSeconds(second);
            for (; telegrams.Current.At < tick; telegrams.MoveNext())
            {
                app.AdvanceTo(telegrams.Current.At);
                app.Feed(telegrams.Current.Bytes);
            }
            app.AdvanceTo(tick);
            clock.Set(tick);
            file.SaveIfDue();
        }
        foreach (MqttMessage carry in app.Sent.Where(message => message.Retain && message.Topic.EndsWith("/carry", StringComparison.Ordinal)))
            _retained[carry.Topic] = carry;
        foreach (MqttMessage state in app.Sent.Where(message => message.Topic.EndsWith("/registers", StringComparison.Ordinal)))
            OnlyRises(state);
        return start.AddSeconds(seconds);
    }

    private void OnlyRises(MqttMessage state)
    {
        _states++;
        foreach (JsonProperty member in JsonDocument.Parse(state.Text).RootElement.EnumerateObject())
        {
            bool isRegister = member.Name == "reading" || member.Name.StartsWith("energy_", StringComparison.Ordinal);
            if (!isRegister || member.Value.ValueKind != JsonValueKind.Number)
                continue;
            string key = $"{state.Topic} {member.Name}";
            decimal number = member.Value.GetDecimal(), before = _highest.GetValueOrDefault(key);
            Assert.True(number >= before, $"{key} fell from {before} to {number}");
            _highest[key] = number;
        }
    }
}
