using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace EspSmartMeter.Tests.Core;

/// <summary>
/// A running Home Assistant, through its websocket API, as a person's clicks go: HOME_ASSISTANT_URL (http://127.0.0.1:8123), HOME_ASSISTANT_TOKEN (a long-lived one) and
/// HOME_ASSISTANT_BROKER, the port on this machine of the broker that its MQTT integration is on (1883). Its meters, names and ids are <see cref="OwnToThisRun"/>.
/// </summary>
internal sealed class HomeAssistantCore : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private ClientWebSocket _socket = new();
    private int _last;
    private JsonNode? _energyBefore;

    public static string? Url => Environment.GetEnvironmentVariable("HOME_ASSISTANT_URL");

    private static string? Token => Environment.GetEnvironmentVariable("HOME_ASSISTANT_TOKEN");

    public static bool IsGiven => Url is { Length: > 0 } && Token is { Length: > 0 };

    public static int BrokerPort => int.Parse(Environment.GetEnvironmentVariable("HOME_ASSISTANT_BROKER") is { Length: > 0 } port ? port : "1883");

    public static void SkipUnlessGiven() =>
        Assert.SkipUnless(IsGiven, "no Home Assistant is given: set HOME_ASSISTANT_URL, HOME_ASSISTANT_TOKEN and HOME_ASSISTANT_BROKER");

    public static async Task<HomeAssistantCore> Open()
    {
        HomeAssistantCore core = new();
        await core.Connect();
        return core;
    }

    /// <summary>Home Assistant and its broker start anew, as far as commands to do that are given: HOME_ASSISTANT_RESTART and HOME_ASSISTANT_BROKER_RESTART.</summary>
    public async Task RestartBoth()
    {
        await RestartBroker();
        await Restart();
    }

    /// <summary>It starts anew and is up again; without HOME_ASSISTANT_RESTART it goes on.</summary>
    public async Task Restart()
    {
        if (!await Run("HOME_ASSISTANT_RESTART"))
            return;
        await Until("Home Assistant is up again", 180, async () =>
        {
            try
            {
                _socket.Dispose();
                _socket = new ClientWebSocket();
                await Connect();
                return (string?)(await Call("get_config"))!["state"] == "RUNNING" && (await Devices()).Count > 0;
            }
            catch (Exception starting) when (starting is WebSocketException or IOException or InvalidOperationException)
            {
                return false;
            }
        });
    }

    /// <summary>Its broker starts anew; without HOME_ASSISTANT_BROKER_RESTART it goes on.</summary>
    public static Task RestartBroker() => Run("HOME_ASSISTANT_BROKER_RESTART");

    private static async Task<bool> Run(string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } command)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{variable} is not set: without that restart");
            return false;
        }
        using Process run = Process.Start("bash", ["-c", $"{command} >/dev/null 2>&1"]);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, $"{command}: ended with {run.ExitCode}");
        return true;
    }

    private async Task Connect()
    {
        UriBuilder address = new(Url!) { Path = "/api/websocket" };
        address.Scheme = address.Scheme == "https" ? "wss" : "ws";
        await _socket.ConnectAsync(address.Uri, TestContext.Current.CancellationToken);
        await Receive();
        await Send(new JsonObject { ["type"] = "auth", ["access_token"] = Token });
        Assert.Equal("auth_ok", (string?)(await Receive())["type"]);
    }

    public async Task<JsonNode?> Call(string type, JsonObject? data = null)
    {
        JsonNode answer = await Ask(type, data);
        Assert.True((bool)answer["success"]!, $"{type}: {answer["error"]}");
        return answer["result"];
    }

    // One at a time: who reads takes the others' answers too.
    private async Task<JsonNode> Ask(string type, JsonObject? data)
    {
        await _turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return await AskAlone(type, data);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<JsonNode> AskAlone(string type, JsonObject? data)
    {
        JsonObject message = data ?? [];
        message["id"] = ++_last;
        message["type"] = type;
        await Send(message);
        for (; ; )
        {
            JsonNode answer = await Receive();
            if ((string?)answer["type"] == "result" && (int?)answer["id"] == _last)
                return answer;
        }
    }

    /// <summary>The entities of MQTT, by their unique ids.</summary>
    public async Task<Dictionary<string, JsonNode>> Entities() =>
        (await Call("config/entity_registry/list"))!.AsArray().Where(entity => (string?)entity!["platform"] == "mqtt").ToDictionary(entity => (string)entity!["unique_id"]!, entity => entity!);

    /// <summary>The devices of MQTT, by their first identifiers.</summary>
    public async Task<Dictionary<string, JsonNode>> Devices() => (await Call("config/device_registry/list"))!.AsArray()
        .Where(device => device!["identifiers"]!.AsArray() is [JsonArray first, ..] && (string?)first[0] == "mqtt")
        .ToDictionary(device => (string)device!["identifiers"]![0]![1]!, device => device!);

    public async Task<string?> StateOf(string entityId) =>
        (string?)(await Call("get_states"))!.AsArray().FirstOrDefault(state => (string?)state!["entity_id"] == entityId)?["state"];

    /// <summary>Presses a button entity.</summary>
    public Task Press(string entityId) => Call("call_service", new JsonObject
    {
        ["domain"] = "button",
        ["service"] = "press",
        ["target"] = new JsonObject { ["entity_id"] = entityId },
    });

    /// <summary>The sum that the statistics of an entity end at, by its 5-minute rows; null: there are none.</summary>
    public async Task<(decimal Sum, DateTimeOffset End)?> SumOf(string entityId, DateTimeOffset since)
    {
        IReadOnlyDictionary<DateTimeOffset, decimal> sums = await SumsOf(entityId, since);
        return sums.Count == 0 ? null : (sums.Last().Value, sums.Last().Key);
    }

    /// <summary>The sums in the statistics of an entity, by the ends of its 5-minute rows.</summary>
    public async Task<IReadOnlyDictionary<DateTimeOffset, decimal>> SumsOf(string entityId, DateTimeOffset since)
    {
        JsonNode? rows = (await Call("recorder/statistics_during_period", new JsonObject
        {
            ["start_time"] = since.ToString("O"),
            ["statistic_ids"] = new JsonArray(entityId),
            ["period"] = "5minute",
            ["types"] = new JsonArray("sum"),
        }))![entityId];
        return new SortedDictionary<DateTimeOffset, decimal>((rows as JsonArray ?? []).ToDictionary(
            row => DateTimeOffset.FromUnixTimeMilliseconds((long)(double)row!["end"]!), row => (decimal)(double)row!["sum"]!));
    }

    /// <summary>What it has logged as a warning or an error so far, of what takes in entities: by its <c>system_log</c>, which comes with its frontend.</summary>
    public async Task<string[]> Complaints() =>
    [
        .. (await Call("system_log/list"))!.AsArray().Where(entry => ((string)entry!["name"]!) is string name
            && (name.StartsWith("homeassistant.components.mqtt", StringComparison.Ordinal) || name.StartsWith("homeassistant.components.sensor", StringComparison.Ordinal)
                || name.StartsWith("homeassistant.components.recorder", StringComparison.Ordinal) || name.StartsWith("homeassistant.helpers", StringComparison.Ordinal)))
            .Select(entry => $"{entry!["level"]} {entry["name"]} {entry["message"]} x{entry["count"]}"),
    ];

    /// <summary>One connection of the energy dashboard, with a price of 1 a kWh.</summary>
    public static JsonObject Grid(string import, string? export, string? power)
    {
        JsonObject grid = new()
        {
            ["type"] = "grid",
            ["stat_energy_from"] = import,
            ["stat_energy_to"] = export,
            ["stat_cost"] = null,
            ["stat_compensation"] = null,
            ["entity_energy_price"] = null,
            ["number_energy_price"] = 1,
            ["entity_energy_price_export"] = null,
            ["number_energy_price_export"] = null,
            ["cost_adjustment_day"] = 0,
        };
        if (power is not null)
            grid["power_config"] = new JsonObject { ["stat_rate"] = power };
        return grid;
    }

    public static JsonObject Volume(string type, string reading) =>
        new() { ["type"] = type, ["stat_energy_from"] = reading, ["stat_cost"] = null, ["entity_energy_price"] = null, ["number_energy_price"] = null };

    /// <summary>Enters these, and nothing else, until the end.</summary>
    public async Task SaveEnergy(params JsonObject[] sources)
    {
        _energyBefore ??= (await Ask("energy/get_prefs", null))["result"]?["energy_sources"]?.DeepClone() ?? new JsonArray();
        if (!(bool)(await Ask("energy/save_prefs", Preferences(sources)))["success"]!)
            await Call("energy/save_prefs", Preferences(sources.Select(BeforeConnections)));
    }

    private static JsonObject Preferences(IEnumerable<JsonObject> sources) => new() { ["energy_sources"] = new JsonArray([.. sources.Select(source => source.DeepClone())]) };

    /// <summary>The same source in the form of an older Home Assistant, whose one grid had lists of flows and no power.</summary>
    private static JsonObject BeforeConnections(JsonObject source) => (string?)source["type"] != "grid" ? source : new JsonObject
    {
        ["type"] = "grid",
        ["flow_from"] = new JsonArray(new JsonObject
        {
            ["stat_energy_from"] = (string?)source["stat_energy_from"],
            ["stat_cost"] = null,
            ["entity_energy_price"] = null,
            ["number_energy_price"] = 1,
        }),
        ["flow_to"] = source["stat_energy_to"] is null ? new JsonArray() : new JsonArray(new JsonObject
        {
            ["stat_energy_to"] = (string?)source["stat_energy_to"],
            ["stat_compensation"] = null,
            ["entity_energy_price"] = null,
            ["number_energy_price"] = null,
        }),
        ["cost_adjustment_day"] = 0,
    };

    public async Task DeleteDevice(string identifier)
    {
        JsonArray entries = (await Call("config_entries/get", new JsonObject { ["domain"] = "mqtt" }))!.AsArray();
        await Call("config/device_registry/remove_config_entry", new JsonObject
        {
            ["config_entry_id"] = (string)entries[0]!["entry_id"]!,
            ["device_id"] = (string)(await Devices())[identifier]["id"]!,
        });
    }

    /// <summary>Says something on its broker; retained and empty: what was kept there is forgotten.</summary>
    public static void Publish(string topic, string text, bool retain = false)
    {
        string[] what = text.Length == 0 ? ["-n"] : ["-m", text];
        using Process said = Process.Start("mosquitto_pub", ["-h", "127.0.0.1", "-p", $"{BrokerPort}", "-t", topic, .. what, .. retain ? ["-r"] : (string[])[]]);
        said.WaitForExit();
    }

    public static async Task Until(string what, int seconds, Func<Task<bool>> seen)
    {
        for (int i = 0; i < seconds * 2; i++)
        {
            if (await seen())
                return;
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"not within {seconds} s: {what}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_energyBefore is not null)
            await Ask("energy/save_prefs", new JsonObject { ["energy_sources"] = _energyBefore });
        _socket.Dispose();
        _turn.Dispose();
    }

    private Task Send(JsonObject message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    private async Task<JsonNode> Receive()
    {
        using MemoryStream whole = new();
        byte[] part = new byte[65536];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(part.AsMemory(), TestContext.Current.CancellationToken);
            whole.Write(part, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return JsonNode.Parse(whole.ToArray())!;
    }
}
