using System.Net;
using System.Security.Cryptography;
using System.Text;
using EspSmartMeter.Options;

namespace EspSmartMeter.Http;

/// <summary>
/// Who may ask. Under the Supervisor only its ingress, which has checked the user, and the container itself; elsewhere whoever the page is bound for,
/// but never through a name that a stranger's web site could point here (DNS rebinding), and never a write from another site.
/// </summary>
/// <param name="supervised">Whether Home Assistant's Supervisor runs the app.</param>
/// <param name="token">Lets other programs read what is marked with <see cref="OpensWithToken"/> from where the page is not let in; null: none.</param>
/// <param name="hosts">Names that are no stranger's though they are not local; null: none.</param>
internal sealed class AccessRules(bool supervised, string? token = null, AllowedHosts? hosts = null)
{
    private readonly byte[]? _token = token is null ? null : Encoding.UTF8.GetBytes(token);

    private static readonly IPAddress Ingress = IPAddress.Parse("172.30.32.2");

    /// <summary>Names under these ends cannot be registered in the public DNS.</summary>
    private static readonly string[] LocalEnds = [".local", ".localhost", ".lan", ".internal", ".home.arpa"];

    /// <summary>False for a peer whose every request would be refused.</summary>
    public bool MayEnter(IPAddress? peer)
    {
        if (!supervised || _token is not null)
            return true;
        IPAddress? remote = peer?.IsIPv4MappedToIPv6 == true ? peer.MapToIPv4() : peer;
        return remote is not null && (Ingress.Equals(remote) || IPAddress.IsLoopback(remote));
    }

    /// <summary>Null: let in; else the status and a sentence to refuse with.</summary>
    public (int Status, string Sentence)? Refuse(HttpContext context)
    {
        IPAddress? remote = context.Connection.RemoteIpAddress;
        if (remote?.IsIPv4MappedToIPv6 == true)
            remote = remote.MapToIPv4();
        bool isIngress = supervised && Ingress.Equals(remote);
        if (supervised && !isIngress && (remote is null || !IPAddress.IsLoopback(remote)))
        {
            return HasToken(context.Request)
                ? null
                : (StatusCodes.Status403Forbidden, "This page is reached through Home Assistant alone. Other programs read data.json and metrics with the token of the app's options.");
        }
        // The ingress has checked the name: it is the one that the user reaches Home Assistant by.
        if (!isIngress && !IsServed(context.Request.Host.Host, hosts))
            return (StatusCodes.Status421MisdirectedRequest, "This page is not served under that name; use the machine's address, its name in the local network, or a name of the option hosts.");
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !IsSameOrigin(context.Request, isIngress))
            return (StatusCodes.Status403Forbidden, "Only this page itself may change something here.");
        return null;
    }

    /// <summary>A read of the values with <c>Authorization: Bearer …</c>, or <c>?token=…</c> for programs that can send an address alone.</summary>
    private bool HasToken(HttpRequest request)
    {
        if (_token is null || !HttpMethods.IsGet(request.Method) || request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<OpensWithToken>() is null)
            return false;
        const string Scheme = "Bearer ";
        string? given = request.Headers.Authorization.ToString() is { Length: > 0 } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : (string?)request.Query["token"];
        return given is { Length: > 0 and <= 200 } && CryptographicOperations.FixedTimeEquals(_token, Encoding.UTF8.GetBytes(given));
    }

    /// <summary>True for a name that no stranger's web site can have, and for those that the user allows.</summary>
    public static bool IsServed(string host, AllowedHosts? hosts) => IsLocalName(host) || hosts?.Contains(host) == true;

    /// <summary>True for an address, and for a name that no stranger's web site can have.</summary>
    private static bool IsLocalName(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _)
        || (host.Length > 0 && !host.Contains('.', StringComparison.Ordinal))
        || LocalEnds.Any(end => host.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static bool IsSameOrigin(HttpRequest request, bool isIngress) =>
        isIngress ? IsSameOriginThroughIngress(request)
        : Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out Uri? origin) && string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Home Assistant and its Supervisor pass on the browser's Origin, its Host, its Sec-Fetch-Site where it sends that (over TLS), and in X-Forwarded-Host what a proxy before
    /// them was asked for, else the Host. A proxy may leave out the port of either, or put its own name for Home Assistant into Host. Cookie and path of the ingress
    /// are secrets that no other site has; this is the second lock.
    /// </summary>
    private static bool IsSameOriginThroughIngress(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site == "same-origin";
        return Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out Uri? origin)
            && request.Headers["X-Forwarded-Host"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Append(request.Host.Value ?? "")
                .Any(asked => string.Equals(new HostString(asked).Host, origin.Host, StringComparison.OrdinalIgnoreCase));
    }
}
