using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EspSmartMeter.Mqtt;

namespace EspSmartMeter.Tests.Mqtt;

/// <summary>TLS with the broker's CA and with a certificate of our own.</summary>
public sealed class MqttTlsTests
{
    /// <summary>What a certificate is for (RFC 5280, 4.2.1.12).</summary>
    private const string ForServers = "1.3.6.1.5.5.7.3.1", ForClients = "1.3.6.1.5.5.7.3.2";

    [Fact]
    public async Task A_certificate_of_the_given_authority_is_trusted()
    {
        using MosquittoBroker broker = BrokerWithTls("localhost");
        await using ClientUnderTest test = new ClientUnderTest(Over(broker)).Started();
        await test.UntilConnected();
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused_with_the_option_to_set()
    {
        using MosquittoBroker broker = BrokerWithTls("localhost");
        Authority("other").Save(broker, "other");
        await using ClientUnderTest test = new ClientUnderTest(Over(broker) with { CaFile = broker.FileOf("other.pem") }).Started();
        Assert.Contains("its certificate is not signed by the CA of mqtt.ca", await test.Complaint());
    }

    [Fact]
    public async Task Without_a_ca_a_home_made_certificate_is_refused_with_the_option_to_set()
    {
        using MosquittoBroker broker = BrokerWithTls("localhost");
        await using ClientUnderTest test = new ClientUnderTest(Over(broker) with { CaFile = null }).Started();
        Assert.Contains("set mqtt.ca to the broker's CA", await test.Complaint());
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        using MosquittoBroker broker = BrokerWithTls("elsewhere.example");
        await using ClientUnderTest test = new ClientUnderTest(Over(broker)).Started();
        Assert.Contains("made for another name than 'localhost'", await test.Complaint());
    }

    [Fact]
    public async Task A_certificate_that_is_not_made_for_a_server_is_refused()
    {
        using MosquittoBroker broker = BrokerWithTls("localhost", purpose: ForClients);
        await using ClientUnderTest test = new ClientUnderTest(Over(broker)).Started();
        Assert.Contains("its certificate is not signed by the CA of mqtt.ca", await test.Complaint());
    }

    [Fact]
    public async Task A_ca_without_a_certificate_is_told_as_such()
    {
        using MosquittoBroker broker = BrokerWithTls("localhost");
        File.WriteAllText(broker.FileOf("empty.pem"), "nothing\n");
        await using ClientUnderTest test = new ClientUnderTest(Over(broker) with { CaFile = broker.FileOf("empty.pem") }).Started();
        Assert.Contains("mqtt.ca", await test.Complaint());
    }

    [Fact]
    public async Task A_key_that_does_not_fit_the_certificate_is_told_as_such()
    {
        using MosquittoBroker broker = BrokerWithTls("localhost", asksForCertificate: true);
        await using ClientUnderTest test = new ClientUnderTest(Over(broker) with
        {
            ClientCertificateFile = broker.FileOf("client.pem"),
            ClientKeyFile = broker.FileOf("server.key"),
        }).Started();
        Assert.Contains("mqtt.client_key", await test.Complaint());
    }

    [Fact]
    public async Task A_certificate_of_our_own_opens_a_broker_that_asks_for_one()
    {
        using MosquittoBroker broker = BrokerWithTls("localhost", asksForCertificate: true);
        await using ClientUnderTest test = new ClientUnderTest(Over(broker) with
        {
            ClientCertificateFile = broker.FileOf("client.pem"),
            ClientKeyFile = broker.FileOf("client.key"),
        }).Started();
        await test.UntilConnected();
    }

    [Fact]
    public async Task A_certificate_behind_one_between_opens_a_broker_that_knows_the_root_alone()
    {
        using MosquittoBroker broker = BrokerWithTls("localhost", asksForCertificate: true);
        Identity root = Identity.Read(broker, "ca"), between = root.Authorize("between").Save(broker, "between");
        between.Issue("app", ForClients).Save(broker, "leaf");
        File.WriteAllText(broker.FileOf("chain.pem"), File.ReadAllText(broker.FileOf("leaf.pem")) + "\n" + File.ReadAllText(broker.FileOf("between.pem")));
        Broker of = Over(broker) with { ClientKeyFile = broker.FileOf("leaf.key") };

        await using (ClientUnderTest test = new ClientUnderTest(of with { ClientCertificateFile = broker.FileOf("chain.pem") }).Started())
            await test.UntilConnected();
        await using ClientUnderTest alone = new ClientUnderTest(of with { ClientCertificateFile = broker.FileOf("leaf.pem") }).Started();
        Assert.Contains("mqtt.client_cert and mqtt.client_key", await alone.Complaint());
    }

    [Fact]
    public async Task A_broker_that_asks_for_a_certificate_refuses_a_client_without_one()
    {
        using MosquittoBroker broker = BrokerWithTls("localhost", asksForCertificate: true);
        await using ClientUnderTest test = new ClientUnderTest(Over(broker)).Started();
        Assert.Contains("mqtt.client_cert and mqtt.client_key", await test.Complaint());
    }

    [Fact]
    public async Task A_port_without_tls_is_told_as_such()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        Authority("ca").Save(broker, "ca");
        await using ClientUnderTest test = new ClientUnderTest(Over(broker)).Started();
        string complaint = await test.Complaint();
        Assert.Contains("mqtt.port", complaint);
        Assert.Contains("mqtt.tls", complaint);
    }

    [Theory]
    [InlineData("ca", "The file {0} of mqtt.ca cannot be read.")]
    [InlineData("cert", "mqtt.client_cert and mqtt.client_key are needed together.")]
    public async Task Missing_files_are_named(string which, string expected)
    {
        const string missing = "/nowhere/at-all.pem";
        Broker broker = new("localhost", 8883) { Tls = true };
        broker = which == "ca" ? broker with { CaFile = missing } : broker with { ClientCertificateFile = missing };
        await using ClientUnderTest test = new ClientUnderTest(broker).Started();
        Assert.Equal(string.Format(expected, missing), await test.Complaint());
    }

    private static Broker Over(MosquittoBroker broker) => new("localhost", broker.Port) { Tls = true, CaFile = broker.FileOf("ca.pem") };

    private static MosquittoBroker BrokerWithTls(string name, bool asksForCertificate = false, string purpose = ForServers)
    {
        MosquittoBroker broker = MosquittoBroker.Prepare("allow_anonymous true");
        Identity authority = Authority("ca").Save(broker, "ca");
        authority.Issue(name, purpose).Save(broker, "server");
        authority.Issue("app", ForClients).Save(broker, "client");
        broker.Set($"cafile {broker.FileOf("ca.pem")}", $"certfile {broker.FileOf("server.pem")}", $"keyfile {broker.FileOf("server.key")}");
        if (asksForCertificate)
            broker.Set("require_certificate true");
        broker.Start();
        return broker;
    }

    private static Identity Authority(string name)
    {
        RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return new Identity(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2)), key);
    }

    private sealed record Identity(X509Certificate2 Certificate, RSA Key)
    {
        public Identity Issue(string name, string purpose)
        {
            RSA key = RSA.Create(2048);
            CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
            DateTimeOffset now = DateTimeOffset.UtcNow;
            return new Identity(request.Create(Certificate, now.AddHours(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8)), key);
        }

        public static Identity Read(MosquittoBroker broker, string name)
        {
            RSA key = RSA.Create();
            key.ImportFromPem(File.ReadAllText(broker.FileOf($"{name}.key")));
            return new Identity(X509Certificate2.CreateFromPemFile(broker.FileOf($"{name}.pem"), broker.FileOf($"{name}.key")), key);
        }

        /// <summary>Another authority, which this one vouches for.</summary>
        public Identity Authorize(string name)
        {
            RSA key = RSA.Create(2048);
            CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            DateTimeOffset now = DateTimeOffset.UtcNow;
            X509Certificate2 certificate = request.Create(Certificate, now.AddHours(-2), now.AddHours(36), RandomNumberGenerator.GetBytes(8));
            return new Identity(certificate.CopyWithPrivateKey(key), key);
        }

        public Identity Save(MosquittoBroker broker, string name)
        {
            File.WriteAllText(broker.FileOf($"{name}.pem"), Certificate.ExportCertificatePem());
            File.WriteAllText(broker.FileOf($"{name}.key"), Key.ExportPkcs8PrivateKeyPem());
            return this;
        }
    }
}
