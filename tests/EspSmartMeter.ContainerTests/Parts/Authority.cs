using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>A certificate authority of the test's own.</summary>
internal static class Authority
{
    /// <summary>Writes ca.crt, and broker.crt with broker.key for 127.0.0.1, valid for a day.</summary>
    public static void Sign(string folder)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow.AddMinutes(-5), until = from.AddDays(1);
        using RSA authorityKey = RSA.Create(2048);
        CertificateRequest authority = Request("test authority", authorityKey);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using X509Certificate2 root = authority.CreateSelfSigned(from, until);

        using RSA brokerKey = RSA.Create(2048);
        CertificateRequest broker = Request("broker", brokerKey);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("core-mosquitto");
        broker.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = broker.Create(root, from, until, [1]);

        File.WriteAllText(Path.Combine(folder, "ca.crt"), root.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "broker.crt"), signed.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "broker.key"), brokerKey.ExportPkcs8PrivateKeyPem());
    }

    private static CertificateRequest Request(string name, RSA key) => new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
