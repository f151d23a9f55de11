namespace EspSmartMeter.Options;

/// <summary>Reads <c>mqtt</c>: the broker, and the topics below which is published.</summary>
internal static class MqttReader
{
    public static MqttOptions Read(OptionSection mqtt, OptionDiagnostics diagnostics)
    {
        MqttOptions usual = new();
        MqttOptions read = new()
        {
            Host = Host(mqtt),
            Port = mqtt.WholeNumber("port"),
            Username = mqtt.Text("username"),
            Password = mqtt.Text("password"),
            Tls = mqtt.Switch("tls"),
            CaFile = mqtt.ReadableFile("ca"),
            ClientCertificateFile = mqtt.ReadableFile("client_cert"),
            ClientKeyFile = mqtt.ReadableFile("client_key"),
            BaseTopic = Topic(mqtt, "base_topic") ?? usual.BaseTopic,
            DiscoveryPrefix = Topic(mqtt, "discovery_prefix") ?? usual.DiscoveryPrefix,
            // Home Assistant's own does not move with the prefix.
            BirthTopic = Topic(mqtt, "birth_topic") ?? usual.BirthTopic,
        };
        if (read.ClientCertificateFile is null != read.ClientKeyFile is null)
            mqtt.Problem("client_cert", $"and {mqtt.NameOf("client_key")} are needed together");
        diagnostics.Warnings.AddRange(mqtt.Unknown());
        return read;
    }

    /// <summary>What is more than a host may hold a password, and log and page tell the host.</summary>
    private static string? Host(OptionSection mqtt)
    {
        if (mqtt.Unchecked("host")?.Trim('[', ']') is not string host)
            return null;
        if (Uri.CheckHostName(host) != UriHostNameType.Unknown)
            return mqtt.Text("host") is null ? null : host;
        mqtt.Problem("host", "must be a host name or an address alone, without mqtt://, user, password, port or path: these are options of their own");
        return null;
    }

    /// <summary>Home Assistant refuses the whole of a discovery message that names a topic with a control character; those under $ are the broker's own.</summary>
    private static string? Topic(OptionSection mqtt, string option)
    {
        string? topic = mqtt.Text(option);
        if (topic is null)
            return null;
        if (topic.Any(Forbidden) || topic[0] is '/' or '$' || topic.EndsWith('/') || topic.Length > 200)
            mqtt.Problem(option, "must be a topic without +, # and outer slashes, control characters or a $ in front, of at most 200 characters");
        return topic;

        static bool Forbidden(char character) => character is '+' or '#' || char.IsControl(character);
    }
}
