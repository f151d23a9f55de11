using System.Diagnostics;
using System.Globalization;
using Docker.DotNet.Models;
using EspSmartMeter.ContainerTests.Parts;
using EspSmartMeter.Tests.Mqtt;

namespace EspSmartMeter.ContainerTests;

/// <summary>As plain Docker runs it: not root, nothing writable but /data, no capability, options from the environment, TLS to the broker.</summary>
public sealed class PlainDockerTests : IAsyncLifetime
{
    private const string User = "1000:1000";

    private readonly Folders _folders = new();
    private MosquittoBroker? _broker;
    private HeardMessages? _heard;
    private AppContainer? _meter;

    public async ValueTask InitializeAsync()
    {
        _ = Prepared.Image;
        _folders.Make("ssl");
        Authority.Sign(_folders.PathOf("ssl"));
        _broker = MosquittoBroker.Prepare();
        _broker.SetPassword(Login.User, Login.Password);
        _broker.Set($"certfile {_folders.PathOf("ssl/broker.crt")}", $"keyfile {_folders.PathOf("ssl/broker.key")}");
        _broker.Start();
        _heard = await HeardMessages.OnAsync(_broker, tls: true);
        _meter = await AppContainer.SimulateAsync("dsmr5-gas", 8088);
    }

    public async ValueTask DisposeAsync()
    {
        if (_heard is not null)
            await _heard.DisposeAsync();
        if (_meter is not null)
            await _meter.DisposeAsync();
        _broker?.Dispose();
        _folders.Dispose();
    }

    [Fact]
    public async Task Without_root_and_with_a_read_only_system_it_publishes_over_TLS_healthy_small_and_ends_cleanly()
    {
        await using AppContainer app = await AppContainer.RunAsync(Hardened);
        Assert.True(await Publishes(60), await app.LogAsync());
        Assert.True(await Waiting.HoldsWithin(20, app.IsHealthyAsync), await app.LogAsync());
        double memory = ResidentMebibytes(await app.ProcessAsync());
        TestContext.Current.TestOutputHelper!.WriteLine($"{memory:F1} MB resident");
        Assert.InRange(memory, 1, 40);

        // It is the first process of its container too: nothing forwards the signal.
        (TimeSpan took, long exitCode) = await app.StopAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_refused_password_is_told_in_a_sentence_that_does_not_show_it_and_the_app_stays_up()
    {
        await using AppContainer app = await AppContainer.RunAsync(parameters =>
        {
            Hardened(parameters);
            Folders.Set(parameters, "ESM_MQTT__PASSWORD=not-the-one");
        });
        Assert.True(await app.HasLoggedAsync("password", 30), await app.LogAsync());
        string log = await app.LogAsync();
        AppContainer.HasNoStackTrace(log);
        Assert.DoesNotContain("not-the-one", log, StringComparison.Ordinal);
        Assert.True(await app.IsRunningAsync(), log);
    }

    [Fact]
    public Task With_a_full_disk_the_values_flow_and_the_disk_is_told() =>
        DiskIsTold(parameters => parameters.HostConfig!.Tmpfs = new Dictionary<string, string> { ["/data"] = "size=4k" });

    [Fact]
    public Task With_a_read_only_disk_the_values_flow_and_the_disk_is_told() => DiskIsTold(parameters =>
    {
        Folders.Bind(parameters, $"{_folders.Make("read-only")}:/data:ro");
        parameters.User = User;
    });

    [Fact]
    public Task With_a_data_folder_of_another_user_the_values_flow_and_the_disk_is_told() => DiskIsTold(parameters =>
    {
        Folders.Bind(parameters, $"{_folders.Make("foreign", mode: UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)}:/data");
        parameters.User = User;
    });

    private async Task DiskIsTold(Action<CreateContainerParameters> disk)
    {
        _folders.Make("share");
        File.WriteAllText(_folders.PathOf("share/noise.bin"), "this is no meter\r\n");
        await using AppContainer app = await AppContainer.RunAsync(parameters =>
        {
            Connect(parameters);
            disk(parameters);
            Folders.Bind(parameters, $"{_folders.PathOf("share")}:/share:ro");
            Folders.Set(parameters, "ESM_SOURCES__1__URL=file:///share/noise.bin");
        });
        Assert.True(await Publishes(30), await app.LogAsync());
        await app.StopAsync();
        string log = await app.LogAsync();
        AppContainer.HasNoStackTrace(log);
        Assert.Contains(log.Split('\n'), line => line.Contains("/data", StringComparison.Ordinal) && !line.Contains("; data in /data", StringComparison.Ordinal));
    }

    private Task<bool> Publishes(int seconds) => Waiting.HoldsWithin(seconds, () => _heard!.Live.Count > 0);

    private void Hardened(CreateContainerParameters parameters)
    {
        Connect(parameters);
        string data = _folders.Make("plain");
        Process.Start("chown", [User, data]).WaitForExit();
        Folders.Bind(parameters, $"{data}:/data");
        parameters.User = User;
        parameters.HostConfig!.ReadonlyRootfs = true;
        parameters.HostConfig.CapDrop = ["ALL"];
        parameters.HostConfig.SecurityOpt = ["no-new-privileges"];
        parameters.Healthcheck = new HealthcheckConfig { Interval = TimeSpan.FromSeconds(2) };
    }

    private void Connect(CreateContainerParameters parameters)
    {
        Folders.Bind(parameters, $"{_folders.PathOf("ssl")}:/ssl:ro");
        Folders.Set(parameters,
            "ESM_SOURCES__0__URL=tcp://127.0.0.1:8088", "ESM_MQTT__HOST=127.0.0.1", $"ESM_MQTT__PORT={_broker!.Port}", "ESM_MQTT__TLS=true",
            "ESM_MQTT__CA=/ssl/ca.crt", $"ESM_MQTT__USERNAME={Login.User}", $"ESM_MQTT__PASSWORD={Login.Password}", "ESM_PUBLISH__LIVE=0");
    }

    private static double ResidentMebibytes(long process)
    {
        string line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024d;
    }
}
