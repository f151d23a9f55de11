namespace EspSmartMeter.Options;

/// <summary>Names that the app is reached by besides those of the local network: what a reverse proxy passes on as Host. None by default.</summary>
internal sealed class AllowedHosts(IReadOnlyList<string> names)
{
    public static readonly AllowedHosts None = new([]);

    /// <summary>A name as <c>meter.example.com</c>.</summary>
    /// <exception cref="UsageException">None that a host can have.</exception>
    public static string Parse(string option, string text) =>
        Uri.CheckHostName(text) == UriHostNameType.Dns ? text : throw new UsageException($"{option} must be a host's name like meter.example.com, without http:// and without a port");

    public bool Contains(string host) => names.Contains(host, StringComparer.OrdinalIgnoreCase);
}
