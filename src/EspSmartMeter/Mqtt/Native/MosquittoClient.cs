using EspSmartMeter.Languages;
using EspSmartMeter.Timing;

namespace EspSmartMeter.Mqtt;

/// <summary>The client over libmosquitto: one thread that connects, loops and connects again.</summary>
internal sealed class MosquittoClient(IBrokerLocator locator, string clientId, TimeProvider time, ILogger logger) : IMqttClient
{
    private readonly Lock _gate = new();
    private readonly Outbox _outbox = new();
    private readonly Dictionary<int, (long Order, MqttMessage Message)> _inFlight = [];
    private readonly List<string> _filters = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10), Random.Shared.NextDouble);
    private MosquittoSession? _session;
    private MqttMessage? _will;
    private Thread? _thread;
    private TimeSpan _patience;
    private long _sent;

    public MqttLink Link { get; private set; } = MqttLink.NotStarted;

    public event Action<MqttLink>? LinkChanged;

    public event Action<MqttMessage>? Received;

    public void Start(MqttMessage will)
    {
        _will = will;
        _thread = new Thread(Run) { IsBackground = true, Name = "mqtt" };
        _thread.Start();
    }

    public void Subscribe(string topicFilter)
    {
        lock (_gate)
        {
            _filters.Add(topicFilter);
            _session?.Subscribe(topicFilter);
        }
    }

    public void Publish(MqttMessage message)
    {
        lock (_gate)
        {
            _outbox.Put(message);
            Send();
        }
    }

    public async Task StopAsync(TimeSpan patience)
    {
        _patience = patience;
        await _stopping.CancelAsync();
        if (_thread is Thread thread)
            await Task.Run(() => thread.Join(patience + TimeSpan.FromSeconds(2)));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
            await StopAsync(TimeSpan.FromSeconds(1));
        _stopping.Dispose();
    }

    private void Run()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Sentence fault = Attempt();
            if (_stopping.IsCancellationRequested)
                break;
            Tell(MqttLink.Down(fault));
            Task.Delay(_backoff.Next(), time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }
        Tell(MqttLink.Down(MqttLink.Stopped));
    }

    /// <summary>Connects, and stays until the link breaks. Tells why it did.</summary>
    private Sentence Attempt()
    {
        try
        {
            Broker broker = locator.FindAsync(_stopping.Token).GetAwaiter().GetResult();
            if (MqttFault.WithFilesOf(broker) is Sentence wrong)
                return wrong;
            using MosquittoSession session = new(clientId, broker, _will!);
            try
            {
                return Live(session, broker);
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
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return MqttLink.Stopped;
        }
        catch (InvalidOperationException unusable)
        {
            return Sentence.Of("mqtt.unusable", unusable.Message);
        }
        catch (DllNotFoundException)
        {
            return Sentence.Of("mqtt.no_library");
        }
        catch (Exception fault)
        {
            // On a thread of its own it would end the program.
            return MqttFault.OfTheApp(fault);
        }
    }

    private Sentence Live(MosquittoSession session, Broker broker)
    {
        if (broker.Tls && session.UseTls(broker) != MosquittoResult.Success)
            return MqttFault.UnfitFiles;
        int result = session.Connect(broker);
        if (result != MosquittoResult.Success)
            return MosquittoFault.Describe(result, session, broker, wasConnected: false);

        long started = time.GetTimestamp();
        while (session.Answer is null)
        {
            result = session.Loop(TimeSpan.FromMilliseconds(100));
            if (result != MosquittoResult.Success || session.Answer is not (null or 0))
                return MosquittoFault.Describe(result, session, broker, wasConnected: false);
            if (_stopping.IsCancellationRequested)
                return MqttLink.Stopped;
            if (time.GetElapsedTime(started) > MqttLimits.Connecting)
                return MqttFault.Silent(broker);
        }
        Enter(session, broker);
        while (!_stopping.IsCancellationRequested)
        {
            result = session.Loop(TimeSpan.FromSeconds(1));
            TakeIn(session);
            if (result != MosquittoResult.Success)
                return MosquittoFault.Describe(result, session, broker, wasConnected: true);
        }
        SayGoodbye(session);
        return MqttLink.Stopped;
    }

    private void Enter(MosquittoSession session, Broker broker)
    {
        _backoff.Reset();
        lock (_gate)
        {
            _session = session;
            foreach (string filter in _filters)
                session.Subscribe(filter);
        }
        Tell(MqttLink.Up(broker));
        lock (_gate)
            Send();
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

    /// <summary>Confirmations, and messages to us, since the last loop.</summary>
    private void TakeIn(MosquittoSession session)
    {
        lock (_gate)
        {
            while (session.TryConfirmed(out int messageId))
                _inFlight.Remove(messageId);
            Send();
        }
        while (session.TryReceived(out MqttMessage message))
            Received?.Invoke(message);
        while (session.TryRefused(out string filter))
            logger.SubscriptionRefused(filter);
    }

    /// <summary>Hands over what waits, as far as the window allows. Under the lock, so that a confirmation cannot overtake the note of what it confirms.</summary>
    private void Send()
    {
        while (_session is not null && _inFlight.Count < MqttLimits.InFlight && _outbox.TryTake(out MqttMessage message))
        {
            int result = _session.Publish(message, out int messageId);
            if (result == MosquittoResult.Success)
                _inFlight[messageId] = (_sent++, message);
            else if (result is MosquittoResult.NoConnection or MosquittoResult.ConnectionLost or MosquittoResult.NoMemory)
            {
                // The loop is about to notice.
                _outbox.Return([message]);
                return;
            }
            else
                logger.Unsendable(message.Topic, Libmosquitto.TextOf(result));
        }
    }

    private void SayGoodbye(MosquittoSession session)
    {
        long started = time.GetTimestamp();
        while (HasUnsent() && time.GetElapsedTime(started) < _patience)
        {
            if (session.Loop(TimeSpan.FromMilliseconds(50)) != MosquittoResult.Success)
                return;
            TakeIn(session);
        }
        session.Disconnect();
        // Writes what the goodbye is made of; an error is the closed connection.
        session.Loop(TimeSpan.FromMilliseconds(50));
    }

    private bool HasUnsent()
    {
        lock (_gate)
            return _inFlight.Count + _outbox.Count > 0;
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
