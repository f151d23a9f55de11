using EspSmartMeter.Mqtt;

namespace EspSmartMeter.HomeAssistant;

/// <summary>Neither the options nor a Supervisor name a broker.</summary>
internal sealed class NoBroker : IBrokerLocator
{
    public Task<Broker> FindAsync(CancellationToken cancellation) =>
        throw new BrokerUnknownException("No MQTT broker is set: the readings are on the page, and nothing is published. Set mqtt.host (--mqtt host:port).");
}
