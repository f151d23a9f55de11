using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EspSmartMeter.About;

namespace EspSmartMeter.Sinks.HomeAssistant.Discovery;

/// <summary>
/// The discovery message of one device with all its entities (Home Assistant, MQTT device discovery, since 2024.12), retained.
/// A fault in its frame makes Home Assistant refuse the whole; one in a component, that component.
/// </summary>
internal static class DeviceConfig
{
    /// <summary>The message's JSON. <paramref name="removed"/> (key and platform) are components of an earlier one, which Home Assistant keeps until it is told.</summary>
    public static byte[] Write(Device device, IEnumerable<Component> components, IEnumerable<KeyValuePair<string, string>> removed)
    {
        ArrayBufferWriter<byte> buffer = new(4096);
        // The names are for people: readable letters, also in a log.
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        WriteDevice(json, device);
        WriteOrigin(json);
        WriteAvailability(json, device);
        json.WriteStartObject("cmps");
        foreach (Component component in components)
            WriteComponent(json, device, component);
        foreach ((string key, string platform) in removed)
        {
            json.WriteStartObject(key);
            json.WriteString("p", platform);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteDevice(Utf8JsonWriter json, Device device)
    {
        json.WriteStartObject("dev");
        json.WriteString("ids", device.Id);
        json.WriteString("name", device.Name);
        WriteUnlessNull(json, "mf", device.Manufacturer);
        WriteUnlessNull(json, "mdl", device.Model);
        WriteUnlessNull(json, "sn", device.SerialNumber);
        WriteUnlessNull(json, "sw", device.SoftwareVersion);
        WriteUnlessNull(json, "cu", device.ConfigurationUrl);
        WriteUnlessNull(json, "via_device", device.Via);
        json.WriteEndObject();
    }

    private static void WriteOrigin(Utf8JsonWriter json)
    {
        json.WriteStartObject("o");
        json.WriteString("name", Product.Name);
        json.WriteString("sw", Product.Version);
        json.WriteString("url", Product.Url);
        json.WriteEndObject();
    }

    private static void WriteAvailability(Utf8JsonWriter json, Device device)
    {
        json.WriteStartArray("avty");
        foreach (string topic in device.AvailabilityTopics)
        {
            json.WriteStartObject();
            json.WriteString("topic", topic);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("avty_mode", "all");
    }

    private static void WriteComponent(Utf8JsonWriter json, Device device, Component component)
    {
        json.WriteStartObject(component.Key);
        json.WriteString("p", component.Platform);
        json.WriteString("uniq_id", $"{device.Id}_{component.Key}");
        json.WriteString("name", component.Name);
        if (component.Command is (string topic, string payload))
        {
            json.WriteString("cmd_t", topic);
            json.WriteString("pl_prs", payload);
        }
        else
        {
            json.WriteString("stat_t", component.StateTopic);
            WriteUnlessNull(json, "val_tpl", component.ValueTemplate);
        }
        if (component.InstallTopic is not null)
        {
            json.WriteString("cmd_t", component.InstallTopic);
            json.WriteString("pl_inst", Component.InstallPayload);
        }
        if (component.AttributesTemplate is not null)
        {
            json.WriteString("json_attr_t", component.StateTopic);
            json.WriteString("json_attr_tpl", component.AttributesTemplate);
        }
        WriteUnlessNull(json, "dev_cla", component.Class.DeviceClass);
        WriteUnlessNull(json, "stat_cla", component.Class.StateClass);
        WriteUnlessNull(json, "unit_of_meas", component.Class.UnitOfMeasurement);
        if (component.Class.Precision is int decimals)
            json.WriteNumber("sug_dsp_prc", decimals);
        WriteUnlessNull(json, "ic", component.Icon);
        if (component.IsDiagnostic)
            json.WriteString("ent_cat", "diagnostic");
        if (!component.IsEnabled)
            json.WriteBoolean("en", false);
        json.WriteEndObject();
    }

    private static void WriteUnlessNull(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
