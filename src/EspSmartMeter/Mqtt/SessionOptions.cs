using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EspSmartMeter.Mqtt;

/// <summary>MQTTnet's options of one attempt, and what its TLS handshake objected to.</summary>
internal sealed class SessionOptions(string clientId, Broker broker, MqttMessage will)
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
            .WithTimeout(MqttLimits.Connecting)
            .WithWillTopic(will.Topic)
            .WithWillPayload(will.Payload.ToArray())
            .WithWillRetain(will.Retain)
            .WithWillQualityOfServiceLevel((MqttQualityOfServiceLevel)will.Quality);
        if (broker.Username is not null)
            client = client.WithCredentials(broker.Username, broker.Password ?? "");
        if (broker.Tls)
            client = client.WithTlsOptions(Secure);
        return client.Build();
    }

    private void Secure(MqttClientTlsOptionsBuilder tls)
    {
        tls.UseTls();
        // A home's CA has no list of revoked certificates, and a home may have no way to one of the others'.
        tls.WithRevocationMode(X509RevocationMode.NoCheck);
        tls.WithCertificateValidationHandler(seen =>
        {
            Objection = seen.SslPolicyErrors == SslPolicyErrors.None ? null : seen.SslPolicyErrors.ToString();
            return Objection is null;
        });
        if (broker.CaFile is not null)
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(broker.CaFile);
            if (authorities.Count == 0)
                throw new CryptographicException("No certificate in the file of mqtt.ca.");
            tls.WithTrustChain(authorities);
        }
        if (broker.ClientCertificateFile is not null)
            tls.WithClientCertificates([X509Certificate2.CreateFromPemFile(broker.ClientCertificateFile, broker.ClientKeyFile)]);
    }
}
