using EspSmartMeter.HomeAssistant.Discovery;
using EspSmartMeter.Mqtt;

namespace EspSmartMeter.HomeAssistant.Bridge;

/// <summary>What has been published of the bridge, and what is due: counts at the diagnostics' pace, a broken link or a new diagnosis at once.</summary>
internal sealed class BridgePublication(Topics topics, BridgeDevice device, BridgeState state, TimeSpan pace)
{
    private readonly Publishing.PacedTopic _topic = new(topics.BridgeState, pace, MqttQuality.AtLeastOnce);
    private readonly Queue<DateTimeOffset> _echoes = new();
    private bool _announced;
    private string? _urgent;

    /// <summary>The components with their platforms, for the record of what was ever published.</summary>
    public IReadOnlyDictionary<string, string> Components { get; } =
        device.Components().ToDictionary(component => component.Key, component => component.Platform);

    public string ConfigTopic => topics.Config(topics.BridgeDevice);

    public void Publish(DateTimeOffset now, IEnumerable<KeyValuePair<string, string>> removed, Action<MqttMessage> send)
    {
        if (!_announced)
        {
            _announced = true;
            send(new MqttMessage(ConfigTopic, DeviceConfig.Write(device.Device, device.Components(), removed), true, MqttQuality.AtLeastOnce));
            _echoes.Enqueue(now + TimeSpan.FromSeconds(3));
        }
        state.Sample(now);
        string urgent = state.Urgent(now);
        if (urgent != _urgent || (_echoes.TryPeek(out DateTimeOffset echo) && now >= echo))
        {
            _echoes.TryDequeue(out _);
            _urgent = urgent;
            _topic.Forget();
        }
        _topic.Offer(now, () => state.Write(now), false, send);
    }

    public void Forget()
    {
        _announced = false;
        _echoes.Clear();
        _topic.Forget();
    }

    public void ForgetStates() => _topic.Forget();
}
