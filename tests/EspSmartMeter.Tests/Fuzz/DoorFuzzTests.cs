using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EspSmartMeter.Esp;
using EspSmartMeter.Files;
using EspSmartMeter.Json;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks;
using EspSmartMeter.Peaks.Schemes;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;
using EspSmartMeter.Sinks.Peaks;
using EspSmartMeter.Sources;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using Microsoft.Extensions.Logging.Abstractions;

namespace EspSmartMeter.Tests.Fuzz;

/// <summary>
/// Whatever comes in by a door that is not the meter's line (options, list files, stored files, HTTP, MQTT, an ESP's or the Supervisor's answer): no exception gets out,
/// what is told is short, no stored file is half written, and the app goes on. The seed of a round that fails is in the message.
/// `./test fuzz --minutes N` goes on for N minutes; FUZZ_SEED starts it at a seed.
/// </summary>
public sealed class DoorFuzzTests : IDisposable
{
    private const int RoundsInAnOrdinaryRun = 60;

    private const string Options = """
        {"sources": [{"name": "a", "url": "tcp://127.0.0.1:1?web=8080", "key": "000102030405060708090a0b0c0d0e0f", "auth_key": "000102030405060708090a0b0c0d0e0f", "list": "AIDON_V0001"},
          {"device": "/dev/ttyUSB0", "mode": "2400-8E1"}, {"url": "file:///no/such.bin"},
          {"url": "esphome://127.0.0.1:1/?port_name=Meter&mode=2400-8E1", "esphome_key": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}],
         "keys": [{"system_title": "5453540000000001", "key": "000102030405060708090a0b0c0d0e0f"}],
         "scale": [{"meter": "m1", "obis": "1-0:1.8.0", "factor": 0.5}],
         "mqtt": {"host": "broker", "port": 1883, "username": "me", "password": "secret", "tls": true, "ca": "/etc/hostname", "base_topic": "b", "discovery_prefix": "ha", "birth_topic": "ha/status"},
         "publish": {"live": 0, "registers": 60, "diagnostics": 300}, "language": "sv", "peak_scheme": "own",
         "peak_own": [{"window": 60, "grouping": "day", "highest": 3, "hours": "22-5", "weekdays": "1-5", "months": "11-3", "holidays": "se", "steps": "2000,5000"}, {"window": "60", "floor": 2500}], "time_zone": "Europe/Oslo", "lists": "LISTS", "token": "a token of many letters", "log_level": "info"}
        """;

    private const string Status = """
        {"id": "a1b2c3", "version": "1.0.0", "reset_reason": "power on", "uptime_s": 12, "wifi": {"rssi_dbm": -60, "reconnects": 0}, "heap": {"free_bytes": 30000},
         "line": {"mode": "115200-8N1", "inverted": true}, "uart": {"bursts": 1, "errors": 0, "overruns": 0}, "stream": {"dropped": 0}}
        """;

    private const string Broker = """{"result": "ok", "data": {"host": "core-mosquitto", "port": 1883, "username": "addons", "password": "secret", "ssl": false}}""";

    private const string Request = "GET /api/overview?token=x HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc";

    private readonly string _folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
    private readonly string _lists;
    private readonly string[] _tables = [.. Directory.EnumerateFiles(Repository.PathOf("src", "SmartMeter.Decoding", "Lists", "Tables"), "*.list").Order().Select(File.ReadAllText)];
    private readonly (string State, string Published, string Peaks) _stored = StoredByARun();

    public DoorFuzzTests() => _lists = Directory.CreateDirectory(Path.Combine(_folder, "lists")).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Whatever_comes_in_by_another_door_the_app_goes_on()
    {
        await using RunningApp app = await RunningApp.Start();
        for (int seed = 0; seed < RoundsInAnOrdinaryRun; seed++)
            await Round(app, seed);
    }

    [Fact(Explicit = true)]
    public async Task Whatever_comes_in_by_another_door_the_app_goes_on_as_long_as_asked()
    {
        double minutes = double.Parse(Environment.GetEnvironmentVariable("FUZZ_MINUTES") ?? "1", CultureInfo.InvariantCulture);
        int first = int.Parse(Environment.GetEnvironmentVariable("FUZZ_SEED") is { Length: > 0 } given ? given : $"{Environment.TickCount & int.MaxValue}", CultureInfo.InvariantCulture), seed = first;
        await using RunningApp app = await RunningApp.Start();
        for (DateTime end = DateTime.UtcNow.AddMinutes(minutes); DateTime.UtcNow < end; seed++)
            await Round(app, seed);
        Console.Out.WriteLine($"The other doors: {seed - first} rounds from seed {first}, none failed.");
    }

    private async Task Round(RunningApp app, int seed)
    {
        Random random = new(seed);
        string door = "";
        try
        {
            door = "options";
            ReadOptions(MutatedText.Of(Options.Replace("LISTS", _lists, StringComparison.Ordinal), random));
            door = "a list";
            ReadList(MutatedText.Of(_tables[random.Next(_tables.Length)], random));
            door = "state.json";
            ReadState(MutatedText.Of(_stored.State, random));
            door = "home-assistant.json";
            ReadPublished(MutatedText.Of(_stored.Published, random));
            door = "peaks.json";
            await ReadPeaks(MutatedText.Of(_stored.Peaks, random));
            door = "an ESP's status";
            _ = EspFigures.Parse(MutatedText.Of(Status, random));
            door = "the Supervisor's answer";
            await AskSupervisor(MutatedText.Of(Broker, random));
            door = "MQTT";
            Hear(random);
            door = "HTTP";
            await Ask(app, MutatedText.Of(Request, random));
        }
        catch (Exception fault)
        {
            Assert.Fail($"round of seed {seed}, {door}: {fault}");
        }
    }

    private void ReadOptions(byte[] json)
    {
        File.WriteAllBytes(Path.Combine(_folder, "options.json"), json);
        AppOptions read = OptionsLoader.Load(["--data", _folder], new Dictionary<string, string>());
        Assert.All(read.Faults.Concat(read.Warnings), AssertShort);
    }

    private void ReadList(byte[] list)
    {
        File.WriteAllBytes(Path.Combine(_lists, "fuzzed.list"), list);
        try
        {
            _ = ListFolder.Load("lists", _lists);
        }
        catch (UsageException wrong)
        {
            AssertShort(wrong.Message);
        }
        File.Delete(Path.Combine(_lists, "fuzzed.list"));
    }

    private void ReadState(byte[] state)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "state")).FullName;
        File.WriteAllBytes(Path.Combine(folder, StateFile.Name), state);
        StoredFiles files = new(NullLogger<StoredFiles>.Instance);
        AppOptions options = Installation.With(Installation.SourceAt("tcp://emeter.local:8088")) with { DataFolder = folder };
        MeterRegistry meters = new(options);
        meters.Restore(StateFile.Load(options, files), [new Source(options.Sources[0])]);
        Assert.All(files.Unread, sentence => AssertShort(sentence.ToString()));
        // What it took it can write again, whole, and read.
        new StateFile(options, meters, TimeProvider.System, NullLogger<StateFile>.Instance).Save();
        StoredFiles again = new(NullLogger<StoredFiles>.Instance);
        _ = StateFile.Load(options, again);
        Assert.Empty(again.Unread);
        Directory.Delete(folder, recursive: true);
    }

    private void ReadPublished(byte[] published)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "published")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "home-assistant.json"), published);
        using (Installation installation = new Installation(folder: folder).Connected())
        {
            installation.Take("m1", ("1-0:1.7.0", 1, SmartMeter.Decoding.Obis.Unit.Watt));
            installation.Advance(700);
            installation.Publisher.OnStopping();
        }
        StoredFiles again = new(NullLogger<StoredFiles>.Instance);
        _ = new PublishedDevices(folder, again);
        Assert.Empty(again.Unread);
        Directory.Delete(folder, recursive: true);
    }

    private async Task ReadPeaks(byte[] stored)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "peaks")).FullName;
        File.WriteAllBytes(Path.Combine(folder, PeaksSink.FileName), stored);
        using (Installation installation = new(folder: folder))
        {
            StoredFiles files = new(NullLogger<StoredFiles>.Instance);
            await LivePeaks(installation, files);
            Assert.All(files.Unread, sentence => AssertShort(sentence.ToString()));
        }
        // What it took it can write again, whole, and read.
        StoredFiles again = new(NullLogger<StoredFiles>.Instance);
        using (Installation installation = new(folder: folder))
            await LivePeaks(installation, again);
        Assert.Empty(again.Unread);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Reads peaks.json, goes on for half an hour, and writes it.</summary>
    private static async Task LivePeaks(Installation installation, StoredFiles files)
    {
        PeakBook book = new(PeakSchemes.Named("norway")!, TimeZoneInfo.Utc);
        PeaksSink sink = new(installation.Options, installation.Meters, book, files, TimeProvider.System, NullLogger<PeaksSink>.Instance);
        await sink.StartAsync(_ => { });
        for (int minute = 0; minute < 100; minute++)
        {
            installation.Advance(60);
            installation.Take("m1", ("1-0:1.7.0", 4000, SmartMeter.Decoding.Obis.Unit.Watt));
            await sink.OnTelegramAsync(installation.Meters.Meters[0], installation.Meters.Meters[0].State);
            await sink.OnTickAsync(installation.Now);
        }
        WritePeaks(book, installation.Now);
        await sink.StopAsync();
    }

    private static void WritePeaks(PeakBook book, DateTimeOffset now)
    {
        using Utf8JsonWriter json = new(Stream.Null);
        json.WriteStartObject();
        new PeakJson(book, Sentences.In("en")).Write(json, "m1", now);
        json.WriteEndObject();
    }

    private static async Task AskSupervisor(byte[] answer)
    {
        using HttpClient http = new(new Answering(answer)) { BaseAddress = SupervisorBroker.Address };
        try
        {
            _ = await new SupervisorBroker(http, "token").FindAsync(TestContext.Current.CancellationToken);
        }
        catch (BrokerUnknownException)
        {
            // Told in a sentence.
        }
    }

    private static void Hear(Random random)
    {
        using Installation installation = new Installation().Connected();
        for (int i = 0; i < 20; i++)
        {
            string topic = random.Next(3) switch { 0 => "homeassistant/status", 1 => "esp-smart-meter/status", _ => "esp-smart-meter/bridge/state" };
            byte[] payload = random.Next(2) == 0 ? MutatedText.Of("online", random) : new byte[random.Next(40)];
            installation.Publisher.OnMessage(new MqttMessage(topic, payload, random.Next(2) == 0, MqttQuality.AtLeastOnce), installation.Now);
            installation.Advance(1);
        }
        Assert.True(installation.Sent.Count < 200, $"{installation.Sent.Count} messages for 20");
    }

    private static async Task Ask(RunningApp app, byte[] request)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, app.Address.Port), TestContext.Current.CancellationToken);
        try
        {
            await socket.SendAsync(request, TestContext.Current.CancellationToken);
            socket.Shutdown(SocketShutdown.Send);
            byte[] answer = new byte[4096];
            int length = await socket.ReceiveAsync(answer, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(" 500 ", Encoding.ASCII.GetString(answer, 0, Math.Min(length, 20)));
        }
        catch (SocketException)
        {
            // Refused before all was sent.
        }
        Assert.Equal("ok\n", await app.Http.GetStringAsync("health", TestContext.Current.CancellationToken));
    }

    private static void AssertShort(string told)
    {
        Assert.True(told.Length < 3000, $"{told.Length} characters: {told[..Math.Min(100, told.Length)]}");
        Assert.DoesNotContain(told, char.IsControl);
        // A type's name or a place in the code is nothing for a user.
        Assert.DoesNotContain("Exception", told);
        Assert.DoesNotContain("   at ", told);
    }

    private static (string State, string Published, string Peaks) StoredByARun()
    {
        using Installation peaks = new();
        LivePeaks(peaks, new StoredFiles(NullLogger<StoredFiles>.Instance)).GetAwaiter().GetResult();
        using Installation installation = new Installation().Connected().Run("dsmr5-gas", TimeSpan.FromMinutes(2));
        installation.Publisher.OnStopping();
        return (
            JsonSerializer.Serialize(installation.Meters.Stored(), StoredStateJson.Default.StoredState),
            File.ReadAllText(Path.Combine(installation.Folder, "home-assistant.json")),
            File.ReadAllText(Path.Combine(peaks.Folder, PeaksSink.FileName)));
    }

    private sealed class Answering(byte[] answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer) });
    }
}
