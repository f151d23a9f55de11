using System.Security.Cryptography;
using EspSmartMeter.Languages;
using EspSmartMeter.Timing;
using MQTTnet.Exceptions;
using MQTTnet.Extensions.ManagedClient;

namespace EspSmartMeter.Mqtt;

/// <summary>The client over MQTTnet: one task that connects, hands messages over and connects again.</summary>
internal sealed class MqttNetClient(IBrokerLocator locator, string clientId, TimeProvider time, ILogger logger) : IMqttClient
{
    private readonly Lock _gate = new();
    private readonly Outbox _outbox = new();
    private readonly Dictionary<Guid, (long Order, MqttMessage Message)> _inFlight = [];
    private readonly List<string> _filters = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10), Random.Shared.NextDouble);
    private MqttMessage? _will;
    private MqttNetSession? _session;
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource _work = NewSignal();
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
        {
            _outbox.Put(message);
            _work.TrySetResult();
        }
    }

    public async Task StopAsync(TimeSpan patience)
    {
        _patience = patience;
        await _stopping.CancelAsync();
        lock (_gate)
            _work.TrySetResult();
        await Task.WhenAny(_running, Task.Delay(patience + TimeSpan.FromSeconds(2), time));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
            await StopAsync(TimeSpan.FromSeconds(1));
        _stopping.Dispose();
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
            session.Refused += logger.SubscriptionRefused;
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
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            return MqttLink.Stopped;
        }
        catch (Exception unusable)
        {
            // Whatever the library objects to: it costs a pause, not the client's life.
            return Sentence.Of("mqtt.unusable", unusable.Message);
        }
    }

    private async Task<Sentence> LiveAsync(MqttNetSession session, MqttNetOptions options, Broker broker)
    {
        string[] filters = Filters();
        await session.StartAsync(options.Build(), filters);
        // The library keeps its own time; should it not, so do we.
        await Task.WhenAny(session.Answer, Task.Delay(MqttLimits.Connecting + TimeSpan.FromSeconds(1), time, _stopping.Token));
        if (_stopping.IsCancellationRequested)
            return MqttLink.Stopped;
        if (!session.Answer.IsCompleted)
            return MqttFault.Silent(broker);
        if (await session.Answer is ConnectingFailedEventArgs failed)
            return MqttNetFault.Describe(failed, options, broker);
        if (session.Lost.IsCompleted)
            return MqttFault.HungUp(broker);

        Enter(session, broker, filters.Length);
        while (!_stopping.IsCancellationRequested && !session.Lost.IsCompleted)
        {
            Task work = NextWork();
            await SendAsync(session);
            await Task.WhenAny(work, session.Lost);
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

    private void Enter(MqttNetSession session, Broker broker, int asked)
    {
        _backoff.Reset();
        lock (_gate)
        {
            _session = session;
            // Those that came while it connected.
            foreach (string filter in _filters.Skip(asked))
                _ = session.SubscribeAsync(filter);
        }
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
        {
            try
            {
                await session.SendAsync(id, message);
            }
            catch (MqttProtocolViolationException unfit)
            {
                logger.Unsendable(message.Topic, unfit.Message);
                Confirm(id);
            }
        }
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
        {
            _inFlight.Remove(id);
            _work.TrySetResult();
        }
    }

    private async Task SayGoodbyeAsync(MqttNetSession session)
    {
        long started = time.GetTimestamp();
        while (HasUnsent() && !session.Lost.IsCompleted && time.GetElapsedTime(started) < _patience)
        {
            Task work = NextWork();
            await SendAsync(session);
            await Task.WhenAny(work, session.Lost, Task.Delay(50));
        }
        await session.StopAsync();
    }

    private bool HasUnsent()
    {
        lock (_gate)
            return _inFlight.Count + _outbox.Count > 0;
    }

    /// <summary>Completes with the next message, confirmation or stop. Asked for before looking what there is, so that none is missed in between.</summary>
    private Task NextWork()
    {
        lock (_gate)
        {
            if (_work.Task.IsCompleted)
                _work = NewSignal();
            return _work.Task;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

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
