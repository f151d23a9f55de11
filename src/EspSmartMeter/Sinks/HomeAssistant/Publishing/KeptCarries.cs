using EspSmartMeter.Meters.Guard;
using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>What the broker remembers of the meters' registers, which may come before the meter itself is heard of.</summary>
internal sealed class KeptCarries
{
    /// <summary>So long after the first connection it may still come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const int Most = 256;

    private readonly Dictionary<string, IReadOnlyList<CarriedRegister>> _early = new(StringComparer.Ordinal);
    private DateTimeOffset? _until;

    /// <summary>The first connection: meters wait for what may come.</summary>
    public void Await(IEnumerable<MeterPublication> meters, DateTimeOffset now)
    {
        if (_until is not null)
            return;
        WaitUntil(now + Patience, meters);
    }

    /// <summary>What was said on the broker after we came in is heard: what it had kept was heard before.</summary>
    public void HaveCome(IEnumerable<MeterPublication> meters)
    {
        if (_until is not null)
            WaitUntil(DateTimeOffset.MinValue, meters);
    }

    /// <summary>A meter is heard of: it gets what came before it.</summary>
    public void Meet(MeterPublication meter)
    {
        if (_early.Remove(meter.Carry, out IReadOnlyList<CarriedRegister>? carried))
            meter.TakeCarry(carried);
        if (_until is DateTimeOffset until)
            meter.AwaitCarries(until);
    }

    private void WaitUntil(DateTimeOffset until, IEnumerable<MeterPublication> meters)
    {
        _until = until;
        foreach (MeterPublication meter in meters)
            meter.AwaitCarries(until);
    }

    /// <summary>A message of the broker, for its meter or to be kept for it.</summary>
    public void Take(MqttMessage message, IEnumerable<MeterPublication> meters)
    {
        IReadOnlyList<CarriedRegister> carried = Carry.Read(message.Payload);
        if (meters.FirstOrDefault(meter => meter.Carry == message.Topic) is MeterPublication known)
            known.TakeCarry(carried);
        else if (_early.Count < Most)
            _early[message.Topic] = carried;
    }
}
