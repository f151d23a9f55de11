using System.Text.Json.Nodes;
using EspSmartMeter.ContainerTests.Parts;
using EspSmartMeter.Tests.Mqtt;

namespace EspSmartMeter.ContainerTests;

/// <summary>
/// The app as Home Assistant runs it: a meter on the network, one on a cable, a file that is no meter's, a broker that the Supervisor gives once it is there.
/// </summary>
public sealed class HomeAssistantInstallation : IAsyncLifetime
{
    internal const string PageToken = "for other programs";

    private readonly Folders _folders = new();
    private readonly List<IAsyncDisposable> _started = [];
    private MosquittoBroker? _broker;

    internal AppContainer App { get; private set; } = null!;

    internal HeardMessages Heard { get; private set; } = null!;

    internal Supervisor Home { get; private set; } = null!;

    internal SerialCable Cable { get; private set; } = null!;

    internal MosquittoBroker Broker => _broker!;

    /// <summary>What the app said while there was no broker yet.</summary>
    internal string LogWithoutBroker { get; private set; } = "";

    /// <summary>Where data.json and the state lie.</summary>
    internal string Data { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _ = Prepared.Image;
        _broker = MosquittoBroker.Prepare();
        _broker.SetPassword(Login.User, Login.Password);
        _broker.Start();
        Heard = Started(await HeardMessages.OnAsync(_broker));
        Started(await AppContainer.SimulateAsync("dsmr5-gas", 8088));
        Started(await AppContainer.SimulateAsync("aidon", 8090));
        Cable = await SerialCable.PlugAsync(_folders.PathOf("ttyMETER"), 8090);
        Home = Started(await Supervisor.RunAsync());
        Directory.CreateDirectory(_folders.PathOf("share"));
        File.WriteAllText(_folders.PathOf("share/noise.bin"), string.Concat(Enumerable.Repeat("this is no meter\r\n", 20)));
        Data = _folders.Make("home-assistant", Options().ToJsonString());
        App = Started(await AppContainer.RunAsync(parameters =>
        {
            _folders.AsData(Data, $"SUPERVISOR_TOKEN={Supervisor.Token}")(parameters);
            Folders.Bind(parameters, $"{Cable.Device}:/dev/ttyMETER", $"{_folders.PathOf("share")}:/share:ro");
            parameters.HostConfig!.Init = true;
        }));
        await Waiting.HoldsWithin(20, () => Home.Asked > 0);
        await App.HasLoggedAsync("broker", 5);
        LogWithoutBroker = await App.LogAsync();
        Home.Service = new JsonObject
        {
            ["host"] = "core-mosquitto",
            ["port"] = _broker.Port,
            ["ssl"] = false,
            ["protocol"] = "3.1.1",
            ["username"] = Login.User,
            ["password"] = Login.Password,
            ["addon"] = "core_mosquitto",
        };
        await Waiting.HoldsWithin(90, () => Heard.Live.Count >= 2);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable started in Enumerable.Reverse(_started))
            await started.DisposeAsync();
        Cable?.Dispose();
        _broker?.Dispose();
        _folders.Dispose();
    }

    private T Started<T>(T part) where T : IAsyncDisposable
    {
        _started.Add(part);
        return part;
    }

    private static JsonObject Options()
    {
        JsonObject options = Yaml.Config["options"]!.DeepClone().AsObject();
        options["token"] = PageToken;
        options["sources"] = new JsonArray(
            new JsonObject { ["name"] = "House", ["url"] = "tcp://emeter.local:8088" },
            new JsonObject { ["name"] = "Cable", ["device"] = "/dev/ttyMETER", ["mode"] = "2400-8E1" },
            new JsonObject { ["name"] = "Noise", ["url"] = "file:///share/noise.bin" });
        return options;
    }
}
