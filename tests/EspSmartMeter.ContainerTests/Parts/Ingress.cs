using System.Net;
using System.Net.Sockets;

namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>Requests to the page as they come through the ingress: from the Supervisor's address, the path's front cut off.</summary>
internal static class Ingress
{
    private const string Path = "/api/hassio_ingress/wGk3yTdPLX";

    /// <summary>Status and text; status 0 where the connection was refused or cut.</summary>
    public static Task<(int Status, string Text)> GetAsync(string path, string from = Supervisor.Address, string to = Supervisor.App, string? host = null, string? token = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, Uncanonical(to, path)), from, host, token);

    public static Task<(int Status, string Text)> PostAsync(string path, byte[] body) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, Uncanonical(Supervisor.App, path)) { Content = new ByteArrayContent(body) }, Supervisor.Address, null, null);

    /// <summary>A button of the page, as Core and the Supervisor pass a browser's request on: Host and Origin as they come, and the name in X-Forwarded-Host.</summary>
    public static Task<(int Status, string Text)> PressAsync(string path, string asked, string? origin)
    {
        HttpRequestMessage request = new(HttpMethod.Post, Uncanonical(Supervisor.App, path));
        request.Headers.Add("X-Forwarded-Host", asked);
        request.Headers.Add("X-Forwarded-Proto", "http");
        request.Headers.Add("X-Forwarded-For", "192.168.1.20, 172.30.32.1");
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return SendAsync(request, Supervisor.Address, asked, null);
    }

    public static async Task<bool> IsHealthyAsync() => (await GetAsync("/health")).Status == 200;

    private static async Task<(int, string)> SendAsync(HttpRequestMessage request, string from, string? host, string? token)
    {
        request.Headers.Host = host;
        request.Headers.Add("X-Ingress-Path", Path);
        request.Headers.Add("X-Hass-Source", "core.ingress");
        if (token is not null)
            request.Headers.Add("Authorization", $"Bearer {token}");
        using HttpClient client = From(from);
        try
        {
            using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException refused)
        {
            return (0, refused.Message);
        }
        finally
        {
            request.Dispose();
        }
    }

    /// <summary>A path goes out as it stands, with its dots: that is what some tests are about.</summary>
    private static Uri Uncanonical(string to, string path) =>
        new($"http://{to}:8099{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static HttpClient From(string address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellation) =>
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { Timeout = TimeSpan.FromSeconds(10) };
}
