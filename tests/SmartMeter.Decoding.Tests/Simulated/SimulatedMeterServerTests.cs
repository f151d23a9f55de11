using System.Net;
using System.Net.Sockets;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>The simulated meter on the network, over real sockets on the loopback.</summary>
public class SimulatedMeterServerTests
{
    private static readonly IPEndPoint AnyFreePort = new(IPAddress.Loopback, 0);
    private static readonly SimulatedMeter Dsmr5 = SimulatedMeters.Find("dsmr5-gas")!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<byte[]> ReadAsync(NetworkStream stream, int length)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(Token);
        late.CancelAfter(TimeSpan.FromSeconds(20));
        byte[] bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, late.Token);
        return bytes;
    }

    [Fact]
    public async Task Several_clients_get_whole_telegrams_with_good_checksums()
    {
        await using SimulatedMeterServer server = SimulatedMeterServer.Start(Dsmr5, AnyFreePort, 1, TimeProvider.System, Token);
        using TcpClient one = new(), two = new();
        await one.ConnectAsync(server.EndPoint, Token);
        await two.ConnectAsync(server.EndPoint, Token);
        byte[][] streams = await Task.WhenAll(ReadAsync(one.GetStream(), 2400), ReadAsync(two.GetStream(), 2400));
        foreach (byte[] stream in streams)
            Assert.NotEmpty(IndependentChecks.GoodP1Telegrams(stream));
    }

    [Fact]
    public async Task A_client_that_talks_and_one_that_stops_talking_are_still_served()
    {
        await using SimulatedMeterServer server = SimulatedMeterServer.Start(Dsmr5, AnyFreePort, 2, TimeProvider.System, Token);
        using TcpClient client = new();
        await client.ConnectAsync(server.EndPoint, Token);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(new byte[10_000], Token);
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.NotEmpty(IndependentChecks.GoodP1Telegrams(await ReadAsync(stream, 2400)));
    }

    [Fact]
    public async Task A_client_that_leaves_harms_nobody()
    {
        await using SimulatedMeterServer server = SimulatedMeterServer.Start(Dsmr5, AnyFreePort, 3, TimeProvider.System, Token);
        using TcpClient staying = new();
        await staying.ConnectAsync(server.EndPoint, Token);
        using (TcpClient leaving = new())
        {
            await leaving.ConnectAsync(server.EndPoint, Token);
            _ = await ReadAsync(leaving.GetStream(), 10);
            leaving.Client.LingerState = new LingerOption(true, 0);
        }
        Assert.NotEmpty(IndependentChecks.GoodP1Telegrams(await ReadAsync(staying.GetStream(), 2400)));
    }

    [Fact]
    public async Task The_first_client_gets_the_first_telegram_with_its_registers_however_late_it_comes()
    {
        SimulatedMeter aidon = SimulatedMeters.Find("aidon")!;
        SettableClock clock = new();
        await using SimulatedMeterServer server = SimulatedMeterServer.StartForFirstClient(aidon, null, AnyFreePort, 1, clock, Token);
        clock.Ahead = TimeSpan.FromMinutes(1);
        using TcpClient client = new();
        await client.ConnectAsync(server.EndPoint, Token);

        int length = aidon.Telegrams(1, clock.GetUtcNow()).First().Bytes.Length;
        Assert.Contains("0100010800FF", Convert.ToHexString(await ReadAsync(client.GetStream(), length)));
    }

    [Fact]
    public async Task It_stops_when_asked()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task running = SimulatedMeterServer.RunAsync(Dsmr5, AnyFreePort, 4, TimeProvider.System, stop.Token);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    [Fact]
    public void A_slow_line_delivers_a_telegram_over_the_time_its_characters_take()
    {
        SimulatedMeter aidon = SimulatedMeters.Find("aidon-3phase")!;
        SimulatedTelegram telegram = aidon.Telegrams(1, DateTimeOffset.UnixEpoch.AddYears(55)).First();
        TimedChunk[] chunks = [.. LinePace.Chunks(telegram, aidon.Line, 1)];
        Assert.Equal(telegram.Bytes, chunks.SelectMany(chunk => chunk.Bytes.ToArray()));
        // 2400 baud 8E1: eleven bits a character.
        double seconds = telegram.Bytes.Length * 11 / 2400.0;
        Assert.Equal(seconds, (chunks[^1].At - telegram.At).TotalSeconds, 0.001);
        Assert.True(chunks.Length > 20);
    }

    /// <summary>The system's clock, set ahead.</summary>
    private sealed class SettableClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
