using EspSmartMeter.Mqtt;

namespace EspSmartMeter.HomeAssistant;

/// <summary>There is no broker to connect to, and the sentence says why.</summary>
internal sealed class NoBroker(string sentence) : IBrokerLocator
{
    /// <summary>Neither the options nor a Supervisor name one.</summary>
    public static readonly NoBroker Unset = new("No MQTT broker is set: the readings are on the page, and nothing is published. Set mqtt.host (--mqtt host:port).");

    public static readonly NoBroker Faulty = new("Nothing is published until the options of mqtt are right.");

    public Task<Broker> FindAsync(CancellationToken cancellation) => throw new BrokerUnknownException(sentence);
}
