using System.Diagnostics;
using System.Text.RegularExpressions;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using Microsoft.Extensions.Logging.Abstractions;

namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>One container of the app's image, in the tests' network; removed with its volumes when it goes out of use.</summary>
internal sealed partial class AppContainer : IAsyncDisposable
{
    private static readonly DockerClient Docker = TestcontainersSettings.OS.DockerEndpointAuthConfig.GetDockerClientBuilder(Guid.NewGuid()).Build();

    private readonly IContainer _container;

    private AppContainer(IContainer container) => _container = container;

    /// <summary>The host's id of the program's process.</summary>
    public async Task<long> ProcessAsync() => (await StateAsync()).Pid;

    public async Task<bool> IsRunningAsync() => (await StateAsync()).Running;

    public async Task<bool> IsHealthyAsync() => (await StateAsync()).Health?.Status == "healthy";

    public static Task<ImageInspectResponse> InspectImageAsync() => Docker.Images.InspectImageAsync(Prepared.Image, TestContext.Current.CancellationToken);

    /// <summary>Starts the program; what else Docker is told of the container is <paramref name="also"/>'s.</summary>
    public static async Task<AppContainer> RunAsync(Action<CreateContainerParameters>? also = null, params string[] command)
    {
        (string label, string value) = Prepared.Label;
        IContainer container = new ContainerBuilder(Prepared.Image)
            .WithCommand(command)
            .WithLabel(label, value)
            .WithLogger(NullLogger.Instance)
            .WithCreateParameterModifier(parameters =>
            {
                parameters.HostConfig ??= new HostConfig();
                parameters.HostConfig.NetworkMode = Prepared.Network;
                also?.Invoke(parameters);
            })
            .Build();
        await container.StartAsync(TestContext.Current.CancellationToken);
        return new AppContainer(container);
    }

    /// <summary>A simulated meter on 127.0.0.1 and that port, by the same image, once it serves.</summary>
    public static async Task<AppContainer> SimulateAsync(string meter, int port)
    {
        AppContainer simulated = await RunAsync(
            parameters => parameters.Healthcheck = new HealthcheckConfig { Test = ["NONE"] }, "simulate", meter, "--port", $"{port}");
        bool serves = await Waiting.HoldsWithin(20, async () => (await simulated.LogAsync()).Contains($":{port}", StringComparison.Ordinal));
        Assert.True(serves, $"the simulated meter {meter} does not serve: {await simulated.LogAsync()}");
        return simulated;
    }

    /// <summary>Runs a command of the program to its end, without any network; what it printed.</summary>
    public static async Task<string> PrintedByAsync(params string[] command)
    {
        await using AppContainer once = await RunAsync(parameters => parameters.HostConfig!.NetworkMode = "none", command);
        await Docker.Containers.WaitContainerAsync(once._container.Id, TestContext.Current.CancellationToken);
        return (await once.LogAsync()).Trim();
    }

    public async Task<string> LogAsync()
    {
        (string output, string errors) = await _container.GetLogsAsync(timestampsEnabled: false, ct: TestContext.Current.CancellationToken);
        return output + errors;
    }

    public async Task<bool> HasLoggedAsync(string words, int seconds = 20) =>
        await Waiting.HoldsWithin(seconds, async () => (await LogAsync()).Contains(words, StringComparison.Ordinal));

    public Task StartAsync() => Docker.Containers.StartContainerAsync(_container.Id, new ContainerStartParameters(), TestContext.Current.CancellationToken);

    /// <summary>Stops it as Home Assistant does: SIGTERM, then ten seconds until SIGKILL.</summary>
    public async Task<(TimeSpan Took, long ExitCode)> StopAsync()
    {
        Stopwatch watch = Stopwatch.StartNew();
        await Docker.Containers.StopContainerAsync(
            _container.Id, new ContainerStopParameters { WaitBeforeKillSeconds = 10 }, TestContext.Current.CancellationToken);
        return (watch.Elapsed, (await StateAsync()).ExitCode);
    }

    public async Task KillAsync()
    {
        await Docker.Containers.KillContainerAsync(_container.Id, new ContainerKillParameters { Signal = "KILL" }, TestContext.Current.CancellationToken);
        await Docker.Containers.WaitContainerAsync(_container.Id, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();

    private async Task<State> StateAsync() =>
        (await Docker.Containers.InspectContainerAsync(_container.Id, TestContext.Current.CancellationToken)).State!;

    public static void HasNoStackTrace(string log) => Assert.DoesNotMatch(StackTrace(), log);

    [GeneratedRegex(@"^\s+at [\w.]+\(|Unhandled exception", RegexOptions.Multiline)]
    private static partial Regex StackTrace();
}
