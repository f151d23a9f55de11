using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EspSmartMeter.Tests.Mqtt;

/// <summary>Gives every request the same answer.</summary>
internal sealed class HttpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public HttpServer(int status, string answer)
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = ServeAsync(status, Encoding.UTF8.GetBytes(answer));
    }

    public Uri Address { get; }

    /// <summary>The last one, with its body.</summary>
    public string Request { get; private set; } = "";

    public int Requests { get; private set; }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(int status, byte[] answer)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                NetworkStream stream = client.GetStream();
                byte[] buffer = new byte[4096];
                string request = "";
                while (!IsWhole(request))
                    request += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
                Request = request;
                Requests++;
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n\r\n"));
                await stream.WriteAsync(answer);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or IOException)
        {
        }
    }

    private static bool IsWhole(string request)
    {
        int body = request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        const string Length = "Content-Length: ";
        int length = request.IndexOf(Length, StringComparison.Ordinal);
        return body >= 4 && (length < 0 || request.Length - body >= int.Parse(request[(length + Length.Length)..].Split('\r')[0], CultureInfo.InvariantCulture));
    }
}
