using System.Text;
using EspSmartMeter.About;
using EspSmartMeter.Languages;
using EspSmartMeter.Lines;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Timing;

namespace EspSmartMeter.Forwarding;

/// <summary>
/// Brings bursts to a broker in their order, each until the broker has confirmed it (QoS 1); connects again for ever, after 1 to 60 seconds. What happens is told in English.
/// </summary>
internal sealed class Forwarder(MqttAddress to, ForwardQueue queue, TimeProvider time, Func<double> random, Action<string> say)
{
    private readonly Broker _broker = new(to.Host, to.Port) { Username = to.Username, Password = to.Password };
    private readonly string _clientId = $"{Product.Name}-forward-{Guid.NewGuid():N}"[..(Product.Name.Length + 18)];
    private readonly Backoff _pauses = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), random);
    private long? _awaySince;
    private string? _told;

    /// <summary>Bursts that the broker has.</summary>
    public long Sent { get; private set; }

    public long SentBytes { get; private set; }

    /// <param name="stopping">Nothing more is waited for: what is in the queue is sent, as far as the broker is there.</param>
    /// <param name="over">Ends it at once.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken over)
    {
        while (!stopping.IsCancellationRequested)
        {
            string fault = await AttemptAsync(stopping, over);
            queue.BrokerIs(there: false);
            if (stopping.IsCancellationRequested)
                return;
            _awaySince ??= time.GetTimestamp();
            if (fault != _told)
                say(_told = fault);
            await Task.Delay(_pauses.Next(), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Connects, and sends until the link breaks. Tells why it did.</summary>
    private async Task<string> AttemptAsync(CancellationToken stopping, CancellationToken over)
    {
        try
        {
            using MqttSession session = new(new Mqtt.SessionOptions(_clientId, _broker, null), time);
            if (await session.ConnectAsync([], over) is Sentence refused)
                return Reason(refused);
            _pauses.Reset();
            queue.BrokerIs(there: true);
            await CatchUpAsync(session, over);
            await SendAsync(session, stopping, over);
            return $"the link to {_broker} was lost; connecting again";
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return "stopped";
        }
        catch (Exception broken)
        {
            return $"the link to {_broker} broke ({broken.Message.TrimEnd('.')}); connecting again";
        }
    }

    private async Task CatchUpAsync(MqttSession session, CancellationToken over)
    {
        string away = _awaySince is long since ? $" after {time.GetElapsedTime(since).TotalSeconds:0} s" : "";
        (_awaySince, _told) = (null, null);
        int waiting = queue.Count;
        long began = time.GetTimestamp();
        for (int left = waiting; left > 0 && queue.Count > 0; left--)
            await SendOneAsync(session, over);
        say($"connected to {_broker}{away}" + (waiting == 0 ? "" : $": caught up with {waiting} that waited in {time.GetElapsedTime(began).TotalMilliseconds:0} ms; {queue.LeftOut} older ones were left out so far"));
    }

    private async Task SendAsync(MqttSession session, CancellationToken stopping, CancellationToken over)
    {
        using CancellationTokenSource lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _ = session.Lost.ContinueWith(_ => Cancel(lost), TaskScheduler.Default);
        while (!session.Lost.IsCompleted)
        {
            try
            {
                await queue.NextAsync(lost.Token);
            }
            catch (OperationCanceledException)
            {
                while (stopping.IsCancellationRequested && queue.Count > 0 && !session.Lost.IsCompleted)
                    await SendOneAsync(session, over);
                if (!session.Lost.IsCompleted)
                    await session.DisconnectAsync();
                return;
            }
            await SendOneAsync(session, over);
        }
    }

    private async Task SendOneAsync(MqttSession session, CancellationToken over)
    {
        Burst burst = await queue.NextAsync(over);
        ReadOnlyMemory<byte> payload = to.IsHex ? Encoding.ASCII.GetBytes(Convert.ToHexString(burst.Bytes.Span)) : burst.Bytes;
        await session.PublishAsync(new MqttMessage(burst.Topic, payload, false, MqttQuality.AtLeastOnce)).WaitAsync(over);
        queue.Remove(burst);
        Sent++;
        SentBytes += burst.Bytes.Length;
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was over before.
        }
    }

    /// <summary>Where options of the app are named, those of this command are meant.</summary>
    private string Reason(Sentence fault) => fault.Key switch
    {
        "mqtt.wants_user" => $"the broker {_broker} wants a user and a password: --to mqtt://USER:PASSWORD@host:port/topic",
        "mqtt.refused_user" => $"the broker {_broker} refused the user or the password of --to",
        "mqtt.unknown_host" => $"the broker's name '{_broker.Host}' is not known in this network: check --to",
        "mqtt.unreachable" => $"the broker {_broker} cannot be reached ({fault.Inserted[1]}): check --to, and that it runs",
        "mqtt.silent" or "mqtt.hung_up" => $"{_broker} does not answer as an MQTT broker: check --to, and its port (often 1883)",
        _ => fault.ToString(),
    };
}
