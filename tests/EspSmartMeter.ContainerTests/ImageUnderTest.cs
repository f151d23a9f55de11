using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Networks;

namespace EspSmartMeter.ContainerTests;

/// <summary>A broker, a simulated meter and the app, on a network of their own. The app shares the meter's addresses: simulated meters serve loopback only.</summary>
public sealed class ImageUnderTest : IAsyncLifetime
{
    private const ushort BrokerPort = 1883, PagePort = 8099;

    /// <summary>ESM_TEST_IMAGE names an image that is there; else it is built from the repository's Dockerfile beforehand, as esp-smart-meter:test.</summary>
    private static readonly string Image = Environment.GetEnvironmentVariable("ESM_TEST_IMAGE") ?? "esp-smart-meter:test";

    private readonly INetwork _network = new NetworkBuilder().Build();
    private readonly IContainer _broker;
    private readonly IContainer _meter;
    private IContainer? _app;

    public ImageUnderTest()
    {
        _broker = new ContainerBuilder()
            .WithImage("eclipse-mosquitto:2.0.22")
            .WithNetwork(_network)
            .WithNetworkAliases("broker")
            .WithPortBinding(BrokerPort, true)
            .WithResourceMapping("listener 1883\nallow_anonymous true\n"u8.ToArray(), "/mosquitto/config/mosquitto.conf")
            .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("running"))
            .Build();
        _meter = new ContainerBuilder()
            .WithImage(Image)
            .WithNetwork(_network)
            .WithPortBinding(PagePort, true)
            .WithCommand("simulate", "dsmr5-gas", "--port", "8088")
            .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("tcp://127.0.0.1:8088"))
            .Build();
    }

    public string BrokerHost => _broker.Hostname;

    public int MappedBrokerPort => _broker.GetMappedPublicPort(BrokerPort);

    public Uri Page => new($"http://{_meter.Hostname}:{_meter.GetMappedPublicPort(PagePort)}/");

    public IContainer App => _app ?? throw new InvalidOperationException("The app is not started.");

    public async ValueTask InitializeAsync()
    {
        await _network.CreateAsync();
        await Task.WhenAll(_broker.StartAsync(), _meter.StartAsync());
        _app = new ContainerBuilder()
            .WithImage(Image)
            .WithCreateParameterModifier(parameters => parameters.HostConfig.NetworkMode = $"container:{_meter.Id}")
            .WithEnvironment("ESM_SOURCES__0__URL", "tcp://127.0.0.1:8088")
            .WithEnvironment("ESM_MQTT__HOST", "broker")
            .WithEnvironment("ESM_BIND", "0.0.0.0")
            .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("Version"))
            .Build();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        await _meter.DisposeAsync();
        await _broker.DisposeAsync();
        await _network.DisposeAsync();
    }
}
