using EspSmartMeter.Mqtt;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>What the broker remembers of the meters' registers, which may come before the meter itself is heard of.</summary>
internal sealed class KeptCarries
{
    /// <summary>So long after the first connection it may still come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const int Most = 256;

    private readonly Dictionary<string, Dictionary<ObisCode, decimal>> _early = new(StringComparer.Ordinal);
    private DateTimeOffset? _until;

    /// <summary>The first connection: meters wait for what may come.</summary>
    public void Await(IEnumerable<MeterPublication> meters, DateTimeOffset now)
    {
        if (_until is not null)
            return;
        DateTimeOffset until = now + Patience;
        _until = until;
        foreach (MeterPublication meter in meters)
            meter.AwaitCarries(until);
    }

    /// <summary>A meter is heard of: it gets what came before it.</summary>
    public void Meet(MeterPublication meter)
    {
        if (_early.Remove(meter.Carry, out Dictionary<ObisCode, decimal>? carried))
            meter.TakeCarry(carried);
        if (_until is DateTimeOffset until)
            meter.AwaitCarries(until);
    }

    /// <summary>A message of the broker, for its meter or to be kept for it.</summary>
    public void Take(MqttMessage message, IEnumerable<MeterPublication> meters)
    {
        Dictionary<ObisCode, decimal> carried = Carry.Read(message.Payload);
        if (meters.FirstOrDefault(meter => meter.Carry == message.Topic) is MeterPublication known)
            known.TakeCarry(carried);
        else if (_early.Count < Most)
            _early[message.Topic] = carried;
    }
}
