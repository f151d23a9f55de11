using System.Threading.Channels;
using EspSmartMeter.Meters;
using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Sinks.HomeAssistant;

/// <summary>
/// Brings what happens, on whatever thread, to the publisher, one thing after another: telegrams, the broker's comings and goings, messages, time.
/// A source never waits for it, and a fault of ours in one of them costs neither the others nor the page.
/// </summary>
internal sealed partial class HomeAssistantService : BackgroundService, IMeterObserver
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1), Goodbye = TimeSpan.FromSeconds(3);

    private readonly MeterRegistry _registry;
    private readonly ManagedMqttClient _client;
    private readonly HomeAssistantPublisher _publisher;
    private readonly TimeProvider _time;
    private readonly ILogger<HomeAssistantService> _log;
    private string? _fault;

    /// <summary>More than sources send while the publisher looks away.</summary>
    private const int MostWaiting = 512;

    private readonly Channel<Action<DateTimeOffset>> _happened;

    /// <summary>The channel was full and lost what had waited longest: all meters are to be looked at anew.</summary>
    private volatile bool _overflowed;

    /// <summary>Counts the link's changes; the loop compares, so that none can be dropped.</summary>
    private volatile int _links;
    private int _linksSeen;

    public HomeAssistantService(MeterRegistry registry, ManagedMqttClient client, HomeAssistantPublisher publisher, TimeProvider time, ILogger<HomeAssistantService> log)
    {
        (_registry, _client, _publisher, _time, _log) = (registry, client, publisher, time, log);
        BoundedChannelOptions bounds = new(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _happened = Channel.CreateBounded<Action<DateTimeOffset>>(bounds, _ => _overflowed = true);
    }

    public void OnTelegram(Meter meter, MeterState state) => Note(now => _publisher.OnMeter(meter, state, now));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The rest of the host starts meanwhile.
        await Task.Yield();
        _registry.Subscribe(this);
        CatchUp(_time.GetUtcNow());
        _client.LinkChanged += OnLink;
        _client.Received += message => Note(now => _publisher.OnMessage(message, now));
        foreach (string topic in _publisher.Subscriptions)
            _client.Subscribe(topic);
        _client.Start(_publisher.Will);
        using ITimer timer = _time.CreateTimer(_ => Note(OnTick), null, Tick, Tick);
        try
        {
            await foreach (Action<DateTimeOffset> happened in _happened.Reader.ReadAllAsync(stoppingToken))
            {
                DateTimeOffset now = _time.GetUtcNow();
                Try(FollowLink, now);
                Try(happened, now);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        _publisher.OnStopping();
        await _client.StopAsync(Goodbye);
    }

    private void Try(Action<DateTimeOffset> happened, DateTimeOffset now)
    {
        try
        {
            happened(now);
        }
        catch (Exception fault)
        {
            // It may come again each second: told once.
            string told = $"{fault.GetType().Name}: {fault.Message}";
            if (told != _fault)
                LogFault(fault);
            _fault = told;
        }
    }

    private void OnLink(MqttLink link)
    {
        Interlocked.Increment(ref _links);
        Note(_ => { });
    }

    private void FollowLink(DateTimeOffset now)
    {
        int links = _links;
        if (links == _linksSeen)
            return;
        _linksSeen = links;
        if (_client.Link.Connected)
            _publisher.OnConnected(now);
        else
            _publisher.OnDisconnected();
    }

    private void OnTick(DateTimeOffset now)
    {
        if (_overflowed)
            CatchUp(now);
        _publisher.OnTick(now);
    }

    /// <summary>All meters as they are: at the start, and after something had to be dropped.</summary>
    private void CatchUp(DateTimeOffset now)
    {
        _overflowed = false;
        foreach (Meter meter in _registry.Meters)
            _publisher.OnMeter(meter, meter.State, now);
    }

    private void Note(Action<DateTimeOffset> happened) => _happened.Writer.TryWrite(happened);

    [LoggerMessage(LogLevel.Error, "A fault of the app in what it publishes. Please report it.")]
    private partial void LogFault(Exception fault);
}
