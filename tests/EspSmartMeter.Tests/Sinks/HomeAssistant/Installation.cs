using System.Text;
using System.Text.Json;
using EspSmartMeter.Esp;
using EspSmartMeter.Esp.Updates;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks;
using EspSmartMeter.Sinks;
using EspSmartMeter.Sinks.HomeAssistant;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;
using EspSmartMeter.Sources;
using EspSmartMeter.Supervisor;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>
/// An installation in virtual time: telegrams' bytes through the decoder and the meters to the publisher, whose messages are kept. What is missing of
/// the real thing is the broker and the clock.
/// </summary>
internal sealed class Installation : IDecoderSink, IMeterObserver, IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    private readonly MeterDecoder _decoder;
    private readonly string _folder;
    private readonly bool _ownsFolder;
    private readonly PeakBook? _peaks;

    public Installation(AppOptions? options = null, string? folder = null, DateTimeOffset? start = null, StoredState? lastRun = null, PeakBook? peaks = null)
    {
        Now = start ?? Start;
        _folder = folder ?? Directory.CreateTempSubdirectory("installation-").FullName;
        _ownsFolder = folder is null;
        Options = (options ?? new AppOptions { Sources = [SourceAt("tcp://emeter.local:8088")], DataFolder = _folder }) with { DataFolder = _folder };
        Sources = [.. Options.Sources.Select(source => new Source(source))];
        Source = Sources[0];
        Source.Statistics.LinkIs(LinkState.Connected, Now, Sentence.Of("link.connected"));
        Meters = new MeterRegistry(Options);
        Meters.Restore(lastRun ?? new StoredState(), Sources);
        Meters.Subscribe(this);
        _decoder = new MeterDecoder(new DecoderOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam"), Keys = Options.Sources[0].Keys }, this);
        StoredFiles files = new(NullLogger<StoredFiles>.Instance);
        Updates = new EspUpdates(FirmwareBundle.Load(Options.Firmware), Devices, new UpdatePace(), TimeProvider.System, NullLogger<EspUpdates>.Instance);
        Page = new PageLink(Options, new OwnApp(new HttpClient(), null));
        Publisher = new HomeAssistantPublisher(
            Options, Sources, Devices, Updates, new Notices(Options, files, Meters, Sources), new PublishedDevices(_folder, files), Requests, Dashboard, Meters, Page, Sent.Add, Subscribed.Add, () => 0.5, Now, peaks);
        _peaks = peaks;
    }

    public AppOptions Options { get; }

    public IReadOnlyList<Source> Sources { get; }

    /// <summary>The source that telegrams come from.</summary>
    public Source Source { get; }

    public MeterRegistry Meters { get; }

    public EspStatuses Devices { get; } = new();

    public EspUpdates Updates { get; }

    public HomeAssistantPublisher Publisher { get; }

    public List<MqttMessage> Sent { get; } = [];

    public ForgetRequests Requests { get; } = new();

    public EnergyDashboard Dashboard { get; } = new();

    public PageLink Page { get; }

    /// <summary>The topics that the publisher asked for, beside those of the start.</summary>
    public List<string> Subscribed { get; } = [];

    /// <summary>What the register guard kept back.</summary>
    public List<Rejected> Withheld { get; } = [];

    public DateTimeOffset Now { get; private set; }

    public string Folder => _folder;

    public static SourceOptions SourceAt(string url, string? name = null) => new(name, new Uri(url), KeyRing.Empty);

    public static AppOptions With(params SourceOptions[] sources) => new() { Sources = sources, DataFolder = "" };

    public Installation Connected()
    {
        Publisher.OnConnected(Now);
        HearOwnStatus();
        return this;
    }

    /// <summary>The broker sends back what was said there: after it nothing comes that it had kept.</summary>
    public void HearOwnStatus() =>
        Publisher.OnMessage(new MqttMessage("esp-smart-meter/status", "online"u8.ToArray(), false, MqttQuality.AtLeastOnce), Now);

    /// <summary>Feeds a simulated meter for some time, with the publisher's clock going on each second.</summary>
    public Installation Run(string meter, TimeSpan duration, int seed = 1)
    {
        SimulatedMeter simulated = SimulatedMeters.Find(meter) ?? throw new ArgumentException($"There is no meter {meter}.");
        DateTimeOffset end = Now + duration;
        foreach (SimulatedTelegram telegram in simulated.Telegrams(seed, Now).TakeWhile(telegram => telegram.At < end))
        {
            AdvanceTo(telegram.At);
            Feed(telegram.Bytes);
        }
        AdvanceTo(end);
        return this;
    }

    public void Feed(byte[] bytes)
    {
        Source.Statistics.Received(bytes.Length, Now);
        _decoder.Feed(bytes, Now);
        _decoder.Idle(Now + TimeSpan.FromMilliseconds(200));
    }

    /// <summary>A telegram made of these values, without bytes.</summary>
    public void Take(string? meterId, params (string Code, decimal Number, Unit Unit)[] values)
    {
        Reading reading = new() { MeterId = meterId, Received = Now };
        foreach ((string code, decimal number, Unit unit) in values)
            reading.Add(Measurement.OfNumber(ObisCode.Parse(code), number, unit));
        Take(reading);
    }

    public void Take(Reading reading) => Take(Source, reading);

    public void Take(Source source, Reading reading)
    {
        reading.Received = Now;
        reading.Check = TelegramCheck.Crc16;
        source.Statistics.Decoded(Now, proven: true);
        Meters.OnReading(source, reading);
    }

    public void Advance(double seconds) => AdvanceTo(Now + TimeSpan.FromSeconds(seconds));

    /// <summary>Somebody, or the network's time, sets the clock.</summary>
    public void SetClock(DateTimeOffset to) => Now = to;

    public void AdvanceTo(DateTimeOffset to)
    {
        for (DateTimeOffset tick = Now.AddSeconds(1); tick <= to; tick = tick.AddSeconds(1))
        {
            Now = tick;
            Publisher.OnTick(tick);
        }
        Now = to;
    }

    public IEnumerable<string> On(string topic) => Sent.Where(message => message.Topic == topic).Select(message => message.Text);

    public JsonElement Last(string topic)
    {
        string? last = On(topic).LastOrDefault(text => text.Length > 0);
        Assert.True(last is not null, $"nothing on {topic}; there was:\n{string.Join('\n', Sent.Select(message => message.Topic).Distinct())}");
        return JsonDocument.Parse(last).RootElement;
    }

    public void Birth() => Publisher.OnMessage(
        new MqttMessage(Options.Mqtt.BirthTopic, Encoding.UTF8.GetBytes("online"), false, MqttQuality.AtMostOnce), Now);

    public void OnReading(Reading reading)
    {
        Source.Statistics.Decoded(Now, proven: true);
        Meters.OnReading(Source, reading);
    }

    public void OnRejected(Rejected rejected) => Source.Statistics.Refused(rejected, Now);

    void IMeterObserver.OnRejected(Source source, Rejected rejected, DateTimeOffset at) => Withheld.Add(rejected);

    public void OnTelegram(Meter meter, MeterState state)
    {
        _peaks?.Take(meter.Id, state);
        Publisher.OnMeter(meter, state, Now);
    }

    public void Dispose()
    {
        Updates.Dispose();
        if (_ownsFolder)
            Directory.Delete(_folder, recursive: true);
    }
}
