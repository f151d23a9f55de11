using System.Globalization;

namespace EspSmartMeter.Lines;

/// <summary>
/// <c>tibber://user:password@host/?node_id=1</c>: what Tibber's bridge heard last from its reading head (Pulse IR), the meter's own bytes. Its user is admin, its password
/// is printed on it.
/// </summary>
internal sealed class TibberScheme : IOneLineScheme
{
    private const string OnlyUser = "admin", NodeQuery = "?node_id=";

    /// <summary>The head sends on every two seconds or so; the bridge is a small device.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public string Name => "tibber";

    public string Form => "tibber://host";

    public string Hint => "its password: tibber://admin:PASSWORD@host; ?node_id=2 where the head is not node 1";

    public bool TakesUser => true;

    public void Check(Uri url)
    {
        PulledPage.CheckHost(url, Form);
        if (url.Query.Length > 0 && NodeIn(url) is null)
            throw new FormatException("what stands behind the ? means nothing here; ?node_id=2 tells the node that the bridge's own page shows, where that is not 1");
    }

    public string Shown(Uri url) =>
        url.UserInfo.Length == 0 ? url.OriginalString : $"{url.Scheme}://{ILineScheme.HiddenUser}{url.GetComponents(UriComponents.HostAndPort, UriFormat.UriEscaped)}{url.PathAndQuery}";

    public ValueTask<ILine> OpenAsync(LineOpening opening, CancellationToken cancellation)
    {
        string[] inAddress = opening.Url.UserInfo.Split(':', 2);
        string user = inAddress[0].Length > 0 ? Uri.UnescapeDataString(inAddress[0]) : opening.Access.Username ?? OnlyUser;
        string password = inAddress.Length > 1 ? Uri.UnescapeDataString(inAddress[1]) : opening.Access.Password ?? "";
        PulledPage page = new(opening.Url, $"/data.json{NodeQuery}{NodeIn(opening.Url) ?? 1}", Every, user, password);
        return PulledLine.OpenAsync(page, opening.Time, cancellation);
    }

    private static int? NodeIn(Uri url) =>
        url.Query.StartsWith(NodeQuery, StringComparison.Ordinal)
        && int.TryParse(url.Query.AsSpan(NodeQuery.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int node)
        && node is > 0 and < 256 ? node : null;
}
