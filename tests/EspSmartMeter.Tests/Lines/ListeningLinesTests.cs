using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation;

namespace EspSmartMeter.Tests.Lines;

/// <summary>Ports that gateways send to, over real sockets, into the whole app.</summary>
public sealed class ListeningLinesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 6, 59, 30, TimeSpan.Zero);

    [Fact]
    public async Task Datagrams_of_a_message_in_parts_are_one_telegram()
    {
        int port = RunningApp.FreePort();
        await using RunningApp app = await Run($"udp://127.0.0.1:{port}");
        await app.Until("api/overview", _ => app.Sources.Sources[0].Statistics.Figures.Link == LinkState.Connected);
        using UdpClient gateway = new("127.0.0.1", port);
        byte[] telegram = Telegram("dsmr5-gas");
        foreach (byte[] part in telegram.Chunk(500))
            await gateway.SendAsync(part, TestContext.Current.CancellationToken);
        await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any());
    }

    [Fact]
    public async Task A_gateway_that_dials_again_is_the_same_line_and_its_old_connection_is_closed()
    {
        int port = RunningApp.FreePort();
        await using RunningApp app = await Run($"tcp-listen://:{port}");
        using TcpClient first = await Dial(port);
        first.Client.Send(Telegram("dsmr5-gas"));
        await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any());

        using TcpClient again = await Dial(port);
        again.Client.Send(Telegram("dsmr5-gas"));
        Assert.Equal(0, await first.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        Source line = Assert.Single(app.Sources.Sources[0].Lines);
        for (int i = 0; i < 300 && line.Statistics.Figures.Telegrams < 2; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(2, line.Statistics.Figures.Telegrams);
        Assert.Equal("gateways 127.0.0.1", line.Name);
    }

    [Fact]
    public async Task A_gateway_that_dials_for_each_telegram_loses_none()
    {
        int port = RunningApp.FreePort();
        await using RunningApp app = await Run($"tcp-listen://:{port}");
        byte[][] telegrams = [.. SimulatedMeters.Find("dsmr5-gas")!.Telegrams(1, Start).Take(12).Select(telegram => telegram.Bytes)];
        foreach (byte[] telegram in telegrams)
        {
            using TcpClient gateway = await Dial(port);
            gateway.Client.Send(telegram);
        }
        for (int i = 0; i < 300 && app.Sources.Sources[0].Statistics.Figures.Telegrams < telegrams.Length; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(telegrams.Length, app.Sources.Sources[0].Statistics.Figures.Telegrams);
    }

    private static byte[] Telegram(string meter) => SimulatedMeters.Find(meter)!.Telegrams(1, Start).First().Bytes;

    private static Task<RunningApp> Run(string url) => RunningApp.StartWith(options => options, new SourceOptions("gateways", EspSmartMeter.Lines.LineSchemes.BuiltIn.Parse(url), KeyRing.Empty));

    /// <summary>Once the port is open.</summary>
    private static async Task<TcpClient> Dial(int port)
    {
        for (int i = 0; ; i++)
        {
            TcpClient gateway = new();
            try
            {
                await gateway.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return gateway;
            }
            catch (SocketException) when (i < 100)
            {
                gateway.Dispose();
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }
}
