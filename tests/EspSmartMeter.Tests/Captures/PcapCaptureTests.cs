using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EspSmartMeter.Tests.Captures;

public sealed class PcapCaptureTests
{
    [Fact]
    public void What_came_twice_or_late_is_put_in_order_and_what_is_missing_ends_a_stream()
    {
        PcapWriter capture = new PcapWriter()
            .Tcp(8088, 0xFFFFFFFE, 1, 2, 3)
            .Tcp(700, 5, 0x77)
            .Tcp(8088, 4, 7, 8)
            .Tcp(8088, 1, 4, 5, 6)
            .Tcp(8088, 0xFFFFFFFF, 2, 3, 4)
            .Tcp(8088, 9, 12, 13);

        Assert.Equal(["0102030405060708", "0c0d", "77"], HeldBytes.In(capture.Pcap));
        Assert.Equal(["0102030405060708", "0c0d", "77"], HeldBytes.In(capture.Pcapng, step: 5));
    }

    [Fact]
    public void A_datagram_is_a_burst() => Assert.Equal(["01/0203/"], HeldBytes.In(new PcapWriter().Udp(90, 1).Udp(90, 2, 3).Pcap));

    [Fact]
    public void A_capture_that_was_stopped_in_a_packet_has_what_came_before() =>
        Assert.Equal(["01"], HeldBytes.In(new PcapWriter().Tcp(8088, 1, 1).Tcp(8088, 2, 2).Pcap.AsSpan()[..^1]));

    [Theory]
    [InlineData("lo")]
    [InlineData("any")]
    public async Task What_tcpdump_stores_of_a_connection_is_read(string where)
    {
        const string tcpdump = "/usr/bin/tcpdump";
        Assert.SkipUnless(File.Exists(tcpdump), "tcpdump is not installed (apt-get install tcpdump)");
        string folder = Directory.CreateTempSubdirectory("tcpdump-").FullName;
        string file = Path.Combine(folder, "meter.pcap");
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        byte[] sent = [.. Enumerable.Range(0, 20000).Select(at => (byte)(at * 37))];

        using (Process process = Process.Start(new ProcessStartInfo(tcpdump, ["-i", where, "-U", "-Z", "root", "-w", file, $"tcp port {port}"]) { RedirectStandardError = true })!)
        {
            // It may not be allowed to listen here.
            string? said = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            while (said is not null && !said.Contains("listening on", StringComparison.Ordinal))
                said = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.SkipWhen(said is null, "tcpdump may not listen here");
            using (TcpClient client = new())
            {
                await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                using TcpClient accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                await accepted.GetStream().WriteAsync(sent, TestContext.Current.CancellationToken);
                accepted.Client.Shutdown(SocketShutdown.Send);
                await client.GetStream().CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
            }
            for (int i = 0; i < 200 && (!File.Exists(file) || new FileInfo(file).Length < sent.Length); i++)
                await Task.Delay(50, TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([Convert.ToHexStringLower(sent)], HeldBytes.In(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
        Directory.Delete(folder, recursive: true);
    }
}
