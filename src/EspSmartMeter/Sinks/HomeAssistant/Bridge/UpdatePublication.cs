using System.Buffers;
using System.Text.Json;
using EspSmartMeter.About;
using EspSmartMeter.Esp.Updates;
using EspSmartMeter.Json;
using EspSmartMeter.Languages;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Sinks.HomeAssistant.Discovery;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Sinks.HomeAssistant.Bridge;

/// <summary>How the ESPs' firmware stands, a message for each whenever it changes, and Home Assistant's wish to install the newest (MQTT update).</summary>
internal sealed class UpdatePublication(Topics topics, IReadOnlyList<Source> sources, EspUpdates updates, Sentences language)
{
    /// <summary>Home Assistant's update entity cuts a longer summary.</summary>
    private const int LongestSummary = 255;

    private readonly Dictionary<string, byte[]> _sent = [];

    public void Publish(Action<MqttMessage> send)
    {
        foreach (Source source in EspKeys.DevicesOf(sources))
        {
            string topic = topics.Update(EspKeys.Of(source));
            if (updates.Of(source) is not UpdateState state)
                continue;
            byte[] message = Write(state);
            if (_sent.TryGetValue(topic, out byte[]? before) && before.AsSpan().SequenceEqual(message))
                continue;
            _sent[topic] = message;
            send(new MqttMessage(topic, message, false, MqttQuality.AtLeastOnce));
        }
    }

    /// <summary>What was published is no longer known to those who matter.</summary>
    public void Forget() => _sent.Clear();

    /// <summary>Home Assistant asks for an update. One that the broker kept is of another day.</summary>
    public void OnMessage(MqttMessage message)
    {
        if (message.Retain || message.Payload.Length != Component.InstallPayload.Length || message.Text != Component.InstallPayload)
            return;
        if (EspKeys.DevicesOf(sources).FirstOrDefault(source => topics.Install(EspKeys.Of(source)) == message.Topic) is Source source)
            updates.Install(source);
    }

    private byte[] Write(UpdateState state)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using Utf8JsonWriter json = new(buffer, JsonForm.OneLine);
        json.WriteStartObject();
        json.WriteString("installed_version", state.Installed);
        json.WriteString("latest_version", state.Newest);
        json.WriteString("release_summary", Summary(state.Told));
        // The firmware is released with the app.
        if (state.Newest != state.Installed)
            json.WriteString("release_url", $"{Product.Url}/releases/tag/{Product.Version}");
        if (state.Percentage is int percentage)
            json.WriteNumber("update_percentage", percentage);
        else
            json.WriteNull("update_percentage");
        // Behind the percentage, which would say it too.
        json.WriteBoolean("in_progress", state.IsUnderWay);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private string Summary(Sentence told)
    {
        string text = language.Say(told);
        return text.Length > LongestSummary ? text[..LongestSummary] : text;
    }
}
