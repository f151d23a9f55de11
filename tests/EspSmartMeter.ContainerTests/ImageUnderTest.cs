using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Networks;

namespace EspSmartMeter.ContainerTests;

/// <summary>A broker, a simulated meter and the app, on a network of their own. The app shares the meter's addresses: simulated meters serve loopback only.</summary>
public sealed class ImageUnderTest : IAsyncLifetime
{
    private const ushort PagePort = 8099;
    private const string BrokerSettings = "/mosquitto/config/mosquitto.conf";

    /// <summary>ESM_TEST_BROKER_IMAGE: another image with mosquitto and mosquitto_sub, where none can be pulled.</summary>
    private static readonly string BrokerImage = Environment.GetEnvironmentVariable("ESM_TEST_BROKER_IMAGE") ?? "eclipse-mosquitto:2.0.22";

    private INetwork? _network;
    private IContainer? _broker;
    private IContainer? _meter;
    private IContainer? _app;

    /// <summary>Why there is nothing to test; null where there is.</summary>
    public string? Missing { get; private set; }

    public Uri Page => new($"http://{_meter!.Hostname}:{_meter.GetMappedPublicPort(PagePort)}/");

    public async ValueTask InitializeAsync()
    {
        try
        {
            _network = new NetworkBuilder().Build();
        }
        catch (DockerUnavailableException)
        {
            Missing = "no Docker daemon answers";
            return;
        }
        await _network.CreateAsync();
        string image = await AppImage.NameAsync();
        _broker = Broker(_network);
        _meter = Meter(_network, image);
        await Task.WhenAll(_broker.StartAsync(), _meter.StartAsync());
        _app = App(_meter, image);
        await _app.StartAsync();
    }

    /// <summary>The payloads of the messages that mosquitto_sub, beside the broker, hears with these arguments, one a line.</summary>
    public async Task<string[]> HearAsync(params string[] arguments)
    {
        ExecResult heard = await _broker!.ExecAsync(["mosquitto_sub", "-F", "%p", .. arguments], TestContext.Current.CancellationToken);
        return heard.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async Task<string> LogAsync()
    {
        (string output, string errors) = await _app!.GetLogsAsync(ct: TestContext.Current.CancellationToken);
        return output + errors;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? started in (IAsyncDisposable?[])[_app, _meter, _broker, _network])
        {
            if (started is not null)
                await started.DisposeAsync();
        }
    }

    private static IContainer Broker(INetwork network) => new ContainerBuilder(BrokerImage)
        .WithNetwork(network)
        .WithNetworkAliases("broker")
        .WithCommand("mosquitto", "-c", BrokerSettings)
        .WithResourceMapping("listener 1883\nallow_anonymous true\n"u8.ToArray(), BrokerSettings)
        .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("running"))
        .Build();

    private static IContainer Meter(INetwork network, string image) => new ContainerBuilder(image)
        .WithNetwork(network)
        .WithPortBinding(PagePort, true)
        .WithCommand("simulate", "dsmr5-gas", "--port", "8088")
        .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("tcp://127.0.0.1:8088"))
        .Build();

    private static IContainer App(IContainer meter, string image) => new ContainerBuilder(image)
        .WithCreateParameterModifier(parameters => parameters.HostConfig!.NetworkMode = $"container:{meter.Id}")
        .WithEnvironment("ESM_SOURCES__0__URL", "tcp://127.0.0.1:8088")
        .WithEnvironment("ESM_MQTT__HOST", "broker")
        .WithEnvironment("ESM_BIND", "0.0.0.0")
        .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("Version"))
        .Build();
}
