using System.Security.Cryptography;
using EspSmartMeter.Languages;
using MQTTnet.Extensions.ManagedClient;

namespace EspSmartMeter.Mqtt.NuGet;

/// <summary>The client over MQTTnet: one task that connects, hands messages over and connects again.</summary>
internal sealed class MqttNetClient(IBrokerLocator locator, string clientId, TimeProvider time, ILogger logger) : IMqttClient
{

    private readonly Lock _gate = new();
    private readonly Outbox _outbox = new();
    private readonly Dictionary<Guid, (long Order, MqttMessage Message)> _inFlight = [];
    private readonly List<string> _filters = [];
    private readonly SemaphoreSlim _work = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10), Random.Shared.NextDouble);
    private MqttMessage? _will;
    private MqttNetSession? _session;
    private Task _running = Task.CompletedTask;
    private TimeSpan _patience;
    private long _sent;

    public MqttLink Link { get; private set; } = MqttLink.NotStarted;

    public event Action<MqttLink>? LinkChanged;

    public event Action<MqttMessage>? Received;

    public void Start(MqttMessage will)
    {
        _will = will;
        _running = Task.Run(RunAsync);
    }

    public void Subscribe(string topicFilter)
    {
        lock (_gate)
        {
            _filters.Add(topicFilter);
            _ = _session?.SubscribeAsync(topicFilter);
        }
    }

    public void Publish(MqttMessage message)
    {
        lock (_gate)
            _outbox.Put(message);
        Wake();
    }

    public async Task StopAsync(TimeSpan patience)
    {
        _patience = patience;
        await _stopping.CancelAsync();
        await Task.WhenAny(_running, Task.Delay(patience + TimeSpan.FromSeconds(2)));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
            await StopAsync(TimeSpan.FromSeconds(1));
        _stopping.Dispose();
        _work.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Sentence fault = await AttemptAsync();
            if (_stopping.IsCancellationRequested)
                break;
            Tell(MqttLink.Down(fault));
            await Task.Delay(_backoff.Next(), time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        Tell(MqttLink.Down(MqttLink.Stopped));
    }

    /// <summary>Connects, and stays until the link breaks. Tells why it did.</summary>
    private async Task<Sentence> AttemptAsync()
    {
        try
        {
            Broker broker = await locator.FindAsync(_stopping.Token);
            if (MqttFault.WithFilesOf(broker) is Sentence wrong)
                return wrong;
            MqttNetOptions options = new(clientId, broker, _will!);
            using MqttNetSession session = new();
            session.Confirmed += Confirm;
            session.Received += message => Received?.Invoke(message);
            try
            {
                return await LiveAsync(session, options, broker);
            }
            finally
            {
                Leave();
            }
        }
        catch (BrokerUnknownException unknown)
        {
            return unknown.Sentence;
        }
        catch (CryptographicException)
        {
            return MqttFault.UnfitFiles;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return MqttLink.Stopped;
        }
    }

    private async Task<Sentence> LiveAsync(MqttNetSession session, MqttNetOptions options, Broker broker)
    {
        await session.StartAsync(options.Build(), Filters());
        // The library keeps its own time; should it not, so do we.
        await Task.WhenAny(session.Answer, Task.Delay(MqttLimits.Connecting + TimeSpan.FromSeconds(1), time, _stopping.Token));
        if (_stopping.IsCancellationRequested)
            return MqttLink.Stopped;
        if (!session.Answer.IsCompleted)
            return MqttFault.Silent(broker);
        if (await session.Answer is ConnectingFailedEventArgs failed)
            return MqttNetFault.Describe(failed, options, broker);

        Enter(session, broker);
        while (!_stopping.IsCancellationRequested && !session.Lost.IsCompleted)
        {
            await SendAsync(session);
            await Task.WhenAny(_work.WaitAsync(TimeSpan.FromSeconds(1)), session.Lost);
        }
        if (session.Lost.IsCompleted)
            return MqttFault.Lost(broker);
        await SayGoodbyeAsync(session);
        return MqttLink.Stopped;
    }

    private string[] Filters()
    {
        lock (_gate)
            return [.. _filters];
    }

    private void Enter(MqttNetSession session, Broker broker)
    {
        _backoff.Reset();
        lock (_gate)
            _session = session;
        Tell(MqttLink.Up(broker));
    }

    private void Leave()
    {
        lock (_gate)
        {
            _session = null;
            _outbox.Return(_inFlight.Values.OrderBy(sent => sent.Order).Select(sent => sent.Message));
            _inFlight.Clear();
        }
    }

    private async Task SendAsync(MqttNetSession session)
    {
        while (TryNext(out Guid id, out MqttMessage message))
            await session.SendAsync(id, message);
    }

    private bool TryNext(out Guid id, out MqttMessage message)
    {
        id = Guid.NewGuid();
        message = null!;
        lock (_gate)
        {
            if (_inFlight.Count >= MqttLimits.InFlight || !_outbox.TryTake(out message))
                return false;
            _inFlight[id] = (_sent++, message);
            return true;
        }
    }

    private void Confirm(Guid id)
    {
        lock (_gate)
            _inFlight.Remove(id);
        Wake();
    }

    private async Task SayGoodbyeAsync(MqttNetSession session)
    {
        long started = time.GetTimestamp();
        while (HasUnsent() && !session.Lost.IsCompleted && time.GetElapsedTime(started) < _patience)
        {
            await SendAsync(session);
            await _work.WaitAsync(TimeSpan.FromMilliseconds(50));
        }
        await session.StopAsync();
    }

    private bool HasUnsent()
    {
        lock (_gate)
            return _inFlight.Count + _outbox.Count > 0;
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (_work.CurrentCount == 0)
                _work.Release();
        }
    }

    private void Tell(MqttLink link)
    {
        if (link == Link)
            return;
        Link = link;
        if (link.Connected)
            logger.Connected(link.Sentence);
        else if (!_stopping.IsCancellationRequested)
            logger.NotConnected(link.Sentence);
        LinkChanged?.Invoke(link);
    }
}
