namespace EspSmartMeter.Lines;

/// <summary>
/// A way that bytes come in, by the scheme of its URL: how its address is written and checked, what is special about it, and how it is opened: as
/// <see cref="IOneLineScheme"/> or as <see cref="IManyLinesScheme"/>. One file each, and one row of <see cref="LineSchemes"/>.
/// </summary>
internal interface ILineScheme
{
    /// <summary>What stands before <c>://</c>; lower case.</summary>
    string Name { get; }

    /// <summary>Another name that the same address goes by elsewhere; null: there is none.</summary>
    string? Alias => null;

    /// <summary>Devices send to it: its address may be a port alone, <c>udp://:8110</c>.</summary>
    bool Listens => false;

    /// <summary>How its address is written, for help and errors: <c>tcp://host:port</c>.</summary>
    string Form { get; }

    /// <summary>What help has to say beside the form; null: nothing.</summary>
    string? Hint => null;

    /// <exception cref="FormatException">An address that it cannot be; the message says what is wrong with it, and repeats nothing of it.</exception>
    void Check(Uri url);

    /// <summary>True where a text without a scheme probably lacks this one.</summary>
    bool IsMeantBy(string text) => false;

    /// <summary>True where the address may have a user and a password, which <see cref="Shown"/> then hides.</summary>
    bool TakesUser => false;

    /// <summary>True where a # may stand in the address.</summary>
    bool TakesHash => false;

    /// <summary>Stands for user and password where an address is shown.</summary>
    const string HiddenUser = "…@";

    /// <summary>The address without its secrets, as log, page and files have it.</summary>
    string Shown(Uri url) => url.UserInfo.Length == 0 ? url.OriginalString : $"{url.Scheme}://{HiddenUser}{url.GetComponents(UriComponents.HostAndPort, UriFormat.UriEscaped)}{url.AbsolutePath}";

    /// <summary>What a meter goes by that has no id, on a source without a name: the host, or the device's or file's name.</summary>
    string NameOf(Uri url) => url.Host.Length > 0 ? url.Host : Path.GetFileNameWithoutExtension(url.AbsolutePath);

    /// <summary>False where old telegrams are no replay: a capture.</summary>
    bool IsLive => true;

    /// <summary>Where the web pages of the device are, which may be an ESP with our firmware; null where there are none.</summary>
    Uri? PagesOf(Uri url) => null;

    /// <summary>Between two attempts to open a line that is away.</summary>
    TimeSpan LongestPause => TimeSpan.FromSeconds(60);

    /// <summary>The line is opened in a mode; where its address gives none, the app finds it.</summary>
    bool HasModes => false;

    /// <summary>The mode in the address; null where it gives none.</summary>
    SerialMode? ModeIn(Uri url) => null;
}

/// <summary>An address of it is one line.</summary>
internal interface IOneLineScheme : ILineScheme
{
    /// <exception cref="LineException">It cannot be opened now.</exception>
    ValueTask<ILine> OpenAsync(LineOpening opening, CancellationToken cancellation);
}

/// <summary>An address of it brings several lines over time, each under a name: a subscription with a wildcard, a port that gateways dial.</summary>
internal interface IManyLinesScheme : ILineScheme
{
    /// <summary>False where this address is one line, which the scheme opens as <see cref="IOneLineScheme"/> too.</summary>
    bool IsMany(Uri url) => true;

    /// <exception cref="LineException">It cannot be opened now.</exception>
    ValueTask<ILineCarrier> OpenCarrierAsync(LineOpening opening, CancellationToken cancellation);
}

/// <summary>What a line is opened with.</summary>
/// <param name="Url">Of its scheme, and checked.</param>
/// <param name="Mode">The one to listen in, where the scheme has modes.</param>
/// <param name="Time">The clock that patience is measured by.</param>
internal sealed record LineOpening(Uri Url, SerialMode Mode, TimeProvider Time)
{
    /// <summary>What opens its door.</summary>
    public LineAccess Access { get; init; } = LineAccess.None;
}
