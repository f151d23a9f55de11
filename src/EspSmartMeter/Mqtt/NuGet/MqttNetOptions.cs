using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Client;
using MQTTnet.Extensions.ManagedClient;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EspSmartMeter.Mqtt;

/// <summary>The options of one attempt with MQTTnet, and what its TLS handshake objected to.</summary>
internal sealed class MqttNetOptions(string clientId, Broker broker, MqttMessage will)
{
    /// <summary>Longer than any session waits: the next attempt is ours to make.</summary>
    private static readonly TimeSpan NoReconnect = TimeSpan.FromHours(1);

    /// <summary>What a broker's certificate must be made for, if it tells (RFC 5280, 4.2.1.12: id-kp-serverAuth).</summary>
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>Why the broker's certificate was refused; null when it was not.</summary>
    public string? Objection { get; private set; }

    /// <exception cref="CryptographicException">A PEM file does not hold what it should.</exception>
    public ManagedMqttClientOptions Build()
    {
        MqttClientOptionsBuilder client = new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(clientId)
            .WithCleanSession()
            .WithKeepAlivePeriod(MqttLimits.KeepAlive)
            .WithTimeout(MqttLimits.Connecting)
            .WithWillTopic(will.Topic)
            .WithWillPayload(will.Payload.ToArray())
            .WithWillRetain(will.Retain)
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (broker.Username is not null)
            client = client.WithCredentials(broker.Username, broker.Password ?? "");
        if (broker.Tls)
            client = client.WithTlsOptions(Secure);
        return new ManagedMqttClientOptionsBuilder()
            .WithClientOptions(client.Build())
            .WithAutoReconnectDelay(NoReconnect)
            // More than are handed over at a time: what waits, and what goes when there is too much of it, is the outbox's.
            .WithMaxPendingMessages(2 * MqttLimits.InFlight)
            .Build();
    }

    private void Secure(MqttClientTlsOptionsBuilder tls)
    {
        X509Certificate2Collection? authorities = null;
        if (broker.CaFile is not null)
        {
            authorities = [];
            authorities.ImportFromPemFile(broker.CaFile);
            if (authorities.Count == 0)
                throw new CryptographicException("No certificate in the file of mqtt.ca.");
        }
        // A home's CA has no list of revoked certificates, and a home may have no way to one of the others'.
        tls.WithRevocationMode(X509RevocationMode.NoCheck);
        tls.WithCertificateValidationHandler(seen => IsTrusted(seen, authorities));
        if (broker.ClientCertificateFile is not null)
        {
            X509Certificate2Collection ours = [X509Certificate2.CreateFromPemFile(broker.ClientCertificateFile, broker.ClientKeyFile)];
            tls.WithClientCertificates(ours);
        }
    }

    private bool IsTrusted(MqttClientCertificateValidationEventArgs seen, X509Certificate2Collection? authorities)
    {
        SslPolicyErrors errors = seen.SslPolicyErrors;
        if (authorities is not null && errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && IsIssuedBy(seen, authorities))
            errors &= ~SslPolicyErrors.RemoteCertificateChainErrors;
        Objection = errors == SslPolicyErrors.None ? null : errors.ToString();
        return errors == SslPolicyErrors.None;
    }

    private static bool IsIssuedBy(MqttClientCertificateValidationEventArgs seen, X509Certificate2Collection authorities)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (X509ChainElement sent in seen.Chain.ChainElements)
            chain.ChainPolicy.ExtraStore.Add(sent.Certificate);
        using X509Certificate2 certificate = new(seen.Certificate);
        return chain.Build(certificate);
    }
}
