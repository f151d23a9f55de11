using EspSmartMeter.Mqtt;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;

namespace EspSmartMeter.Sinks.HomeAssistant.Bridge;

/// <summary>What has been published of the bridge, and what is due: counts at the diagnostics' pace; a broken link, a new diagnosis or an update's progress at once.</summary>
internal sealed class BridgePublication(Topics topics, BridgeDevice device, BridgeState state, UpdatePublication updates, PublishedDevices record, TimeSpan pace)
{
    private readonly string _configTopic = topics.Config(topics.BridgeDevice);
    private readonly ThrottledTopic _topic = new(topics.BridgeState, pace, MqttQuality.AtLeastOnce);
    private readonly RepublishSchedule _republishing = new();
    private string _components = "";
    private string? _urgent;
    private bool _isDeleted;
    private DateTimeOffset _linkableAt;

    public string ConfigTopic => _configTopic;

    /// <summary>True while Home Assistant has it, so that meters may name it as what they come through.</summary>
    public bool IsThere(DateTimeOffset now) => !_isDeleted && now >= _linkableAt;

    /// <summary>The owner has deleted it in Home Assistant.</summary>
    public void OnDeleted() => (_isDeleted, _components) = (true, "");

    /// <summary>What the broker kept of it: entities of an earlier run that are not there any more are taken back, though the data folder was lost.</summary>
    public void OnKept(MqttMessage message)
    {
        if (record.MeetBridge(_configTopic, KeptComponents.Read(message.Payload)))
            _components = "";
    }

    public void OnBirth(DateTimeOffset now)
    {
        ForgetStates();
        if (!_isDeleted)
            return;
        _isDeleted = false;
        _linkableAt = now + TimeSpan.FromSeconds(3);
    }

    public void Publish(DateTimeOffset now, Action<MqttMessage> send)
    {
        Announce(now, send);
        state.Sample(now);
        string urgent = state.Urgent(now);
        if (_republishing.IsDue(now))
            ForgetStates();
        if (urgent != _urgent)
            _topic.Forget();
        _urgent = urgent;
        _topic.Offer(now, () => state.Write(now), false, send);
        updates.Publish(send);
    }

    public void Forget()
    {
        _components = "";
        ForgetStates();
    }

    private void ForgetStates()
    {
        _topic.Forget();
        updates.Forget();
    }

    /// <summary>Something that Home Assistant asks of the bridge.</summary>
    public void OnMessage(MqttMessage message) => updates.OnMessage(message);

    /// <summary>Components come when a device first answers, and go when another chip stands in its place.</summary>
    private void Announce(DateTimeOffset now, Action<MqttMessage> send)
    {
        List<Component> components = [.. device.Components()];
        string keys = string.Join(' ', components.Select(component => component.Key));
        if (keys == _components || _isDeleted)
            return;
        _components = keys;
        _republishing.Begin(now);
        // The prefix or the base topic was changed: what stands under the old one would stay for ever.
        if (record.BridgeTopicBefore(_configTopic) is string before)
            send(MqttMessage.Retained(before, ""));
        IReadOnlyDictionary<string, string> gone =
            record.NoteBridge(_configTopic, components.ToDictionary(component => component.Key, component => component.Platform));
        send(new MqttMessage(_configTopic, DeviceConfig.Write(device.Device, components, gone), true, MqttQuality.AtLeastOnce));
    }
}
