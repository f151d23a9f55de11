using System.Net;
using System.Text.Json;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks.HomeWizard;
using EspSmartMeter.Sources;
using Microsoft.Extensions.Time.Testing;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Lines;

/// <summary>Devices that are asked for their telegram over HTTP: HomeWizard's P1 meter, as our own door plays it, and Tibber's bridge.</summary>
public sealed class PulledLinesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 6, 59, 30, TimeSpan.Zero);

    [Fact]
    public async Task Our_own_HomeWizard_door_is_read_and_each_value_comes_out_as_it_went_in()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp near = await RunningApp.StartWith(
            options => options with { HomeWizard = new ListenAddress(IPAddress.Loopback, 0), Allow = new AllowedNetworks([AllowedNetworks.Parse("allow", "127.0.0.1")]) },
            new SourceOptions("house", new Uri($"tcp://{meter.EndPoint}"), KeyRing.Empty));
        Uri door = await near.Service<HomeWizardDoor>().Opened;
        await using RunningApp far = await Run($"homewizard://127.0.0.1:{door.Port}");

        JsonElement first = await far.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any());
        string stamp = Meter(first).GetProperty("timestamp").GetString()!;
        JsonElement later = await far.Until("data.json", json => Meter(json).GetProperty("timestamp").GetString() != stamp);
        Assert.Equal(Keys(Meter(await near.Json("data.json"))), Keys(Meter(later)));
        Assert.Equal(LinkState.Connected, Link(far));
    }

    [Fact]
    public async Task The_bridge_is_asked_as_admin_with_the_password_of_its_address_which_is_not_shown()
    {
        using PolledDevice bridge = new() { Asks = $"Authorization: Basic {Convert.ToBase64String("admin:AD56-54BA"u8)}" };
        bridge.Has(Telegram("sml-emh"));
        await using RunningApp app = await Run($"tibber://admin:AD56-54BA@{bridge.Host}");
        await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any());
        Assert.StartsWith("GET /data.json?node_id=1 HTTP/1.1\r\n", bridge.Request);
        Assert.Equal($"tibber://…@{bridge.Host}/", app.Sources.Sources[0].Address);
        Assert.DoesNotContain("AD56", await app.Http.GetStringAsync("data.json", TestContext.Current.CancellationToken) + await app.Http.GetStringAsync("api/overview", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_password_may_be_an_option_and_another_node_be_asked()
    {
        using PolledDevice bridge = new() { Asks = $"Authorization: Basic {Convert.ToBase64String("admin:AD56-54BA"u8)}" };
        Assert.Equal("pull.refused_user", await FaultOf($"tibber://{bridge.Host}", LineAccess.None));
        Assert.Equal("pull.refused_user", await FaultOf($"tibber://{bridge.Host}", new LineAccess(Password: "AD56-54BB")));
        Assert.Null(await FaultOf($"tibber://{bridge.Host}/?node_id=3", new LineAccess(Password: "AD56-54BA")));
        Assert.StartsWith("GET /data.json?node_id=3 HTTP/1.1\r\n", bridge.Request);
    }

    [Fact]
    public async Task What_the_device_kept_is_not_read_again_and_what_is_new_is()
    {
        using PolledDevice device = new();
        byte[][] telegrams = [.. SimulatedMeters.Find("dsmr5-gas")!.Telegrams(1, Start).Take(2).Select(telegram => telegram.Bytes)];
        device.Has(telegrams[0]);
        await using RunningApp app = await Run($"homewizard://{device.Host}");
        await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any());
        await device.TellAsync([.. telegrams[0]]);
        Assert.Equal(1, app.Sources.Sources[0].Statistics.Figures.Telegrams);
        await device.TellAsync(telegrams[1]);
        await app.Until("api/overview", _ => app.Sources.Sources[0].Statistics.Figures.Telegrams == 2);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(503)]
    public async Task An_answer_without_a_telegram_is_told(int status)
    {
        using PolledDevice device = new() { Status = status };
        Assert.Equal("pull.no_telegram", await FaultOf($"homewizard://{device.Host}", LineAccess.None));
    }

    [Fact]
    public async Task An_answer_without_an_end_is_not_waited_for()
    {
        using PolledDevice device = new() { IsEndless = true };
        Assert.Equal("pull.no_telegram", await FaultOf($"homewizard://{device.Host}", LineAccess.None));
    }

    [Fact]
    public async Task A_device_that_takes_the_question_and_says_nothing_is_given_up()
    {
        using PolledDevice device = new() { IsStuck = true };
        FakeTimeProvider clock = new();
        Task<string?> asked = FaultOf($"homewizard://{device.Host}", LineAccess.None, clock);
        while (device.Request.Length == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("tcp.no_answer", await asked);
    }

    [Fact]
    public async Task What_is_not_there_is_told_with_the_form_of_its_own_address()
    {
        Assert.Equal("tcp.refused", await FaultOf($"homewizard://127.0.0.1:{RunningApp.FreePort()}", LineAccess.None));
        LineException unknown = await Assert.ThrowsAsync<LineException>(async () => await OpenAsync("tibber://no-such-host.invalid", LineAccess.None, TimeProvider.System));
        Assert.Contains("(tibber://192.168.x.y:80)", unknown.Sentence.ToString());
    }

    private static byte[] Telegram(string meter) => SimulatedMeters.Find(meter)!.Telegrams(1, Start).First().Bytes;

    private static Task<RunningApp> Run(string url) => RunningApp.StartWith(options => options, new SourceOptions("pulled", LineSchemes.BuiltIn.Parse(url), KeyRing.Empty));

    private static LinkState Link(RunningApp app) => app.Sources.Sources[0].Statistics.Figures.Link;

    private static JsonElement Meter(JsonElement data) => data.GetProperty("meters").EnumerateObject().Single().Value;

    private static IEnumerable<string> Keys(JsonElement meter) => meter.GetProperty("values").EnumerateObject().Select(value => value.Name);

    private static ValueTask<ILine> OpenAsync(string url, LineAccess access, TimeProvider time)
    {
        Uri parsed = LineSchemes.BuiltIn.Parse(url);
        return ((IOneLineScheme)LineSchemes.BuiltIn.Of(parsed)).OpenAsync(new LineOpening(parsed, SerialMode.Default, time) { Access = access }, TestContext.Current.CancellationToken);
    }

    /// <summary>The sentence's key; null: it opens.</summary>
    private static async Task<string?> FaultOf(string url, LineAccess access, TimeProvider? time = null)
    {
        try
        {
            using ILine line = await OpenAsync(url, access, time ?? TimeProvider.System);
            return null;
        }
        catch (LineException refused)
        {
            return refused.Sentence.Key;
        }
    }
}
