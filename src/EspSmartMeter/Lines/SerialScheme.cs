namespace EspSmartMeter.Lines;

/// <summary><c>serial:///dev/ttyUSB0?mode=2400-8E1</c>: a serial port of this computer.</summary>
internal sealed class SerialScheme : IOneLineScheme
{
    public string Name => "serial";

    public string Form => "serial:///dev/ttyUSB0?mode=2400-8E1";

    public string? Hint => "without ?mode it is found";

    public bool HasModes => true;

    public void Check(Uri url)
    {
        if (url.AbsolutePath.Length < 2 || url.Host.Length > 0)
            throw new FormatException("a serial port needs three slashes and a path (serial:///dev/ttyUSB0)");
        SerialMode.CheckIn(url);
    }

    public bool IsMeantBy(string text) => text.StartsWith("/dev/", StringComparison.Ordinal);

    public SerialMode? ModeIn(Uri url) => SerialMode.In(url);

    public ValueTask<ILine> OpenAsync(LineOpening opening, CancellationToken cancellation) =>
        ValueTask.FromResult<ILine>(SerialLine.Open(opening.Url.AbsolutePath, opening.Mode, opening.Time));
}
