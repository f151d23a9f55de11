using System.Diagnostics;
using EspSmartMeter.ContainerTests.Parts;
using EspSmartMeter.Tests;

namespace EspSmartMeter.ContainerTests;

/// <summary>The gateways of the recipes in front of a meter with binary frames: ser2net itself, stand-ins for what cannot run here.</summary>
public sealed class RecipeTests : IAsyncLifetime
{
    /// <summary>What ser2net and Tasmota open with when they take the client for a Telnet one.</summary>
    private static readonly byte[] Negotiation = Convert.FromHexString("FFFB03FFFD03FFFB01FFFE01FFFD00FFFB00");

    private readonly Folders _folders = new();
    private AppContainer? _meter;

    public async ValueTask InitializeAsync() => _meter = await AppContainer.SimulateAsync("aidon", 9001);

    public async ValueTask DisposeAsync()
    {
        if (_meter is not null)
            await _meter.DisposeAsync();
        _folders.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("telnet,")]
    public async Task Ser2net_by_its_recipe(string accepter)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/ser2net"), "ser2net is not installed (apt-get install ser2net)");
        string recipe = File.ReadAllText(Repository.PathOf("recipes", "ser2net", "ser2net.yaml"));
        Assert.Single(recipe.Split("/dev/ttyUSB0").Skip(1));
        string cable = _folders.PathOf("ttyUSB0"), settings = _folders.PathOf("ser2net.yaml");
        // A pseudo terminal in the cable's place, and loopback; the rest is the recipe.
        File.WriteAllText(settings, recipe.Replace("/dev/ttyUSB0", cable, StringComparison.Ordinal).Replace("tcp,8088", $"{accepter}tcp,127.0.0.1,8088", StringComparison.Ordinal));
        using SerialCable plugged = await SerialCable.PlugAsync(cable, 9001);
        using Process bridge = Process.Start(new ProcessStartInfo("/usr/sbin/ser2net", ["-n", "-c", settings]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            await IsReadThrough("tcp://127.0.0.1:8088");
        }
        finally
        {
            bridge.Kill();
            await bridge.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task ESPHomes_stream_server_stand_in()
    {
        using Gateway gateway = new Gateway(9001, 6638) { Piece = 128 }.Open();
        await IsReadThrough("tcp://127.0.0.1:6638");
    }

    [Fact]
    public async Task Tasmotas_bridge_stand_in()
    {
        using Gateway gateway = new Gateway(9001, 8090) { Clients = 2 }.Open();
        await IsReadThrough("tcp://127.0.0.1:8090");
    }

    [Fact]
    public async Task A_bridge_that_negotiates_Telnet_stand_in()
    {
        using Gateway gateway = new Gateway(9001, 8091) { Clients = 2, Greeting = Negotiation, Doubled = true }.Open();
        await IsReadThrough("tcp://127.0.0.1:8091");
    }

    private static async Task IsReadThrough(string url)
    {
        await using AppContainer app = await AppContainer.RunAsync(parameters => Folders.Set(parameters, $"ESM_SOURCES__0__URL={url}", "ESM_SOURCES__0__NAME=recipe"));
        Assert.True(await Waiting.HoldsWithin(40, LocalPage.HasReadingAsync), await app.LogAsync());
        // What came before the first whole telegram may be cut; nothing after it.
        IReadOnlyDictionary<string, int> first = await LocalPage.RejectionsAsync();
        Assert.InRange(first.Values.Sum(), 0, 1);
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        Assert.Equal(first, await LocalPage.RejectionsAsync());
    }
}
