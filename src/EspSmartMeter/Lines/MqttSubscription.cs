using System.Text;
using EspSmartMeter.About;
using EspSmartMeter.Languages;
using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Lines;

/// <summary>A link to a broker that meters' bytes come over. It ends when the link breaks; whoever reads it opens another.</summary>
internal sealed class MqttSubscription : ILineCarrier
{
    /// <summary>A longer name is nobody's intention.</summary>
    private const int LongestName = 200;

    private readonly MqttAddress _address;
    private readonly MqttSession _session;
    private readonly NamedBursts _bursts = new();

    private MqttSubscription(MqttAddress address, MqttSession session) => (_address, _session) = (address, session);

    /// <exception cref="LineException">The broker cannot be reached, does not let us in, or not to the topic.</exception>
    public static async Task<MqttSubscription> OpenAsync(LineOpening opening, CancellationToken cancellation)
    {
        MqttAddress address = MqttAddress.Parse(opening.Url);
        Broker broker = await BrokerOfAsync(address, opening.Access, cancellation);
        if (MqttFault.WithFilesOf(broker) is Sentence unfit)
            throw new LineException(unfit);
        MqttSession session = new(new Mqtt.SessionOptions($"{Product.Name}-in-{Guid.NewGuid():N}"[..(Product.Name.Length + 10)], broker, null), opening.Time);
        MqttSubscription subscription = new(address, session);
        try
        {
            await subscription.EnterAsync(broker, cancellation);
            return subscription;
        }
        catch
        {
            subscription.Dispose();
            throw;
        }
    }

    public ValueTask<CarriedLine> NextAsync(CancellationToken cancellation) => _bursts.NextAsync(cancellation);

    public void Dispose()
    {
        _session.GiveUp();
        _session.Dispose();
    }

    private async Task EnterAsync(Broker broker, CancellationToken cancellation)
    {
        string? refused = null;
        _session.Refused += topic => refused = topic;
        _session.Received += Take;
        if (await _session.ConnectAsync([_address.Topic.Text], cancellation) is Sentence fault)
            throw new LineException(SourceFault(fault, broker));
        if (refused is not null)
            throw new LineException(Sentence.Of("mqtt_source.topic_refused", broker, refused));
        _ = EndWithLinkAsync(broker);
    }

    private async Task EndWithLinkAsync(Broker broker)
    {
        await _session.Lost;
        _bursts.Break(new LineException(MqttFault.Lost(broker)));
    }

    private void Take(MqttMessage message)
    {
        string name = _address.Topic.NameIn(message.Topic);
        if (!message.Retain && name.Length <= LongestName)
            _bursts.Put(name, _address.IsHex ? HexIn(message.Payload) : message.Payload);
    }

    /// <summary>The bytes that hex digits stand for; what is none goes on as it is, so that it is told.</summary>
    private static ReadOnlyMemory<byte> HexIn(ReadOnlyMemory<byte> payload)
    {
        string digits = string.Concat(Encoding.Latin1.GetString(payload.Span).Where(character => !char.IsWhiteSpace(character)));
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : payload;
    }

    /// <summary>The app's own broker is entered as the app does; its user and password are for no other.</summary>
    private static async Task<Broker> BrokerOfAsync(MqttAddress address, LineAccess access, CancellationToken cancellation)
    {
        if ((address.Username ?? access.Username) is string user)
            return new Broker(address.Host, address.Port) { Username = user, Password = address.Username is null ? access.Password : address.Password };
        try
        {
            if (access.OwnBroker is not null && await access.OwnBroker.FindAsync(cancellation) is Broker own
                && own.Port == address.Port && string.Equals(own.Host, address.Host, StringComparison.OrdinalIgnoreCase))
                return own;
        }
        catch (BrokerUnknownException)
        {
            // Then it is not the app's.
        }
        return new Broker(address.Host, address.Port);
    }

    /// <summary>Where the options of the app's own broker are named, those of the source are meant here.</summary>
    private static Sentence SourceFault(Sentence fault, Broker broker) => fault.Key switch
    {
        "mqtt.wants_user" => Sentence.Of("mqtt_source.wants_user", broker),
        "mqtt.refused_user" => Sentence.Of("mqtt_source.refused_user", broker),
        "mqtt.unknown_host" => Sentence.Of("mqtt_source.unknown_host", broker.Host),
        "mqtt.unreachable" => Sentence.Of("mqtt_source.unreachable", broker, fault.Inserted[1]),
        "mqtt.silent" or "mqtt.hung_up" => Sentence.Of("mqtt_source.no_broker", broker),
        _ => fault,
    };
}
