using System.Net;
using System.Net.Sockets;
using System.Text;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.Telegrams;
using EspSmartMeter.Sources;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sinks.Telegrams;

/// <summary>A source's P1 telegrams on a port of their own, over real sockets.</summary>
public sealed class TelegramDoorTests
{
    private static readonly AllowedNetworks Loopback = new([AllowedNetworks.Parse("allow", "127.0.0.1")]);

    [Fact]
    public async Task Each_client_gets_each_telegram_as_the_meter_sends_it()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await Start(meter, Loopback);
        using TcpClient first = await Connect(app), second = await Connect(app);

        string telegram = await NextTelegram(first);
        Assert.Equal(telegram, await NextTelegram(second));
        Assert.StartsWith("/", telegram);
        Assert.Single(Decoded.Of(Encoding.ASCII.GetBytes(telegram)));
    }

    [Theory]
    [InlineData("smarty-luxembourg")]
    [InlineData("sagemcom-graz")]
    [InlineData("p1-poland")]
    public async Task A_ciphered_meters_telegrams_are_served_in_the_clear(string name)
    {
        SimulatedMeter ciphered = SimulatedMeters.Find(name)!;
        await using SimulatedMeterServer meter = RunningApp.Simulate(name);
        MeterKeys keys = new(ciphered.Keys!.Encryption, (ReadOnlyMemory<byte>?)ciphered.Keys.Authentication);
        await using RunningApp app = await Start(meter, Loopback, new KeyRing(keys));
        using TcpClient client = await Connect(app);

        Reading reading = Assert.Single(Decoded.Of(Encoding.ASCII.GetBytes(await NextTelegram(client))));
        Assert.False(reading.Encrypted);
        Assert.Equal(TelegramCheck.Crc16, reading.Check);
        Assert.True(reading.Measurements.Length > 3);
    }

    [Fact]
    public async Task Who_is_not_allowed_gets_nothing()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await Start(meter, AllowedNetworks.None);
        using TcpClient client = await Connect(app);
        await HungUp(client);
    }

    [Fact]
    public async Task One_that_does_not_read_is_let_go_and_the_others_go_on()
    {
        Source source = new(new SourceOptions(null, new Uri("tcp://meter:1"), KeyRing.Empty));
        TelegramDoor door = new(source, new ListenAddress(IPAddress.Loopback, 0), Loopback, TimeProvider.System, NullLogger<TelegramDoor>.Instance);
        using CancellationTokenSource stop = new();
        Task running = door.RunAsync(stop.Token);
        IPEndPoint place = await door.Opened;
        using TcpClient slow = await Connect(place), quick = await Connect(place);
        Reading reading = new() { Text = new byte[1024 * 1024], Check = TelegramCheck.Crc16 };
        Task<long> read = Count(quick, stop.Token);
        for (int telegram = 0; telegram < 64; telegram++)
        {
            source.Telegrams.Take(reading);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        await HungUp(slow);
        for (int i = 0; i < 1500 && !read.IsCompleted && quick.Available > 0; i++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await running;
        Assert.True(await read > 60 * reading.Text.Length, $"{await read} octets");
    }

    [Theory]
    [InlineData("/ISk5\\2MT\r\n\r\n1-0:1.7.0(00.100*kW)\r\n")]
    [InlineData("/ISk5\\2MT\n\n1-0:1.7.0(00.100*kW)\n")]
    [InlineData("/ISk5\\2MT\n\n\n\n1-0:1.7.0(00.100*kW)\n\n")]
    public void Line_ends_that_a_gateway_changed_are_as_the_meter_sent_them(string text)
    {
        Reading reading = new() { Text = Encoding.ASCII.GetBytes(text), Check = TelegramCheck.Crc16 };
        Assert.Equal("/ISk5\\2MT\r\n\r\n1-0:1.7.0(00.100*kW)\r\n!0000\r\n"[..^6], Encoding.ASCII.GetString(P1Telegram.Of(reading)!.Octets)[..^6]);
        Assert.Single(Decoded.Of(P1Telegram.Of(reading)!.Octets));
    }

    [Fact]
    public void A_telegram_that_came_without_a_CRC_gets_none()
    {
        Reading reading = new() { Text = Encoding.ASCII.GetBytes("/KMP5 A\r\n\r\n1-0:1.7.0(00.1*kW)\r\n"), Check = TelegramCheck.None };
        Assert.EndsWith("\r\n!\r\n", Encoding.ASCII.GetString(P1Telegram.Of(reading)!.Octets));
    }

    [Theory]
    [MemberData(nameof(PlainP1))]
    public void A_plain_telegram_comes_out_as_it_came_in(string name)
    {
        byte[] sent = SimulatedMeters.Find(name)!.Telegrams(1, new(2026, 11, 22, 6, 59, 30, TimeSpan.Zero)).First().Bytes;
        Reading reading = Assert.Single(Decoded.Of(sent));
        Assert.Equal(Encoding.Latin1.GetString([.. sent.Select(octet => (byte)(octet & 0x7F))]).TrimEnd(), Encoding.Latin1.GetString(P1Telegram.Of(reading)!.Octets).TrimEnd());
    }

    public static TheoryData<string> PlainP1 => [.. SimulatedMeters.All.Where(meter => meter is { Framing: "p1", Cipher: Cipher.None }).Select(meter => meter.Name)];

    private sealed class Decoded : IDecoderSink
    {
        private readonly List<Reading> _readings = [];

        public static List<Reading> Of(byte[] octets)
        {
            Decoded decoded = new();
            MeterDecoder decoder = new(new DecoderOptions(), decoded);
            decoder.Feed(octets, DateTimeOffset.UnixEpoch);
            decoder.End(DateTimeOffset.UnixEpoch);
            return decoded._readings;
        }

        public void OnReading(Reading reading) => _readings.Add(reading.Copy());

        public void OnRejected(Rejected rejected)
        {
        }
    }

    private static Task<RunningApp> Start(SimulatedMeterServer meter, AllowedNetworks allowed, KeyRing? keys = null) => RunningApp.StartWith(
        options => options with { Allow = allowed },
        new SourceOptions("house", new Uri($"tcp://{meter.EndPoint}"), keys ?? KeyRing.Empty) { Serve = new ListenAddress(IPAddress.Loopback, 0) });

    private static async Task<TcpClient> Connect(RunningApp app) => await Connect(await app.Service<TelegramDoors>().Doors[0].Opened);

    private static async Task<TcpClient> Connect(IPEndPoint place)
    {
        TcpClient client = new();
        await client.ConnectAsync(place, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>From '/' to the line end behind the CRC.</summary>
    private static async Task<string> NextTelegram(TcpClient client)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        while (!text.ToString().EndsWith("\r\n", StringComparison.Ordinal) || !text.ToString().Contains('!', StringComparison.Ordinal))
            text.Append(Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, patience.Token)));
        return text.ToString();
    }

    private static async Task HungUp(TcpClient client)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        byte[] buffer = new byte[65536];
        try
        {
            while (await client.GetStream().ReadAsync(buffer, patience.Token) > 0)
            {
                // What was on its way.
            }
        }
        catch (IOException)
        {
            // Reset.
        }
    }

    private static async Task<long> Count(TcpClient client, CancellationToken stop)
    {
        byte[] buffer = new byte[1024 * 1024];
        long all = 0;
        try
        {
            for (int count; (count = await client.GetStream().ReadAsync(buffer, stop)) > 0;)
                all += count;
        }
        catch (Exception over) when (over is IOException or OperationCanceledException)
        {
            // The app stopped.
        }
        return all;
    }
}
