using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EspSmartMeter.Mqtt;

/// <summary>MQTTnet's options of one attempt, and what its TLS handshake objected to.</summary>
internal sealed class SessionOptions(string clientId, Broker broker, MqttMessage? will)
{
    public Broker Broker => broker;

    /// <summary>Why the broker's certificate was refused; null when it was not.</summary>
    public string? Objection { get; private set; }

    /// <exception cref="CryptographicException">A PEM file does not hold what it should.</exception>
    public MqttClientOptions Build()
    {
        MqttClientOptionsBuilder client = new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port)
            // Spoken by every broker; nothing of version 5 is needed.
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(clientId)
            .WithCleanSession()
            .WithKeepAlivePeriod(MqttLimits.KeepAlive)
            .WithTimeout(MqttLimits.Connecting);
        if (will is not null)
        {
            client = client
                .WithWillTopic(will.Topic)
                .WithWillPayload(will.Payload.ToArray())
                .WithWillRetain(will.Retain)
                .WithWillQualityOfServiceLevel((MqttQualityOfServiceLevel)will.Quality);
        }
        if (broker.Username is not null)
            client = client.WithCredentials(broker.Username, broker.Password ?? "");
        if (broker.Tls)
            client = client.WithStreamProvider(new TlsStreams(Secure()));
        return client.Build();
    }

    private SslClientAuthenticationOptions Secure() => new()
    {
        TargetHost = broker.Host,
        // A home's CA has no list of revoked certificates, and a home may have no way to one of the others'.
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = broker.CaFile is string file ? Trusting(file) : null,
        ClientCertificateContext = broker.ClientCertificateFile is string certificate ? Identity(certificate, broker.ClientKeyFile) : null,
        RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            Objection = errors == SslPolicyErrors.None ? null : errors.ToString();
            return Objection is null;
        },
    };

    private static X509ChainPolicy Trusting(string file)
    {
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPemFile(file);
        if (authorities.Count == 0)
            throw new CryptographicException("No certificate in the file of mqtt.ca.");
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    /// <summary>The first certificate of the file is ours; the others lead from it to one that the broker knows.</summary>
    private static SslStreamCertificateContext Identity(string file, string? keyFile)
    {
        X509Certificate2Collection all = [];
        all.ImportFromPemFile(file);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(file, keyFile), [.. all.Skip(1)], offline: true);
    }
}
