namespace EspSmartMeter.Lines;

/// <summary>
/// <c>esphome://host:port/?port_name=Meter&amp;key=BASE64</c>: a serial port of a device that runs ESPHome, by its component serial_proxy; the form that Home Assistant's own
/// serial library takes.
/// </summary>
internal sealed class EspHomeScheme : IOneLineScheme
{
    public string Name => "esphome";

    public string Form => "esphome://host:port/?port_name=NAME";

    public string Hint => "&key=BASE64 where the device encrypts; without &mode it is found";

    public bool HasModes => true;

    /// <summary>Its devices are programmed anew over the air: they are read again within half a minute, ten seconds of which an attempt may take.</summary>
    public TimeSpan LongestPause => TimeSpan.FromSeconds(20);

    public void Check(Uri url) => EspHomeAddress.Parse(url);

    public SerialMode? ModeIn(Uri url) => EspHomeAddress.Parse(url).Mode;

    public string Shown(Uri url) => EspHomeAddress.Shown(url);

    public async ValueTask<ILine> OpenAsync(LineOpening opening, CancellationToken cancellation)
    {
        EspHomeAddress address = EspHomeAddress.Parse(opening.Url);
        TcpLine connection = await TcpLine.ConnectAsync(Name, address.Host, address.Port, opening.Time, cancellation);
        try
        {
            return await EspHomeLine.OpenAsync(connection, address, address.Key ?? opening.Access.EspHomeKey, opening.Mode, opening.Time, cancellation);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
