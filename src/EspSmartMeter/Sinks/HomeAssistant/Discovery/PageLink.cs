using System.Net;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using EspSmartMeter.Options;

namespace EspSmartMeter.Sinks.HomeAssistant.Discovery;

/// <summary>
/// Where "Visit" on a device's page in Home Assistant leads: to this app's own page. Under the Supervisor that is a page of Home Assistant itself, elsewhere an address in
/// the local network.
/// </summary>
/// <param name="options">Tell where the page listens.</param>
/// <param name="supervisor">Its base address is the Supervisor's.</param>
/// <param name="token">The Supervisor's, for this app; null or empty: there is none.</param>
internal sealed class PageLink(AppOptions options, HttpClient supervisor, string? token)
{
    private const int LongestSlug = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Before, what are apps now were add-ons, and their pages lay elsewhere.</summary>
    private static readonly Version FirstWithApps = new(2026, 2);

    /// <summary>Null: the page cannot be reached from another machine, or nobody told how.</summary>
    public string? Url { get; private set; }

    /// <summary>To be asked for once, before devices are announced.</summary>
    public async Task FindAsync() => Url = string.IsNullOrEmpty(token) ? LocalUrl() : await SupervisedUrlAsync();

    private string? LocalUrl() =>
        options.HttpPort == 0 || options.Bind is not IPAddress bound || IPAddress.IsLoopback(bound) ? null
        : !IPAddress.Any.Equals(bound) && !IPAddress.IPv6Any.Equals(bound) ? UrlOf(bound)
        // A container's own address is known inside its host alone.
        : File.Exists("/.dockerenv") || OwnAddress() is not IPAddress own ? null
        : UrlOf(own);

    private string UrlOf(IPAddress address) => $"http://{(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address)}:{options.HttpPort}/";

    private static IPAddress? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback } && card.GetIPProperties().GatewayAddresses.Count > 0)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork);

    private async Task<string?> SupervisedUrlAsync()
    {
        string? slug = await AskAsync("addons/self/info", "slug");
        if (slug is not { Length: > 0 and <= LongestSlug } || !slug.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
            return null;
        string? core = await AskAsync("info", "homeassistant");
        bool hasApps = core is null || !Version.TryParse(string.Join('.', core.Split('.').Take(2)), out Version? version) || version >= FirstWithApps;
        return hasApps ? $"homeassistant://app/{slug}" : $"homeassistant://hassio/ingress/{slug}";
    }

    /// <summary>A text of the Supervisor's answer; null where it gives none.</summary>
    private async Task<string?> AskAsync(string path, string name)
    {
        try
        {
            using CancellationTokenSource patience = new(Patience);
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using HttpResponseMessage answer = await supervisor.SendAsync(request, patience.Token);
            if (!answer.IsSuccessStatusCode)
                return null;
            using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(patience.Token));
            return json.RootElement.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out JsonElement text)
                && text.ValueKind == JsonValueKind.String
                    ? text.GetString()
                    : null;
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
