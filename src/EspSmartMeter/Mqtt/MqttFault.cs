using EspSmartMeter.Languages;

namespace EspSmartMeter.Mqtt;

/// <summary>The sentences for a link that fails: what, where, what to do.</summary>
internal static class MqttFault
{
    /// <summary>The broker answered with the code of a refusal (CONNACK, MQTT 3.1.1, table 3.1).</summary>
    public static Sentence Refused(Broker broker, int code) => code switch
    {
        4 or 5 when broker.Username is null => Sentence.Of("mqtt.wants_user", broker),
        4 or 5 => Sentence.Of("mqtt.refused_user", broker),
        2 => Sentence.Of("mqtt.refused_name", broker),
        3 => Sentence.Of("mqtt.not_available", broker),
        _ => Sentence.Of("mqtt.refused", broker, code),
    };

    public static Sentence UnknownHost(Broker broker) => Sentence.Of("mqtt.unknown_host", broker.Host);

    public static Sentence Unreachable(Broker broker, string reason) => Sentence.Of("mqtt.unreachable", broker, reason.TrimEnd('.'));

    public static Sentence Silent(Broker broker) => Sentence.Of("mqtt.silent", broker, (int)MqttLimits.Connecting.TotalSeconds);

    public static Sentence HungUp(Broker broker) => broker.Tls ? Sentence.Of("mqtt.hung_up_tls", broker) : Sentence.Of("mqtt.hung_up", broker);

    /// <summary>The attempt failed in a way that any other server may have caused.</summary>
    public static bool IsUnclear(Sentence fault, Broker broker) => !broker.Tls && (fault.Equals(HungUp(broker)) || fault.Equals(Silent(broker)));

    public static Sentence UnavailableBroker(Broker broker) => Sentence.Of("mqtt.no_broker", broker);

    public static Sentence Lost(Broker broker) => Sentence.Of("mqtt.lost", broker);

    /// <summary>A fault of the program's own.</summary>
    public static Sentence OfTheApp(Exception fault) => Sentence.Of("mqtt.unusable", $"{fault.GetType().Name}: {fault.Message}");

    public static Sentence MissingFile(string option, string path) => Sentence.Of("mqtt.missing_file", path, option);

    public static Sentence LoneClientCertificate => Sentence.Of("mqtt.lone_certificate");

    public static Sentence UnfitFiles => Sentence.Of("mqtt.unfit_files");

    /// <summary>What OpenSSL or .NET says about a failed handshake, with what it usually means.</summary>
    public static Sentence Tls(Broker broker, string reason)
    {
        string said = reason.TrimEnd('.');
        return reason switch
        {
            _ when Says("host name verification failed", "RemoteCertificateNameMismatch") => Sentence.Of("mqtt.tls_name", broker, broker.Host, said),
            _ when Says("certificate verify failed", "RemoteCertificateChainErrors", "PartialChain", "UntrustedRoot") => broker.CaFile is null
                ? Sentence.Of("mqtt.tls_unknown_authority", broker, said)
                : Sentence.Of("mqtt.tls_other_authority", broker, said),
            _ when Says("alert unknown ca", "alert bad certificate", "certificate required", "alert handshake failure") =>
                Sentence.Of("mqtt.tls_refused_us", broker, said),
            _ when Says("wrong version number", "record layer", "Cannot determine the frame size", "unexpected eof") =>
                Sentence.Of("mqtt.tls_not_spoken", broker, said),
            _ when Says("no start line", "PEM lib", "key values mismatch", "SSL_CTX_use") => Sentence.Of("mqtt.tls_files", broker, said),
            _ => Sentence.Of("mqtt.tls_other", broker, said),
        };

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
    public static Sentence? WithFilesOf(Broker broker)
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
