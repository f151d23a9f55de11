namespace EspSmartMeter.Lines;

/// <summary><c>rfc2217://host:port?mode=2400-8E1</c>: a serial port behind a server that sets it as it is told (RFC 2217): ser2net and other gateways.</summary>
internal sealed class Rfc2217Scheme : IOneLineScheme
{
    public string Name => "rfc2217";

    public string Form => "rfc2217://host:port";

    public string Hint => "without ?mode it is found";

    public bool HasModes => true;

    public void Check(Uri url)
    {
        if (url.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6) || url.Port <= 0)
            throw new FormatException($"it needs a host and a port ({Form})");
        if (url.AbsolutePath.Length > 1)
            throw new FormatException($"an address of the form {Form} has no path behind it");
        SerialMode.CheckIn(url);
    }

    public SerialMode? ModeIn(Uri url) => SerialMode.In(url);

    public async ValueTask<ILine> OpenAsync(LineOpening opening, CancellationToken cancellation)
    {
        string host = opening.Url.Host.Trim('[', ']');
        TcpLine connection = await TcpLine.ConnectAsync(Name, host, opening.Url.Port, opening.Time, cancellation);
        try
        {
            return await ComPortLine.OpenAsync(connection, TcpFault.Peer(host, opening.Url.Port), opening.Mode, opening.Time, cancellation);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
