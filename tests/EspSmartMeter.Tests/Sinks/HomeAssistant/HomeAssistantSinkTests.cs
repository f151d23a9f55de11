using EspSmartMeter.Esp;
using EspSmartMeter.Esp.Updates;
using EspSmartMeter.Files;
using EspSmartMeter.Lines;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks;
using EspSmartMeter.Sinks.HomeAssistant;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;
using EspSmartMeter.Sources;
using EspSmartMeter.Supervisor;
using EspSmartMeter.Tests.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>The whole way from a telegram to a real broker, in real time.</summary>
public sealed class HomeAssistantSinkTests
{
    private const string Live = "esp-smart-meter/m1/live";

    [Fact]
    public async Task A_telegram_reaches_the_broker_and_a_stop_says_goodbye()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber subscriber = new(broker, "#");
        using RunningApp app = new(new ConfiguredBroker(new Broker("127.0.0.1", broker.Port)));
        app.Take(500);
        await subscriber.Until(lines => lines.Any(line => line.Contains($"{Live} {{\"power_import\":500}}")) && lines.Contains("0 esp-smart-meter/status online"));
        Assert.Contains(subscriber.Lines, line => line.Contains("homeassistant/device/esp_smart_meter_bridge/config"));

        await app.StopAsync();
        await subscriber.Until(lines => lines.Contains("0 esp-smart-meter/status offline"));
        using Subscriber later = new(broker, "esp-smart-meter/status");
        await later.Until(lines => lines.Contains("1 esp-smart-meter/status offline"));
    }

    [Fact]
    public async Task After_a_step_the_button_of_the_meters_device_goes_on_without_counting_it()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber subscriber = new(broker, "#");
        using RunningApp app = new(new ConfiguredBroker(new Broker("127.0.0.1", broker.Port)));
        foreach (decimal number in (decimal[])[2000, 50000.00m, 50000.01m, 50000.02m])
            app.Take(500, number);
        await subscriber.Until(lines => lines.Any(line => line.Contains("bridge/state") && line.Contains("1-0:1.8.0 stepped from 2000 to 50000")));

        subscriber.Publish("esp-smart-meter/m1/decide", "continue");
        await subscriber.Until(lines => lines.SkipWhile(line => !line.Contains("\"problem\":true")).Any(line => line.Contains("\"problem\":false")));
        app.Take(500, 50000.03m);
        await subscriber.Until(lines => lines.Any(line => line.Contains("esp-smart-meter/m1/registers {\"energy_import\":2000.03,\"energy_import_own\":50000.03,\"energy_import_offset\":-48000.00}")));
    }

    [Fact]
    public async Task With_a_broker_killed_twenty_times_and_births_at_random_the_newest_state_is_back_within_fifteen_seconds_and_the_discovery_is_the_same()
    {
        using MosquittoBroker broker = MosquittoBroker.Prepare();
        broker.SetPassword("addons", "first");
        ChangingBroker supervisor = new(new Broker("127.0.0.1", broker.Port) { Username = "addons", Password = "first" });
        using RunningApp app = new(supervisor);
        Random random = new(7);
        string? config = null;
        for (int round = 0; round < 20; round++)
        {
            if (round == 10)
            {
                broker.SetPassword("addons", "second");
                supervisor.Broker = supervisor.Broker with { Password = "second" };
            }
            broker.Start();
            for (int i = 0; i < random.Next(5, 50); i++)
                app.Take(1000 * round + i);
            using Subscriber subscriber = new(broker, "#", "addons", supervisor.Broker.Password!);
            if (random.Next(2) == 0)
                subscriber.Publish("homeassistant/status", "online");
            int newest = app.Newest;
            await subscriber.Until(lines => lines.LastOrDefault(line => line.Contains(Live))?.EndsWith($"{{\"power_import\":{newest}}}") == true, seconds: 15);
            string now = subscriber.Lines.Last(line => line.Contains("esp_smart_meter_m1/config")).Split(' ', 3)[2];
            Assert.Equal(config ?? now, now);
            config = now;
            broker.Kill();
        }
    }

    [Fact]
    public async Task A_flood_of_telegrams_and_births_leaves_the_newest_state()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber subscriber = new(broker, "#");
        using RunningApp app = new(new ConfiguredBroker(new Broker("127.0.0.1", broker.Port)));
        for (int i = 0; i < 20_000; i++)
            app.Take(i);
        await subscriber.Until(lines => lines.LastOrDefault(line => line.Contains(Live))?.EndsWith("{\"power_import\":19999}") == true);
    }

    [Fact]
    public async Task A_fault_of_the_program_costs_a_message_and_not_those_after_it()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber subscriber = new(broker, "#");
        int faults = 0;
        using RunningApp app = new(
            new ConfiguredBroker(new Broker("127.0.0.1", broker.Port)), message =>
            {
                if (message.Topic == Live && faults++ < 3)
                    throw new InvalidOperationException("as no program should");
            });
        for (int watts = 1; watts <= 10; watts++)
            app.Take(watts);

        await subscriber.Until(lines => lines.Any(line => line.Contains($"{Live} {{\"power_import\":10}}")));
        Assert.True(faults > 3);
    }

    private sealed class ChangingBroker(Broker broker) : IBrokerLocator
    {
        public Broker Broker { get; set; } = broker;

        public Task<Broker> FindAsync(CancellationToken cancellation) => Task.FromResult(Broker);
    }

    /// <summary>The app's part from the meters to the broker, with each telegram published.</summary>
    private sealed class RunningApp : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("app-").FullName;
        private readonly Source _source;
        private readonly MeterRegistry _meters;
        private readonly SinkFanout _fanout;

        public RunningApp(IBrokerLocator locator, Action<MqttMessage>? before = null)
        {
            AppOptions options = Installation.With(Installation.SourceAt("tcp://emeter.local:8088")) with
            {
                DataFolder = _folder,
                Publish = new PublishOptions { Live = TimeSpan.Zero, Registers = TimeSpan.Zero },
            };
            _source = new Source(options.Sources[0]);
            _meters = new MeterRegistry(options);
            _meters.Restore(new StoredState(), [_source]);
            ForgetRequests requests = new();
            ManagedMqttClient client = new(locator, $"app-{Guid.NewGuid():N}"[..20], TimeProvider.System, NullLogger.Instance);
            StoredFiles files = new(NullLogger<StoredFiles>.Instance);
            Notices notices = new(options, files, _meters, [_source]);
            EspStatuses devices = new();
            EspUpdates updates = new(null, devices, new UpdatePace(), TimeProvider.System, NullLogger<EspUpdates>.Instance);
            PageLink page = new(options, new OwnApp(new HttpClient(), null));
            HomeAssistantPublisher publisher = new(
                options, [_source], devices, updates, notices, new PublishedDevices(_folder, files), requests, new EnergyDashboard(), _meters, page,
                (before ?? (_ => { })) + client.Publish, client.Subscribe, Random.Shared.NextDouble, DateTimeOffset.UtcNow);
            HomeAssistantSink sink = new(_meters, client, publisher, requests, page, TimeProvider.System);
            _fanout = new SinkFanout([sink], _meters, notices, TimeProvider.System, NullLogger<SinkFanout>.Instance);
            _fanout.StartingAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        public int Newest { get; private set; }

        public void Take(int watts, decimal? kilowattHours = null)
        {
            Newest = watts;
            Reading reading = new() { MeterId = "m1", Received = DateTimeOffset.UtcNow, Check = TelegramCheck.Crc16 };
            reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:1.7.0"), watts, Unit.Watt));
            if (kilowattHours is decimal energy)
                reading.Add(Measurement.OfNumber(ObisCode.Parse("1-0:1.8.0"), energy, Unit.KilowattHour));
            _meters.OnReading(_source, reading);
        }

        public Task StopAsync() => _fanout.StoppedAsync(CancellationToken.None);

        public void Dispose()
        {
            StopAsync().GetAwaiter().GetResult();
            _fanout.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
