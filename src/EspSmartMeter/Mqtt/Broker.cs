using EspSmartMeter.Languages;

namespace EspSmartMeter.Mqtt;

/// <summary>Where a broker is and how it lets one in.</summary>
internal sealed record Broker(string Host, int Port)
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>TLS, with the broker's certificate checked against <see cref="CaFile"/>, or the system's authorities where that is null.</summary>
    public bool Tls { get; init; }

    /// <summary>A PEM file of authorities.</summary>
    public string? CaFile { get; init; }

    /// <summary>A PEM file that shows the broker who we are; needs <see cref="ClientKeyFile"/>.</summary>
    public string? ClientCertificateFile { get; init; }

    public string? ClientKeyFile { get; init; }

    /// <summary>Host and port; never who or what opens it.</summary>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

/// <summary>Tells the broker to connect to. Asked before every attempt, because a broker's address and password may change meanwhile.</summary>
internal interface IBrokerLocator
{
    /// <exception cref="BrokerUnknownException">None can be told now; asked again later.</exception>
    Task<Broker> FindAsync(CancellationToken cancellation);
}

/// <summary>The broker that the options name.</summary>
internal sealed class ConfiguredBroker(Broker broker) : IBrokerLocator
{
    public Task<Broker> FindAsync(CancellationToken cancellation) => Task.FromResult(broker);
}

/// <summary>There is no broker to connect to.</summary>
/// <param name="sentence">Why, for the user.</param>
internal sealed class BrokerUnknownException(Sentence sentence) : Exception(sentence.ToString())
{
    public Sentence Sentence => sentence;
}
