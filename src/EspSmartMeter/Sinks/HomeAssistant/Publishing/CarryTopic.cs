using EspSmartMeter.Meters;
using EspSmartMeter.Meters.Guard;
using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>
/// One meter's <see cref="Carry"/>, retained: what its registers come to is remembered before it is published, so that a run that is killed in between, a lost data folder
/// or an older one lowers nothing.
/// </summary>
internal sealed class CarryTopic(string topic)
{
    private byte[]? _sent;

    public string Topic => topic;

    /// <summary>True once the broker was told: what comes back then is our own.</summary>
    public bool HasSent => _sent is not null;

    /// <summary>The broker is another, or has forgotten.</summary>
    public void Forget() => _sent = null;

    public void Tell(MeterState state, DateTimeOffset now, Action<MqttMessage> send)
    {
        CarriedRegister[] registers = [.. Registers(state, now)];
        if (registers.Length == 0 && !HasSent)
            return;
        byte[] carry = Carry.Write(registers);
        if (_sent is not null && carry.AsSpan().SequenceEqual(_sent))
            return;
        send(new MqttMessage(topic, _sent = carry, true, MqttQuality.AtLeastOnce));
    }

    // Those that the meter wants remembered, and those that are carried forward; what is shown of these is known now alone.
    private static IEnumerable<CarriedRegister> Registers(MeterState state, DateTimeOffset now)
    {
        foreach (CarriedRegister register in state.Remembered)
            yield return register.Submeter is null && state.Find(register.Code)?.Live?.At(now) is { Number: decimal shown } ? register with { Shown = shown } : register;
        foreach (MeterValue value in state.Values)
        {
            if (value is { SubmeterId: null, Live: not null } && value.Live.At(now) is { Number: decimal shown } && !state.Remembered.Any(register => register.Submeter is null && register.Code == value.Code))
                yield return new CarriedRegister(value.Code, null, shown, null, 0, null);
        }
    }
}
