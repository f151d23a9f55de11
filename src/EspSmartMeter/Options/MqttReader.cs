namespace EspSmartMeter.Options;

/// <summary>Reads <c>mqtt</c>: the broker, and the topics below which is published.</summary>
internal static class MqttReader
{
    public static MqttOptions Read(OptionSection mqtt, OptionFindings findings)
    {
        string prefix = Topic(mqtt, "discovery_prefix") ?? "homeassistant";
        MqttOptions read = new()
        {
            Host = mqtt.Text("host"),
            Port = mqtt.WholeNumber("port", 1, 65535),
            Username = mqtt.Text("username"),
            Password = mqtt.Text("password"),
            Tls = mqtt.Switch("tls"),
            CaFile = mqtt.ReadableFile("ca"),
            ClientCertificateFile = mqtt.ReadableFile("client_cert"),
            ClientKeyFile = mqtt.ReadableFile("client_key"),
            BaseTopic = Topic(mqtt, "base_topic") ?? "esp-smart-meter",
            DiscoveryPrefix = prefix,
            BirthTopic = Topic(mqtt, "birth_topic") ?? $"{prefix}/status",
        };
        if (read.ClientCertificateFile is null != read.ClientKeyFile is null)
            mqtt.Problem("client_cert", $"and {mqtt.NameOf("client_key")} are needed together");
        if (read.Host?.Contains('/', StringComparison.Ordinal) == true)
            mqtt.Problem("host", $"must be a host name or an address alone, not '{read.Host}'");
        findings.Warnings.AddRange(mqtt.Unknown());
        return read;
    }

    private static string? Topic(OptionSection mqtt, string option)
    {
        string? topic = mqtt.Text(option);
        if (topic is null)
            return null;
        if (topic.AsSpan().IndexOfAny('+', '#', '\0') >= 0 || topic.StartsWith('/') || topic.EndsWith('/') || topic.Length > 200)
            mqtt.Problem(option, $"must be a topic without +, # and outer slashes, of at most 200 characters, not '{topic}'");
        return topic;
    }
}
