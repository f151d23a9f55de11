using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Tests.Sources;

public class TcpSourceTests
{
    [Fact]
    public async Task Bytes_are_handed_on_and_silence_is_told()
    {
        using TcpListener listener = Listen(0);
        await using RecordingReceiver source = new(Url(listener));
        using Socket peer = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        peer.Send([1, 2, 3]);

        await source.Until(seen => seen.Bytes.Length == 3 && seen.Idles > 0);

        Assert.Equal([1, 2, 3], source.Bytes);
        Assert.Equal(LinkState.Connected, source.Status.Statistics.Figures.Link);
    }

    [Fact]
    public async Task The_system_asks_a_silent_peer_whether_it_is_still_there()
    {
        using TcpListener listener = Listen(0);
        await using RecordingReceiver source = new(Url(listener));
        using Socket peer = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);

        // proc(5), net/tcp: the fourth field behind the addresses is the timer that runs; 02 is keep-alive's.
        string port = $":{((IPEndPoint)peer.RemoteEndPoint!).Port:X4}";
        string[] fields = File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(line => line[1].EndsWith(port, StringComparison.Ordinal) && line[3] == "01");
        Assert.StartsWith("02:", fields[5]);
        // Within ten seconds, in hundredths.
        Assert.InRange(Convert.ToInt32(fields[5][3..], 16), 1, 1000);
    }

    [Fact]
    public async Task A_closed_connection_ends_the_stream_and_is_opened_again()
    {
        using TcpListener listener = Listen(0);
        await using RecordingReceiver source = new(Url(listener));
        using (Socket peer = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken))
            peer.Send([1]);
        using Socket again = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        again.Send([2]);

        await source.Until(seen => seen.Bytes.Length == 2);

        Assert.Equal(1, source.Ends);
    }

    [Fact]
    public async Task A_peer_that_is_away_is_told_with_what_to_do_and_found_when_it_comes_back()
    {
        TcpListener listener = Listen(0);
        string url = Url(listener);
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Dispose();
        await using RecordingReceiver source = new(url);
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Lost);
        Assert.Contains($"127.0.0.1:{port} refuses the connection", source.Status.Statistics.Figures.LinkSentence.ToString());

        using TcpListener back = Listen(port);
        using Socket peer = await back.AcceptSocketAsync(TestContext.Current.CancellationToken);
        peer.Send([7]);
        await source.Until(seen => seen.Bytes.Length == 1);
    }

    [Fact]
    public async Task An_unknown_name_is_told()
    {
        await using RecordingReceiver source = new("tcp://no-such-host.invalid:8088");
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Lost);

        Assert.Contains("no-such-host.invalid is not known in this network", source.Status.Statistics.Figures.LinkSentence.ToString());
    }

    [Fact]
    public async Task A_source_that_waits_for_bytes_stops_at_once()
    {
        using TcpListener listener = Listen(0);
        RecordingReceiver source = new(Url(listener));
        using Socket peer = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await source.Until(seen => seen.Idles > 0);

        Stopwatch stopping = Stopwatch.StartNew();
        await source.DisposeAsync();

        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(5), $"took {stopping.Elapsed}");
    }

    [Fact]
    public async Task A_file_is_read_once_to_its_end()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, new byte[10_000], TestContext.Current.CancellationToken);
        await using RecordingReceiver source = new($"file://{file}");
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Ended);

        Assert.Equal((10_000, 1), (source.Bytes.Length, source.Ends));
        File.Delete(file);
    }

    [Fact]
    public async Task A_missing_file_is_told()
    {
        await using RecordingReceiver source = new("file:///no/such/dump.bin");
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Lost);

        Assert.Contains("/no/such/dump.bin cannot be read", source.Status.Statistics.Figures.LinkSentence.ToString());
    }

    private static TcpListener Listen(int port)
    {
        TcpListener listener = new(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    private static string Url(TcpListener listener) => $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
}
