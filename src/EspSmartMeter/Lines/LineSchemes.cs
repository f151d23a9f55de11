namespace EspSmartMeter.Lines;

/// <summary>Opens the line that a source's URL names.</summary>
internal static class LineSchemes
{
    /// <exception cref="LineException">It cannot be opened now.</exception>
    public static ILine Open(Uri url, SerialMode mode, CancellationToken cancellation) => url.Scheme switch
    {
        "tcp" => new TelnetLine(TcpLine.Connect(url.Host.Trim('[', ']'), LineUrl.PortOf(url), cancellation)),
        "serial" => SerialLine.Open(url.AbsolutePath, mode),
        _ => FileLine.Open(url.LocalPath),
    };
}
