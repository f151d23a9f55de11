using System.Net;
using System.Net.Sockets;
using System.Text;
using EspSmartMeter.Http;

namespace EspSmartMeter.Tests.Http;

/// <summary>What sockets that somebody opens and leaves do to those who want something.</summary>
public sealed class ConnectionDoorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n")]
    public async Task Idle_sockets_keep_nobody_out(string begun)
    {
        await using RunningApp app = await RunningApp.Start();
        List<Socket> idle = [];
        for (int i = 0; i < 2 * ConnectionDoor.Most; i++)
        {
            Socket socket = Connect(app);
            idle.Add(socket);
            await socket.SendAsync(Encoding.ASCII.GetBytes(begun), Cancellation);
        }

        foreach (string path in (string[])["health", "", "api/overview", "data.json"])
        {
            using HttpClient stranger = new() { BaseAddress = app.Address, Timeout = TimeSpan.FromSeconds(10) };
            using HttpResponseMessage answer = await stranger.GetAsync(path, Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        // The ones that came first went; the newest are still there.
        Assert.True(await IsClosed(idle[0], 10));
        Assert.False(await IsClosed(idle[^1], 0.1));
        idle.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_request_whose_head_does_not_come_to_its_end_is_dropped_within_seconds()
    {
        await using RunningApp app = await RunningApp.Start();
        using Socket slow = Connect(app);
        await slow.SendAsync("GET / HTTP/1.1\r\nHost: loc"u8.ToArray(), Cancellation);
        Assert.True(await IsClosed(slow, 15));
    }

    [Fact]
    public async Task A_body_larger_than_anything_here_takes_ends_the_connection()
    {
        await using RunningApp app = await RunningApp.Start();
        using Socket socket = Connect(app);
        string origin = app.Address.GetLeftPart(UriPartial.Authority);
        byte[] head = Encoding.ASCII.GetBytes($"POST /api/overview HTTP/1.1\r\nHost: {app.Address.Authority}\r\nOrigin: {origin}\r\nContent-Length: 1000000\r\n\r\n");
        try
        {
            await socket.SendAsync(head, Cancellation);
            await socket.SendAsync(new byte[1_000_000], Cancellation);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /health HTTP/1.1\r\nHost: {app.Address.Authority}\r\n\r\n"), Cancellation);
        }
        catch (SocketException)
        {
            // It ended before all was sent.
        }
        string answered = await ReadToEnd(socket, 4);
        Assert.DoesNotContain("ok\n", answered);
    }

    [Fact]
    public async Task A_small_body_that_nothing_reads_leaves_the_connection_whole()
    {
        await using RunningApp app = await RunningApp.Start();
        using Socket socket = Connect(app);
        string origin = app.Address.GetLeftPart(UriPartial.Authority);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"POST /api/overview HTTP/1.1\r\nHost: {app.Address.Authority}\r\nOrigin: {origin}\r\nContent-Length: 5\r\n\r\nhello"
            + $"GET /health HTTP/1.1\r\nHost: {app.Address.Authority}\r\nConnection: close\r\n\r\n"), Cancellation);
        Assert.Contains("ok\n", await ReadToEnd(socket, 10));
    }

    [Theory]
    [InlineData("172.30.32.2", null, true)]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("::ffff:172.30.32.2", null, true)]
    [InlineData("192.168.1.20", null, false)]
    [InlineData("192.168.1.20", "a token of sixteen letters", true)]
    public void Under_the_Supervisor_a_peer_that_may_ask_for_nothing_is_not_let_in(string peer, string? token, bool enters) =>
        Assert.Equal(enters, new AccessRules(supervised: true, token).MayEnter(IPAddress.Parse(peer)));

    [Fact]
    public void Elsewhere_whoever_reaches_the_port_is_let_in() => Assert.True(new AccessRules(supervised: false).MayEnter(IPAddress.Parse("192.168.1.20")));

    private static Socket Connect(RunningApp app)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(app.Address.Host, app.Address.Port);
        return socket;
    }

    private static async Task<bool> IsClosed(Socket socket, double seconds)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            byte[] buffer = new byte[4096];
            while (await socket.ReceiveAsync(buffer, patience.Token) > 0)
            {
                // What is told before the end.
            }
            return true;
        }
        catch (SocketException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<string> ReadToEnd(Socket socket, double seconds)
    {
        StringBuilder text = new();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            byte[] buffer = new byte[4096];
            for (int count; (count = await socket.ReceiveAsync(buffer, patience.Token)) > 0;)
                text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException)
        {
            // That was all.
        }
        return text.ToString();
    }
}
