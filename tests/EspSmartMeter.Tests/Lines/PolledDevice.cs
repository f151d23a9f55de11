using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EspSmartMeter.Tests.Lines;

/// <summary>A device that has a newest telegram for who asks over HTTP, as a real socket sees it.</summary>
internal sealed class PolledDevice : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private volatile byte[] _answer = [];
    private volatile byte[]? _told;
    private int _toCut, _toStall;

    public PolledDevice()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Of its answers; else 200.</summary>
    public int Status { get; set; } = 200;

    /// <summary>A request whose head holds this is let in; null: each is.</summary>
    public string? Asks { get; init; }

    /// <summary>It takes requests and says nothing.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Its answers have no end.</summary>
    public bool IsEndless { get; init; }

    /// <summary>The head of the last request.</summary>
    public string Request { get; private set; } = "";

    /// <summary>The next answer ends in its middle, with the connection.</summary>
    public void CutNext() => Volatile.Write(ref _toCut, 1);

    /// <summary>The next answer stops in its middle for a while.</summary>
    public void StallNext() => Volatile.Write(ref _toStall, 1);

    public void Has(byte[] newest) => _answer = newest;

    /// <summary>Has it, until somebody was told all of it.</summary>
    public async Task TellAsync(byte[] newest)
    {
        Has(newest);
        for (int i = 0; _told != newest; i++)
        {
            Assert.True(i < 3000, "nobody asks for it");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _ = AnswerAsync(client);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using TcpClient asked = client;
        NetworkStream stream = client.GetStream();
        byte[] buffer = new byte[4096];
        try
        {
            string head = "";
            while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
                head += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
            Request = head;
            while (IsStuck)
                await Task.Delay(10, TestContext.Current.CancellationToken);
            byte[] answer = _answer;
            int status = Asks is null || head.Contains(Asks, StringComparison.Ordinal) ? Status : 401;
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\n{(IsEndless ? "" : $"Content-Length: {answer.Length}\r\n")}Connection: close\r\n\r\n"));
            await stream.WriteAsync(answer.AsMemory(0, answer.Length / 2));
            if (Interlocked.Exchange(ref _toCut, 0) == 1)
                return;
            if (Interlocked.Exchange(ref _toStall, 0) == 1)
                await Task.Delay(400, TestContext.Current.CancellationToken);
            await stream.WriteAsync(answer.AsMemory(answer.Length / 2));
            while (IsEndless)
                await stream.WriteAsync(buffer);
            _told = answer;
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
        }
    }
}
