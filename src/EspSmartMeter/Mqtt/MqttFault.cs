namespace EspSmartMeter.Mqtt;

/// <summary>The sentences for a link that fails: what, where, what to do.</summary>
internal static class MqttFault
{
    /// <summary>The broker answered with the code of a refusal (CONNACK, MQTT 3.1.1, table 3.1).</summary>
    public static string Refused(Broker broker, int code) => code switch
    {
        4 or 5 when broker.Username is null =>
            $"The MQTT broker {broker} wants a user and a password: set mqtt.username and mqtt.password.",
        4 or 5 => $"The MQTT broker {broker} refused the user or the password: check mqtt.username and mqtt.password.",
        2 => $"The MQTT broker {broker} refused the client's name.",
        3 => $"The MQTT broker {broker} says that it is not available now.",
        _ => $"The MQTT broker {broker} refused the connection (code {code}); MQTT 3.1.1 is spoken.",
    };

    public static string UnknownHost(Broker broker) =>
        $"The MQTT broker's name '{broker.Host}' is not known to the network: check mqtt.host.";

    public static string Unreachable(Broker broker, string reason) =>
        $"The MQTT broker {broker} cannot be reached ({reason.TrimEnd('.')}): check mqtt.host and mqtt.port, and that the broker runs.";

    public static string Silent(Broker broker) =>
        $"{broker} does not answer as an MQTT broker within {MqttLimits.Connecting.TotalSeconds:0} s: check mqtt.host, mqtt.port and mqtt.tls.";

    public static string HungUp(Broker broker) =>
        $"{broker} hung up before it answered as an MQTT broker: check mqtt.port and mqtt.tls, and the broker's own log.";

    public static string Lost(Broker broker) => $"The link to the MQTT broker {broker} was lost; connecting again.";

    public static string MissingFile(string option, string path) => $"The file {path} of {option} cannot be read.";

    public static string LoneClientCertificate => "mqtt.client_cert and mqtt.client_key are needed together.";

    public static string UnfitFiles =>
        "TLS cannot be set up: mqtt.ca, mqtt.client_cert and mqtt.client_key must be PEM files, and the key must fit the certificate and have no password.";

    /// <summary>What OpenSSL or .NET says about a failed handshake, with what it usually means.</summary>
    public static string Tls(Broker broker, string reason)
    {
        string advice = reason switch
        {
            _ when Says("host name verification failed", "RemoteCertificateNameMismatch") =>
                $"its certificate is made for another name than '{broker.Host}': set mqtt.host to the name in the certificate",
            _ when Says("certificate verify failed", "RemoteCertificateChainErrors", "PartialChain", "UntrustedRoot") => broker.CaFile is null
                ? "its certificate is not signed by an authority that this system knows, or has expired: set mqtt.ca to the broker's CA"
                : "its certificate is not signed by the CA of mqtt.ca, or has expired",
            _ when Says("alert unknown ca", "alert bad certificate", "certificate required", "alert handshake failure") =>
                "it did not accept our certificate: check mqtt.client_cert and mqtt.client_key",
            _ when Says("wrong version number", "record layer", "Cannot determine the frame size", "unexpected eof") =>
                "this port does not speak TLS: check mqtt.port (often 8883) and mqtt.tls",
            _ when Says("no start line", "PEM lib", "key values mismatch", "SSL_CTX_use") => "the PEM files of mqtt.ca, mqtt.client_cert or mqtt.client_key do not fit",
            _ => "check mqtt.ca, mqtt.client_cert and mqtt.port",
        };
        return $"No TLS with the MQTT broker {broker}: {advice} ({reason.TrimEnd('.')}).";

        bool Says(params ReadOnlySpan<string> parts)
        {
            foreach (string part in parts)
            {
                if (reason.Contains(part, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
            return false;
        }
    }

    /// <summary>What is wrong with the files that TLS needs; null when they can be read.</summary>
    public static string? WithFilesOf(Broker broker)
    {
        if (!broker.Tls)
            return null;
        if (broker.ClientCertificateFile is null != broker.ClientKeyFile is null)
            return LoneClientCertificate;
        (string Option, string? Path)[] files =
            [("mqtt.ca", broker.CaFile), ("mqtt.client_cert", broker.ClientCertificateFile), ("mqtt.client_key", broker.ClientKeyFile)];
        foreach ((string option, string? path) in files)
        {
            if (path is not null && !IsReadable(path))
                return MissingFile(option, path);
        }
        return null;
    }

    private static bool IsReadable(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return true;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
