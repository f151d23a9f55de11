using EspSmartMeter.Mqtt;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;

namespace EspSmartMeter.Sinks.HomeAssistant.Publishing;

/// <summary>Our own status, retained, which every device's availability hangs on: a will that comes late, or somebody else, may write over it.</summary>
internal sealed class OwnStatus(Topics topics, Action<MqttMessage> send)
{
    private bool _isSpoilt;
    private DateTimeOffset _healedAt;

    /// <summary>What the broker says of us when the link breaks, and what we say when we go.</summary>
    public MqttMessage Offline => MqttMessage.Retained(topics.Status, "offline");

    public void TellOnline()
    {
        _isSpoilt = false;
        send(MqttMessage.Retained(topics.Status, "online"));
    }

    /// <summary>It is to be told again, whatever stands there.</summary>
    public void Spoil() => _isSpoilt = true;

    /// <summary>Something else was written: healed at once, and where that goes on, with the next second.</summary>
    public void Heal(bool connected, DateTimeOffset now)
    {
        bool isFlood = now >= _healedAt && now - _healedAt < TimeSpan.FromSeconds(1);
        _isSpoilt = true;
        if (isFlood || !connected)
            return;
        _healedAt = now;
        TellOnline();
    }

    /// <summary>To be called each second.</summary>
    public void OnTick()
    {
        if (_isSpoilt)
            TellOnline();
    }
}
