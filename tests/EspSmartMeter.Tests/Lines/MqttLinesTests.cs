using System.Text;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using EspSmartMeter.Tests.Mqtt;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation;

namespace EspSmartMeter.Tests.Lines;

/// <summary>Raw bytes that gateways publish on a real broker, into the whole app.</summary>
public sealed class MqttLinesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 6, 59, 30, TimeSpan.Zero);

    [Fact]
    public async Task A_wildcard_brings_a_line_for_each_gateway_and_the_order_of_a_message_in_parts_holds()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using RunningApp app = await Run(broker, "mqtt://{0}/meters/+/bytes");
        byte[][] parts = [.. Telegram("dsmr5-gas").Chunk(300)];
        foreach (byte[] part in parts)
            await broker.SayAsync("meters/house/bytes", part);
        await broker.SayAsync("meters/shed/bytes", Telegram("aidon-sweden"));

        await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Count() == 2);
        Assert.Equal(["gateways house", "gateways shed"], app.Sources.Sources[0].Lines.Select(line => line.Name).Order());
    }

    [Fact]
    public async Task Payloads_of_hex_digits_are_their_bytes_and_others_are_told()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using RunningApp app = await Run(broker, "mqtt://{0}/meters/bytes?format=hex");
        await broker.SayAsync("meters/bytes", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Telegram("aidon-sweden")) + "\r\n"));
        await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any());

        await broker.SayAsync("meters/bytes", "this is no hex"u8.ToArray());
        await app.Until("api/overview", _ => app.Sources.Sources[0].Statistics.Figures.Rejections.Values.Sum() == 1);
    }

    [Fact]
    public async Task What_the_broker_kept_is_not_read()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await broker.SayAsync("meters/bytes", [9, 9, 9], retain: true);
        await using RecordingLine line = await RecordingLine.Open($"mqtt://127.0.0.1:{broker.Port}/meters/bytes", LineAccess.None);
        await broker.SayAsync("meters/bytes", [1, 2, 3]);
        Assert.Equal([1, 2, 3], await line.ReadAsync());
    }

    [Fact]
    public async Task The_brokers_restart_costs_a_moment_and_the_lines_are_the_same()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using RunningApp app = await Run(broker, "mqtt://{0}/meters/+/bytes");
        await broker.SayAsync("meters/house/bytes", Telegram("aidon-sweden"));
        await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any());

        broker.Kill();
        await app.Until("api/overview", _ => app.Sources.Sources[0].Statistics.Figures.Link == LinkState.Lost);
        broker.Start();
        await app.Until("api/overview", _ => app.Sources.Sources[0].Statistics.Figures.Link == LinkState.Connected);
        await broker.SayAsync("meters/house/bytes", Telegram("aidon-sweden"));
        await app.Until("api/overview", _ => app.Sources.Sources[0].Statistics.Figures.Telegrams == 2);
        Assert.Single(app.Sources.Sources[0].Lines);
    }

    [Fact]
    public async Task The_apps_own_user_is_for_its_own_broker_alone_and_a_sources_for_its_own()
    {
        using MosquittoBroker broker = MosquittoBroker.Prepare();
        broker.SetPassword("me", "swordfish");
        broker.Start();
        string url = $"mqtt://127.0.0.1:{broker.Port}/meters/bytes";
        EspSmartMeter.Mqtt.Broker Own(int port) => new("127.0.0.1", port) { Username = "me", Password = "swordfish" };

        Assert.Equal("mqtt_source.wants_user", await FaultOf(url, LineAccess.None));
        Assert.Equal("mqtt_source.wants_user", await FaultOf(url, new LineAccess(OwnBroker: new EspSmartMeter.Mqtt.ConfiguredBroker(Own(broker.Port + 1)))));
        Assert.Equal("mqtt_source.refused_user", await FaultOf(url, new LineAccess("me", "wrong", new EspSmartMeter.Mqtt.ConfiguredBroker(Own(broker.Port)))));
        Assert.Null(await FaultOf(url, new LineAccess(OwnBroker: new EspSmartMeter.Mqtt.ConfiguredBroker(Own(broker.Port)))));
        Assert.Null(await FaultOf(url, new LineAccess("me", "swordfish")));
        Assert.Null(await FaultOf(url.Replace("://", "://me:swordfish@", StringComparison.Ordinal), LineAccess.None));
    }

    [Fact]
    public async Task A_topic_that_the_broker_does_not_grant_is_told()
    {
        using MosquittoBroker broker = MosquittoBroker.Prepare("allow_anonymous true");
        broker.GrantNoTopicBut("other/#");
        broker.Start();
        Assert.Equal("mqtt_source.topic_refused", await FaultOf($"mqtt://127.0.0.1:{broker.Port}/meters/bytes", LineAccess.None));
    }

    [Fact]
    public async Task What_is_no_broker_is_told()
    {
        await using RunningApp other = await RunningApp.StartWith(options => options);
        Assert.Equal("mqtt_source.no_broker", await FaultOf($"mqtt://127.0.0.1:{other.Address.Port}/meters/bytes", LineAccess.None));
        Assert.Equal("mqtt_source.unreachable", await FaultOf($"mqtt://127.0.0.1:{RunningApp.FreePort()}/meters/bytes", LineAccess.None));
    }

    private static byte[] Telegram(string meter) => SimulatedMeters.Find(meter)!.Telegrams(1, Start).First().Bytes;

    private static async Task<RunningApp> Run(MosquittoBroker broker, string url)
    {
        string address = string.Format(System.Globalization.CultureInfo.InvariantCulture, url, $"127.0.0.1:{broker.Port}");
        RunningApp app = await RunningApp.StartWith(options => options, new SourceOptions("gateways", LineSchemes.BuiltIn.Parse(address), KeyRing.Empty));
        await app.Until("api/overview", _ => app.Sources.Sources[0].Statistics.Figures.Link == LinkState.Connected);
        return app;
    }

    /// <summary>The sentence's key; null: it opens.</summary>
    private static async Task<string?> FaultOf(string url, LineAccess access)
    {
        try
        {
            await using RecordingLine line = await RecordingLine.Open(url, access);
            return null;
        }
        catch (LineException refused)
        {
            return refused.Sentence.Key;
        }
    }

    private sealed class RecordingLine(ILine line) : IAsyncDisposable
    {
        public static async Task<RecordingLine> Open(string url, LineAccess access) => new(await new MqttScheme().OpenAsync(
            new LineOpening(LineSchemes.BuiltIn.Parse(url), SerialMode.TryParse("9600-8N1")!, TimeProvider.System) { Access = access }, TestContext.Current.CancellationToken));

        public async Task<byte[]> ReadAsync()
        {
            byte[] buffer = new byte[100];
            LineRead read = await line.ReadAsync(buffer, TestContext.Current.CancellationToken);
            return buffer[..read.Count];
        }

        public ValueTask DisposeAsync()
        {
            line.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
