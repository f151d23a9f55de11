using EspSmartMeter.Files;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Sinks;
using EspSmartMeter.Sinks.HomeAssistant;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>Calls that a full queue dropped on their way to Home Assistant.</summary>
public sealed class OverflowTests : IAsyncDisposable
{
    private const string Live = "esp-smart-meter/m1/live", Status = "esp-smart-meter/status";

    private readonly Installation _installation = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("overflow-").FullName;
    private readonly List<MqttMessage> _sent = [];
    private readonly FakeTimeProvider _clock = new(Installation.Start);
    private readonly ManagedMqttClient _client;
    private readonly HomeAssistantSink _sink;

    public OverflowTests()
    {
        // A publisher that hears of no telegram: all calls of them were dropped.
        StoredFiles files = new(NullLogger<StoredFiles>.Instance);
        HomeAssistantPublisher publisher = new(
            _installation.Options, _installation.Sources, _installation.Devices, _installation.Updates,
            new Notices(_installation.Options, files, _installation.Meters, _installation.Sources),
            new PublishedDevices(_folder, files), _installation.Requests, _installation.Dashboard, _installation.Meters, _installation.Page, _sent.Add, _ => { }, () => 0.5, _installation.Now);
        _client = new ManagedMqttClient(UnavailableBroker.Unset, "overflow", _clock, NullLogger.Instance);
        _sink = new HomeAssistantSink(_installation.Meters, _client, publisher, _installation.Requests, _installation.Page, _clock);
        publisher.OnConnected(_installation.Now);
        publisher.OnMessage(new MqttMessage(Status, "online"u8.ToArray(), false, MqttQuality.AtLeastOnce), _installation.Now);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _installation.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_newest_state_of_a_meter_whose_telegrams_were_dropped_is_published()
    {
        _installation.Take("m1", ("1-0:1.7.0", 700, Unit.Watt));
        await _sink.CatchUpAsync(new DroppedCalls(1, 0, 0));
        Assert.Equal("""{"power_import":700}""", Assert.Single(_sent, message => message.Topic == Live).Text);
    }

    [Fact]
    public async Task Where_a_message_may_have_been_dropped_status_and_states_are_said_again()
    {
        _installation.Take("m1", ("1-0:1.7.0", 700, Unit.Watt));
        await _sink.CatchUpAsync(new DroppedCalls(1, 0, 0));
        _sent.Clear();
        await _sink.CatchUpAsync(new DroppedCalls(0, 0, 1));
        Assert.Contains(_sent, message => message.Topic == Status && message.Text == "online");
        Assert.Contains(_sent, message => message.Topic == Live);

        _sent.Clear();
        await _sink.CatchUpAsync(new DroppedCalls(0, 1, 0));
        Assert.DoesNotContain(_sent, message => message.Topic == Status);
    }
}
