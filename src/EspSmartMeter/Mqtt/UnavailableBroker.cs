using EspSmartMeter.Languages;

namespace EspSmartMeter.Mqtt;

/// <summary>There is no broker to connect to, and the sentence says why.</summary>
internal sealed class UnavailableBroker(Sentence sentence) : IBrokerLocator
{
    /// <summary>Neither the options nor a Supervisor name one.</summary>
    public static readonly UnavailableBroker Unset = new(Sentence.Of("mqtt.unset"));

    public static readonly UnavailableBroker Faulty = new(Sentence.Of("mqtt.faulty"));

    public Task<Broker> FindAsync(CancellationToken cancellation) => throw new BrokerUnknownException(sentence);
}
