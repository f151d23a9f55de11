using System.Security.Cryptography;
using EspSmartMeter.Languages;
using EspSmartMeter.Timing;
using MQTTnet.Exceptions;

namespace EspSmartMeter.Mqtt;

/// <summary>
/// A client that keeps to one broker for ever: it connects, and connects again with a growing pause after each failure.
/// <see cref="Publish"/> never waits: what cannot be sent now is kept in a bounded box, the newest of each topic, and handed over in order.
/// The events' handlers return soon and do not throw.
/// </summary>
/// <param name="locator">Asked for the broker before every attempt.</param>
/// <param name="clientId">Stays the same for all connections of a process, so that a new one ends a half-open old one, and its will with it.</param>
/// <param name="time">The clock of pauses and patience.</param>
/// <param name="logger">Told when the link comes and goes, and why.</param>
internal sealed class ManagedMqttClient(IBrokerLocator locator, string clientId, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5), LongestPause = TimeSpan.FromSeconds(10), Grace = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Outbox _outbox = new();
    private readonly SortedDictionary<long, MqttMessage> _inFlight = [];
    private readonly List<string> _filters = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Backoff _backoff = new(FirstPause, LongestPause, Random.Shared.NextDouble);
    private MqttMessage? _will;
    private MqttSession? _session;
    private Task _running = Task.CompletedTask;
    private TimeSpan _patience;
    private long _sent;

    /// <summary>How the link stands now.</summary>
    public MqttLink Link { get; private set; } = MqttLink.NotStarted;

    /// <summary>The link came, went, or fails for another reason than before.</summary>
    public event Action<MqttLink>? LinkChanged;

    /// <summary>A message under one of the subscribed topics, of at most <see cref="MqttLimits.LargestIncoming"/> bytes; larger ones are dropped.</summary>
    public event Action<MqttMessage>? Received;

    /// <summary>Begins to connect. The will is what the broker publishes when the link breaks without a goodbye.</summary>
    public void Start(MqttMessage will)
    {
        _will = will;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Asks for a topic, now and after each reconnect. Before <see cref="Start"/> or after.</summary>
    public void Subscribe(string topicFilter)
    {
        lock (_gate)
        {
            _filters.Add(topicFilter);
            if (_session is MqttSession session)
                _ = session.SubscribeAsync([topicFilter]);
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

    /// <summary>Sends what waits, for at most <paramref name="patience"/>, and says goodbye: the broker then keeps the will to itself.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        _patience = patience;
        await _stopping.CancelAsync();
        await Task.WhenAny(_running, Task.Delay(patience + Grace, time));
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
            using MqttSession session = new(new SessionOptions(clientId, broker, _will!), time);
            session.Received += message => Received?.Invoke(message);
            session.Refused += logger.SubscriptionRefused;
            return await LiveAsync(session, broker);
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
        catch (Exception fault)
        {
            // Whatever it is, it costs a pause, not the client's life.
            return MqttFault.OfTheApp(fault);
        }
    }

    private async Task<Sentence> LiveAsync(MqttSession session, Broker broker)
    {
        string[] filters = Filters();
        if (await session.ConnectAsync(filters, _stopping.Token) is Sentence refused)
            return MqttFault.IsUnclear(refused, broker) && await OtherProtocol.AnswersAsync(broker, time, _stopping.Token) ? MqttFault.UnavailableBroker(broker) : refused;
        try
        {
            Enter(session, broker, filters.Length);
            await session.Lost.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (session.Lost.IsCompleted)
                return MqttFault.Lost(broker);
            await SayGoodbyeAsync(session);
            return MqttLink.Stopped;
        }
        finally
        {
            Leave();
        }
    }

    private string[] Filters()
    {
        lock (_gate)
            return [.. _filters];
    }

    private void Enter(MqttSession session, Broker broker, int asked)
    {
        _backoff.Reset();
        lock (_gate)
        {
            _session = session;
            // Those that came while it connected.
            if (_filters.Count > asked)
                _ = session.SubscribeAsync([.. _filters.Skip(asked)]);
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
            _outbox.Return(_inFlight.Values);
            _inFlight.Clear();
        }
    }

    /// <summary>Hands over what waits, as far as the window allows. Under the lock, so that the order holds.</summary>
    private void Send()
    {
        while (_session is MqttSession session && _inFlight.Count < MqttLimits.InFlight && _outbox.TryTake(out MqttMessage message))
        {
            long number = _sent++;
            _inFlight[number] = message;
            _ = DeliverAsync(session, number, message);
        }
    }

    private async Task DeliverAsync(MqttSession session, long number, MqttMessage message)
    {
        try
        {
            // Yields even where it is done at once: what follows sends the next one, and would go as deep as messages wait.
            await session.PublishAsync(message).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (MqttProtocolViolationException unfit)
        {
            logger.Unsendable(message.Topic, unfit.Message);
        }
        catch (Exception)
        {
            // The link is gone, and the message back in the box when that is noticed.
            session.GiveUp();
            return;
        }
        lock (_gate)
        {
            _inFlight.Remove(number);
            Send();
        }
    }

    private async Task SayGoodbyeAsync(MqttSession session)
    {
        long started = time.GetTimestamp();
        while (HasUnsent() && !session.Lost.IsCompleted && time.GetElapsedTime(started) < _patience)
            await Task.WhenAny(session.Lost, Task.Delay(TimeSpan.FromMilliseconds(20), time));
        await session.DisconnectAsync();
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
