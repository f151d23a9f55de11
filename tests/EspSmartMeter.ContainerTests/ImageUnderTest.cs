using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Networks;

namespace EspSmartMeter.ContainerTests;

/// <summary>A broker, a simulated meter and the app, on a network of their own. The app shares the meter's addresses: simulated meters serve loopback only.</summary>
public sealed class ImageUnderTest : IAsyncLifetime
{
    private const ushort PagePort = 8099;
    private const string BrokerSettings = "/mosquitto/config/mosquitto.conf";

    /// <summary>ESM_TEST_IMAGE names an image that is there; else it is built from the repository's Dockerfile beforehand, as esp-smart-meter:test.</summary>
    private static readonly string Image = Environment.GetEnvironmentVariable("ESM_TEST_IMAGE") ?? "esp-smart-meter:test";

    /// <summary>ESM_TEST_BROKER_IMAGE: another image with mosquitto and mosquitto_sub, where none can be pulled.</summary>
    private static readonly string BrokerImage = Environment.GetEnvironmentVariable("ESM_TEST_BROKER_IMAGE") ?? "eclipse-mosquitto:2.0.22";

    private readonly INetwork _network = new NetworkBuilder().Build();
    private readonly IContainer _broker;
    private readonly IContainer _meter;
    private readonly IContainer _app;

    public ImageUnderTest()
    {
        _broker = new ContainerBuilder(BrokerImage)
            .WithNetwork(_network)
            .WithNetworkAliases("broker")
            .WithCommand("mosquitto", "-c", BrokerSettings)
            .WithResourceMapping("listener 1883\nallow_anonymous true\n"u8.ToArray(), BrokerSettings)
            .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("running"))
            .Build();
        _meter = new ContainerBuilder(Image)
            .WithNetwork(_network)
            .WithPortBinding(PagePort, true)
            .WithCommand("simulate", "dsmr5-gas", "--port", "8088")
            .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("tcp://127.0.0.1:8088"))
            .Build();
        _app = new ContainerBuilder(Image)
            .WithCreateParameterModifier(parameters => parameters.HostConfig!.NetworkMode = $"container:{_meter.Id}")
            .WithEnvironment("ESM_SOURCES__0__URL", "tcp://127.0.0.1:8088")
            .WithEnvironment("ESM_MQTT__HOST", "broker")
            .WithEnvironment("ESM_BIND", "0.0.0.0")
            .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("Version"))
            .Build();
    }

    public Uri Page => new($"http://{_meter.Hostname}:{_meter.GetMappedPublicPort(PagePort)}/");

    public async ValueTask InitializeAsync()
    {
        await _network.CreateAsync();
        await Task.WhenAll(_broker.StartAsync(), _meter.StartAsync());
        await _app.StartAsync();
    }

    /// <summary>The payloads of the messages that mosquitto_sub, beside the broker, hears with these arguments, one a line.</summary>
    public async Task<string[]> HearAsync(params string[] arguments)
    {
        ExecResult heard = await _broker.ExecAsync(["mosquitto_sub", "-F", "%p", .. arguments], TestContext.Current.CancellationToken);
        return heard.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async Task<string> LogAsync()
    {
        (string output, string errors) = await _app.GetLogsAsync(ct: TestContext.Current.CancellationToken);
        return output + errors;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _meter.DisposeAsync();
        await _broker.DisposeAsync();
        await _network.DisposeAsync();
    }
}
