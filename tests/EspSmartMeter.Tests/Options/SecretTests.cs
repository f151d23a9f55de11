using System.Text.Json.Nodes;
using EspSmartMeter.Commands;
using EspSmartMeter.Options;
using EspSmartMeter.Tests.Mqtt;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Options;

/// <summary>
/// A marked secret in every option, flag and variable, in its own place and in each wrong one; what comes out anywhere is searched for the mark. The options are those
/// that the loader itself asks for, so that a new one is here by itself.
/// </summary>
public sealed class SecretTests : IDisposable
{
    private const string Key = "5ec2e7005ec2e7115ec2e7a25ec2e7f3", Title = "5453540000000001", Password = "Mark3d!Passw0rd";

    private static readonly string EspHomeKey = Convert.ToBase64String(Convert.FromHexString(Key + Key));

    /// <summary>As people have them, by what they are called in a failure.</summary>
    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["hex key"] = Key,
        ["spaced key"] = string.Join(' ', Key.Chunk(2).Select(octet => new string(octet))),
        ["key with colons"] = string.Join(':', Key.Chunk(2).Select(octet => new string(octet))),
        ["key that lacks a digit"] = Key[1..],
        ["base64 key"] = Convert.ToBase64String(Convert.FromHexString(Key)),
        ["password"] = Password,
        ["address of a broker"] = "mqtt://me:Mark3d@broker:1883",
        ["address of a topic"] = "mqtt://me:Mark3d@127.0.0.1:1/topic",
        ["user and host"] = "me:Mark3d@broker",
        ["address with a key"] = $"tcp://127.0.0.1:1?key={Key}",
        ["address with a user"] = "tcp://me:Mark3d@127.0.0.1:1",
        ["address with a path"] = "tcp://127.0.0.1:1/Mark3d!",
        ["address with a fragment"] = "tcp://127.0.0.1:1#Mark3d!",
        ["address of an ESPHome device"] = $"esphome://127.0.0.1:1/?port_name=Meter&key={EspHomeKey}",
        ["ESPHome key"] = EspHomeKey,
        ["file of that name"] = $"file:///captures/{Key}",
    };

    /// <summary>Any part of them that could be shown.</summary>
    private static readonly string[] Marks = ["5ec2e7", "5e c2 e7", "5e:c2:e7", "ec2e7005", Convert.ToBase64String(Convert.FromHexString(Key))[..8], "Mark3d"];

    /// <summary>What these are set to is what the user wants to see, or others to find: any word is a name, a topic. A key or an address is refused there too.</summary>
    private static readonly string[] ShownByTheirNature = ["sources[0].name", "mqtt.base_topic", "mqtt.discovery_prefix", "mqtt.birth_topic"];

    private static readonly string[] Sections = ["", "mqtt", "publish", "homewizard", "sources[0]", "keys[0]", "scale[0]"];

    private readonly string _folder = Directory.CreateTempSubdirectory("secrets-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task In_its_own_place_no_secret_comes_out_anywhere()
    {
        using MosquittoBroker broker = MosquittoBroker.Prepare();
        broker.SetPassword("Mark3d-user", Password);
        broker.Start();
        using Subscriber everybody = new(broker, "#", "Mark3d-user", Password);
        SimulatedMeter ciphered = SimulatedMeters.Find("kamstrup-denmark")!;
        await using SimulatedMeterServer meter = RunningApp.Simulate(ciphered.Name);
        JsonObject options = Sound(broker.Port, $"tcp://{meter.EndPoint}");
        options["mqtt"]!["username"] = "Mark3d-user";
        options["mqtt"]!["password"] = Password;
        options["token"] = $"{Password} of many letters";
        options["keys"] = new JsonArray(new JsonObject { ["system_title"] = Title, ["key"] = Key, ["auth_key"] = Key });
        options["sources"]![0]!["key"] = Convert.ToHexString(ciphered.Keys!.Encryption);
        options["sources"]![0]!["auth_key"] = Convert.ToHexString(ciphered.Keys.Authentication!);
        options["sources"]!.AsArray().Add(new JsonObject { ["url"] = $"esphome://127.0.0.1:1/?key={EspHomeKey}", ["esphome_key"] = EspHomeKey, ["username"] = "Mark3d-user", ["password"] = Password });

        AppOptions read = Load(options);
        Assert.Empty(read.Faults);
        string told = await RunAsync(read, until: overview => overview.Contains("\"connected\":true", StringComparison.Ordinal) && overview.Contains("power_import", StringComparison.Ordinal));
        await everybody.Until(lines => lines.Any(line => line.Contains("bridge/state", StringComparison.Ordinal)));

        IsUnmarked("in its own place", told + string.Join('\n', everybody.Lines));
        Assert.DoesNotContain(Convert.ToHexString(ciphered.Keys.Encryption), told, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToHexString(ciphered.Keys.Authentication!), told, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task In_each_others_place_no_secret_comes_out_anywhere()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber everybody = new(broker, "#");
        string[] places = Places();
        Assert.Contains("mqtt.host", places);
        Assert.Contains("sources[0].url", places);
        foreach (string place in places)
        {
            foreach ((string name, string secret) in Secrets)
            {
                if (secret == Password && ShownByTheirNature.Contains(place))
                    continue;
                JsonObject options = Sound(broker.Port, "tcp://127.0.0.1:1");
                Put(options, place, secret);
                AppOptions read = Load(options);
                IsUnmarked($"{name} as {place}", string.Join('\n', (string[])[.. read.Faults, .. read.Warnings]));
                // Where it was taken, nothing may show it; where it was not, only the fault is told.
                if (read.Faults.Count == 0)
                    IsUnmarked($"{name} taken as {place}", await RunAsync(read, until: null));
            }
        }
        IsUnmarked("over MQTT", string.Join('\n', everybody.Lines));
    }

    [Fact]
    public void In_a_variables_place_no_secret_is_told()
    {
        foreach (string variable in (string[])[.. Places().Select(place => "ESM_" + place.Replace("[0].", "__0__").Replace(".", "__").ToUpperInvariant()), "TZ", "ESM_DATA"])
        {
            foreach ((string name, string secret) in Secrets)
            {
                if (variable != "ESM_DATA" || secret != Password)
                    IsUnmarked($"{name} as {variable}", Told(() => OptionsLoader.Load([], new Dictionary<string, string> { ["ESM_DATA"] = _folder, [variable] = secret })));
            }
        }
    }

    [Fact]
    public void In_a_flags_place_no_secret_is_told()
    {
        foreach (string flag in OptionTable.Flags.Select(flag => flag.Name))
        {
            foreach ((string name, string secret) in Secrets)
            {
                if (flag != "--data" || secret != Password)
                    IsUnmarked($"{name} behind {flag}", Told(() => OptionsLoader.Load([flag, secret], new Dictionary<string, string> { ["ESM_DATA"] = _folder })));
            }
        }
    }

    [Fact]
    public async Task On_the_command_line_of_any_verb_no_secret_is_told()
    {
        TextWriter before = Console.Error;
        using StringWriter told = new();
        TextWriter shared = TextWriter.Synchronized(told);
        Console.SetError(shared);
        string own = Directory.GetCurrentDirectory();
        try
        {
            foreach (string secret in Secrets.Values)
            {
                string[][] lines =
                [
                    [secret], [$"--{secret}"], ["run", secret], ["decode", secret], ["decode", "none.bin", secret], ["decode", "--key", "00", secret], ["decode", "--key", Title, secret],
                    ["simulate", secret], ["simulate", "aidon", "--port", secret], ["simulate", "aidon", "--seed", secret], ["capture", secret, "none.bin"],
                    ["forward", secret], ["forward", "--source", secret, "--to", "mqtt://broker"], ["forward", "--source", $"file://{_folder}/none", "--to", secret],
                    ["capture", secret], ["capture", $"file://{_folder}/none", Path.Combine(_folder, "none", secret)],
                    .. DecodeCommand.Verb.Flags.Where(flag => flag.Value is not null).Select(flag => (string[])["decode", flag.Name, secret, Path.Combine(_folder, "none.bin")]),
                ];
                foreach (string[] line in lines)
                    _ = await CommandLine.RunAsync(line);
            }
        }
        finally
        {
            Console.SetError(before);
        }
        Assert.Contains("there is no such command", told.ToString());
        IsUnmarked("on the command line", told.ToString());
    }

    /// <summary>Starts the app, looks at all that it serves, stops it, and reads what it wrote.</summary>
    private async Task<string> RunAsync(AppOptions options, Func<string, bool>? until)
    {
        KeptLog log = new(LogLevel.Trace);
        List<string> seen = [];
        await using (WebApplication app = RunCommand.Build(options, TimeProvider.System, sinks: [.. RunCommand.Sinks, services => services.AddSingleton<ILoggerProvider>(log)]))
        {
            RunCommand.Greet(log, options);
            await app.StartAsync(TestContext.Current.CancellationToken);
            using HttpClient http = new() { BaseAddress = new Uri(app.Urls.First()) };
            if (until is not null)
                await http.Until("api/overview", overview => until(overview.GetRawText()));
            foreach (string path in (string[])["", "page.js", "texts.js", "api/overview", "metrics", "data.json", "log.txt", "health"])
                seen.Add(await http.GetStringAsync(path, TestContext.Current.CancellationToken));
            await app.StopAsync(TestContext.Current.CancellationToken);
        }
        foreach (string file in Directory.EnumerateFiles(_folder).Where(file => Path.GetFileName(file) != "options.json"))
            seen.Add(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        return string.Join('\n', (string[])[.. seen, .. log.Lines]);
    }

    private static JsonObject Sound(int broker, string source) => new()
    {
        ["sources"] = new JsonArray(new JsonObject { ["url"] = source }),
        ["mqtt"] = new JsonObject { ["host"] = "127.0.0.1", ["port"] = broker },
        ["http"] = 0,
        ["log_level"] = "trace",
    };

    /// <summary>Every option there is, as the loader's own messages tell them.</summary>
    private string[] Places()
    {
        JsonObject options = Sound(1, "tcp://127.0.0.1:1");
        foreach (string section in Sections)
            Put(options, section.Length == 0 ? "unheard_of" : $"{section}.unheard_of", "1");
        string[] known = [.. Load(options).Warnings.SelectMany(warning => warning[(warning.IndexOf("known: ", StringComparison.Ordinal) + 7)..].TrimEnd(')').Split(", "))];
        string[] groups = [.. known.Where(option => Sections.Any(section => section.Split('[')[0] == option))];
        Assert.Equal(Sections.Length - 1, groups.Length);
        return [.. known.Except(groups)];
    }

    private static void Put(JsonObject options, string place, string value)
    {
        string[] way = place.Split('.');
        JsonObject group = options;
        if (way.Length == 2 && way[0].Split('[') is [string list, _])
            group = (JsonObject)((JsonArray)(options[list] ??= new JsonArray(new JsonObject())))[0]!;
        else if (way.Length == 2)
            group = (JsonObject)(options[way[0]] ??= new JsonObject());
        group[way[^1]] = value;
        if (place == "sources[0].device")
            group.Remove("url");
    }

    private AppOptions Load(JsonObject options)
    {
        File.WriteAllText(Path.Combine(_folder, "options.json"), options.ToJsonString());
        return OptionsLoader.Load(["--data", _folder], new Dictionary<string, string>());
    }

    private static string Told(Func<AppOptions> load)
    {
        try
        {
            AppOptions read = load();
            return string.Join('\n', (string[])[.. read.Faults, .. read.Warnings, $"{read}", $"{read.Mqtt}", .. read.Sources.Select(source => $"{source} {source.DisplayName} {source.Keys}")]);
        }
        catch (UsageException wrong)
        {
            return wrong.Message;
        }
    }

    private static void IsUnmarked(string where, string text)
    {
        foreach (string mark in Marks)
        {
            int at = text.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
            Assert.True(at < 0, at < 0 ? "" : $"{where}: …{text[Math.Max(0, at - 120)..Math.Min(text.Length, at + 60)]}…");
        }
    }
}
