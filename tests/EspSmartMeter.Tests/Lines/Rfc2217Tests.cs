using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EspSmartMeter.LineSearch;
using EspSmartMeter.Lines;
using EspSmartMeter.Sources;
using EspSmartMeter.Tests.LineSearch;
using EspSmartMeter.Tests.Sources;
using Microsoft.Extensions.Time.Testing;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;
using SerialLine = SmartMeter.Simulation.Telegrams.SerialLine;

namespace EspSmartMeter.Tests.Lines;

/// <summary>Serial ports that a server in the network sets for us: Debian's ser2net, and one that cannot do all.</summary>
public sealed class Rfc2217Tests
{
    [Theory]
    [InlineData("2400-8N1", "2400 8N1", 0)]
    [InlineData("9600-8N2", "9600 8N2", 0)]
    [InlineData("9600-7E1", "9600 8N1", 0)]
    [InlineData("9600-7O1", "9600 8N1", 0x80)]
    public async Task The_mode_of_the_address_is_set_and_every_octet_comes_through(string mode, string set, int turned)
    {
        using Ser2net server = new();
        byte[] octets = [.. Enumerable.Range(0, 256).Select(octet => (byte)octet), 0xFF, 0xFF, 0x0D, 0x00, 0x0D, 0x0A];
        await using RecordingReceiver source = new($"rfc2217://127.0.0.1:{server.Port}?mode={mode}");
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
        Assert.Equal(set, server.Mode());
        server.Cable.Send(octets);
        await source.Until(seen => seen.Bytes.Length >= octets.Length);
        Assert.Equal(octets.Select(octet => (byte)(octet ^ turned)), source.Bytes);
    }

    [Fact]
    public async Task Without_a_mode_the_search_sets_it_over_the_network_and_it_is_remembered()
    {
        using Ser2net server = new();
        string folder = Directory.CreateTempSubdirectory("rfc2217-").FullName, url = $"rfc2217://127.0.0.1:{server.Port}";
        string? found;
        await using (RunningApp app = await RunningApp.Start("en", folder, null, SearchPace.Brisk, (null, url)))
        {
            Source source = app.Sources.Sources[0];
            using CancellationTokenSource pulled = new();
            Task meter = SendAsync(SimulatedMeters.Find("aidon")!, telegram => server.Cable.Send(Sampled(telegram, source)), pulled.Token);
            await app.Until("api/overview", IsFound, seconds: 180);
            // A pseudo terminal takes no parity.
            Assert.Equal("2400", server.Mode().Split(' ')[0]);
            found = source.Line.Mode.ToString();
            await pulled.CancelAsync();
            await meter.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        await using (RunningApp again = await RunningApp.Start("en", folder, null, SearchPace.Brisk, (null, url)))
            Assert.Equal(found, again.Sources.Sources[0].Line.Mode.ToString());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Rates_that_the_port_has_not_are_passed_over()
    {
        SimulatedMeter aidon = SimulatedMeters.Find("aidon")!;
        using ComPortServer server = new(aidon.Line) { Has = rate => rate is 2400 or 9600 };
        await using RunningApp app = await RunningApp.Start("en", null, null, SearchPace.Brisk, (null, $"rfc2217://127.0.0.1:{server.Port}"));
        using CancellationTokenSource pulled = new();
        Task meter = SendAsync(aidon, server.Send, pulled.Token);
        await app.Until("api/overview", IsFound, seconds: 180);
        Assert.Equal(app.Sources.Sources[0].Line.Mode.ToString(), server.Mode);
        Assert.Contains(115200, server.Refused);
        await pulled.CancelAsync();
        await meter.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task A_mode_of_the_address_that_the_port_has_not_is_told()
    {
        using ComPortServer server = new(new SerialLine(115200, "8N1")) { Has = rate => rate == 9600 };
        await using RecordingReceiver source = new($"rfc2217://127.0.0.1:{server.Port}?mode=115200-8N1");
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Lost);
        Assert.Equal("serial.unfit_mode", source.Status.Statistics.Figures.LinkSentence.Key);
    }

    [Fact]
    public async Task A_server_that_does_not_set_ports_says_so_and_it_is_told_what_to_do()
    {
        using ComPortServer server = new(new SerialLine(115200, "8N1")) { IsSpoken = false };
        Assert.Equal("com_port.not_spoken", await FaultOf(server.Port, TimeProvider.System));
    }

    [Theory]
    [InlineData("telnet,tcp")]
    [InlineData("tcp")]
    public async Task Ser2net_without_it_is_told_too(string accepter)
    {
        using Ser2net server = new(accepter);
        Assert.Equal("com_port.not_spoken", await FaultOf(server.Port, TimeProvider.System));
    }

    [Fact]
    public async Task What_sends_bytes_and_answers_nothing_is_given_up()
    {
        using TcpListener gateway = new(IPAddress.Loopback, 0);
        gateway.Start();
        FakeTimeProvider clock = new();
        Task<string?> opening = FaultOf(((IPEndPoint)gateway.LocalEndpoint).Port, clock);
        using TcpClient client = await gateway.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(SimulatedMeters.Find("aidon")!.Telegrams(1, DateTimeOffset.UnixEpoch).First().Bytes, TestContext.Current.CancellationToken);
        // The question is there: it waits for the answer.
        Assert.True(await client.GetStream().ReadAsync(new byte[64], TestContext.Current.CancellationToken) > 0);
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("com_port.not_spoken", await opening);
    }

    private static async Task<string?> FaultOf(int port, TimeProvider time)
    {
        try
        {
            using ILine line = await new Rfc2217Scheme().OpenAsync(new LineOpening(new Uri($"rfc2217://127.0.0.1:{port}"), SerialMode.Default, time), TestContext.Current.CancellationToken);
            return null;
        }
        catch (LineException refused)
        {
            return refused.Sentence.Key;
        }
    }

    /// <summary>An even parity bit is a short pause to a port without parity: where the machine is busy, the search may come to either first.</summary>
    private static bool IsFound(JsonElement overview) =>
        overview.GetProperty("sources")[0].GetProperty("line").GetString() is "Telegrams decode at 2400-8E1: the line mode is kept." or "Telegrams decode at 2400-8N1: the line mode is kept.";

    /// <summary>What a port in the mode in force makes of it: the virtual one knows no bits.</summary>
    private static byte[] Sampled(byte[] telegram, Source source) =>
        new UartReceiver(SimulatedMeters.Find("aidon")!.Line, new SerialLine(source.Line.Mode.BaudRate, source.Line.Mode.ToString().Split('-')[1])).Receive(telegram);

    /// <summary>Hastily: one of its telegrams each fifth of a second.</summary>
    private static async Task SendAsync(SimulatedMeter meter, Action<byte[]> send, CancellationToken pulled)
    {
        foreach (SimulatedTelegram telegram in meter.Telegrams(5, DateTimeOffset.UtcNow))
        {
            await Task.Delay(200, pulled);
            send(telegram.Bytes);
        }
    }
}
