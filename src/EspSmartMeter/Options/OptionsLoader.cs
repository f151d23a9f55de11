using System.Globalization;
using System.Net;
using EspSmartMeter.Commands;
using SmartMeter.Decoding.Dlms;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Options;

/// <summary>
/// Reads the options: the app's options.json, then the environment (<c>ESM_MQTT__HOST</c>), then the flags of the command line; the later wins.
/// Who types a wrong flag is told at once. A fault of the file or the environment is kept in <see cref="AppOptions.Faults"/>, and what it makes doubtful is left
/// out: its source; publishing, where it is in <c>mqtt</c>; every source, where it is in <c>scale</c>. Else the default holds.
/// </summary>
internal sealed class OptionsLoader
{
    /// <summary>Where the ESP's firmware announces itself.</summary>
    public const string DefaultSource = "tcp://emeter.local:8088";

    private static readonly string[] Flags =
    [
        "--source", "--key", "--auth-key", "--mqtt", "--mqtt-user", "--mqtt-password", "--http", "--bind", "--data", "--time-zone", "--lists",
    ];

    private readonly Arguments _flags;
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];

    private OptionsLoader(Arguments flags) => _flags = flags;

    /// <param name="arguments">The command line behind <c>run</c>.</param>
    /// <param name="environment">The environment; only ESM_…, TZ and SUPERVISOR_TOKEN are looked at.</param>
    /// <exception cref="UsageException">A flag is wrong; the message has a line for each fault.</exception>
    public static AppOptions Load(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        Arguments flags = new("run", arguments, Flags);
        if (flags.Rest.Count > 0)
            throw new UsageException($"'run' takes options only, not '{flags.Rest[0]}'");
        return new OptionsLoader(flags).Load(environment);
    }

    private AppOptions Load(IReadOnlyDictionary<string, string> environment)
    {
        bool supervised = environment.ContainsKey("SUPERVISOR_TOKEN");
        string data = Path.GetFullPath(_flags.Last("--data") ?? environment.GetValueOrDefault("ESM_DATA") ?? (supervised ? "/data" : "data"));
        CheckFlags(data);
        (ConfigurationManager layers, bool whole) = Checked(() => Layers(Path.Combine(data, "options.json"), environment));
        AppOptions loaded = Read(new OptionSection(layers, "", _problems), data, environment);
        return whole ? loaded : loaded with { Sources = [], Mqtt = loaded.Mqtt with { HasFault = true } };
    }

    private void CheckFlags(string data)
    {
        ConfigurationManager flags = new();
        flags.AddInMemoryCollection(FlagLayer());
        _ = Read(new OptionSection(flags, "", _problems), data, new Dictionary<string, string>());
        if (_problems.Count > 0)
            throw new UsageException(_problems.Count == 1 ? _problems[0] : "the options have faults:\n  " + string.Join("\n  ", _problems));
        _warnings.Clear();
    }

    private ConfigurationManager Layers(string file, IReadOnlyDictionary<string, string> environment)
    {
        ConfigurationManager layers = new();
        try
        {
            layers.AddJsonStream(new MemoryStream(File.Exists(file) ? File.ReadAllBytes(file) : "{}"u8.ToArray()));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or FormatException or System.Text.Json.JsonException)
        {
            _problems.Add($"{file} cannot be read as options: {(broken.InnerException ?? broken).Message} Nothing is read and published until it can.");
        }
        layers.AddInMemoryCollection(environment
            .Where(variable => variable.Key.StartsWith("ESM_", StringComparison.OrdinalIgnoreCase))
            .Select(variable => KeyValuePair.Create(variable.Key[4..].Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value)));
        layers.AddInMemoryCollection(FlagLayer());
        return layers;
    }

    private IEnumerable<KeyValuePair<string, string?>> FlagLayer()
    {
        if (_flags.Last("--mqtt") is string broker)
        {
            int colon = broker.LastIndexOf(':');
            bool port = colon > 0 && !broker.EndsWith(']');
            yield return new("mqtt:host", (port ? broker[..colon] : broker).Trim('[', ']'));
            if (port)
                yield return new("mqtt:port", broker[(colon + 1)..]);
        }
        foreach ((string flag, string option) in new[]
        {
            ("--mqtt-user", "mqtt:username"), ("--mqtt-password", "mqtt:password"), ("--http", "http"), ("--bind", "bind"),
            ("--time-zone", "time_zone"), ("--lists", "lists"),
        })
        {
            if (_flags.Last(flag) is string value)
                yield return new(option, value);
        }
    }

    private AppOptions Read(OptionSection options, string data, IReadOnlyDictionary<string, string> environment)
    {
        options.Text("data");
        List<SourceOptions> sources = Sources(options);
        (List<ScaleOptions> scale, bool scaleIsSound) = Checked(() => options.List("scale", "{meter, obis, factor}").Select(Scale).OfType<ScaleOptions>().ToList());
        if (!scaleIsSound)
            _problems.Add("Without scale values would be wrong: nothing is read until it is right.");
        (MqttOptions mqtt, bool mqttIsSound) = Checked(() => Mqtt(options.Group("mqtt")));
        AppOptions read = new()
        {
            Sources = scaleIsSound ? sources : [],
            Scale = scale,
            Mqtt = mqtt with { HasFault = !mqttIsSound },
            Publish = Publish(options.Group("publish")),
            Language = options.OneOf("language", "en", "sv", "nb", "da", "nl", "de", "fr"),
            TimeZone = Parsed(options.Text("time_zone") ?? environment.GetValueOrDefault("TZ"), zone => TimeZoneName.Parse("time_zone", zone)),
            Lists = Parsed(options.Text("lists"), folder => ListFolder.Load("lists", folder)),
            LogLevel = Level(options),
            DataFolder = data,
            HttpPort = options.WholeNumber("http", 0, 65535) ?? 8099,
            Bind = Address(options),
            Token = Secret(options),
        };
        _warnings.AddRange(options.Unknown());
        return read with { Warnings = [.. _warnings], Faults = [.. _problems] };
    }

    private List<SourceOptions> Sources(OptionSection options)
    {
        string? key = TitleKeys.Untitled(_flags, "--key"), authKey = TitleKeys.Untitled(_flags, "--auth-key");
        List<SourceOptions> configured = [.. options.List("sources", "{name, url, device, mode, key, auth_key}").Select(entry => Source(entry, key, authKey)).OfType<SourceOptions>()];
        bool isSet = options.Has("sources");
        IReadOnlyList<string> urls = _flags.All("--source");
        TitleKeys titled = Titled(options);
        if (urls.Count == 0 && isSet)
            return [.. configured.Select(source => source with { Keys = titled.Into(source.Keys) })];
        if (urls.Count == 0)
            urls = [DefaultSource];
        KeyRing keys = Parsed("", _ => HexKey.Ring("--key", key, "--auth-key", authKey)) ?? KeyRing.Empty;
        return [.. urls.Select(url => Url("--source", url)).OfType<Uri>().Select(url => new SourceOptions(null, url, titled.Into(keys)))];
    }

    private TitleKeys Titled(OptionSection options)
    {
        TitleKeys titled = new();
        foreach (OptionSection entry in options.List("keys", "{system_title, key, auth_key}"))
        {
            string? title = entry.Text("system_title"), key = entry.Text("key"), authKey = entry.Text("auth_key");
            _warnings.AddRange(entry.Unknown());
            if (title is null)
                entry.Problem("system_title", "is missing: which meter the key is of, as log.txt shows it; a key for all meters of a source is set there");
            if (key is null)
                entry.Problem("key", "is missing");
            if (title is not null && key is not null)
            {
                _ = Parsed(title, _ =>
                {
                    titled.Add(entry.NameOf("system_title"), title, HexKey.Keys(entry.NameOf("key"), key, entry.NameOf("auth_key"), authKey));
                    return titled;
                });
            }
        }
        if (Parsed("", _ => TitleKeys.FromFlags(_flags)) is TitleKeys flags)
            titled.Overlay(flags);
        return titled;
    }

    private SourceOptions? Source(OptionSection entry, string? flagKey, string? flagAuthKey)
    {
        int faults = _problems.Count;
        string? name = entry.Text("name"), key = flagKey ?? entry.Text("key"), authKey = flagAuthKey ?? entry.Text("auth_key");
        _ = (entry.Text("key"), entry.Text("auth_key"));
        KeyRing keys = Parsed("", _ => HexKey.Ring(entry.NameOf("key"), key, entry.NameOf("auth_key"), authKey)) ?? KeyRing.Empty;
        string? text = Cable(entry) ?? entry.Text("url");
        _warnings.AddRange(entry.Unknown());
        if (text is null)
        {
            entry.Problem("url", $"is missing: where the meter's bytes come from, like {DefaultSource}");
            return null;
        }
        return Url(entry.NameOf("url"), text) is Uri url && _problems.Count == faults ? new SourceOptions(name, url, keys) : null;
    }

    /// <summary>The address of a port chosen by <c>device</c> and <c>mode</c>: Home Assistant offers its serial ports as a choice, and lets the app at no other.</summary>
    private static string? Cable(OptionSection entry)
    {
        string? device = entry.Text("device"), mode = entry.Text("mode"), url = entry.Text("url");
        if (device is null)
        {
            if (mode is not null)
                entry.Problem("mode", "belongs to a device; in an address, write serial:///dev/ttyUSB0?mode=" + mode);
            return null;
        }
        if (url is not null)
            entry.Problem("url", $"and {entry.NameOf("device")} are two places; give one of them");
        else if (!device.StartsWith('/'))
            entry.Problem("device", $"must be the path of a serial port like /dev/ttyUSB0, not '{device}'");
        else
            return $"serial://{device}" + (mode is null ? "" : $"?mode={mode}");
        return DefaultSource;
    }

    private Uri? Url(string option, string text) => Parsed(text, url => SourceUrl.Parse(option, url));

    private ScaleOptions? Scale(OptionSection entry)
    {
        string? meter = entry.Text("meter"), code = entry.Text("obis"), factor = entry.Text("factor");
        _warnings.AddRange(entry.Unknown());
        if (!ObisCode.TryParse(code, out ObisCode obis))
        {
            entry.Problem("obis", $"must be an OBIS code like 1-0:1.8.0, not '{code}'");
            return null;
        }
        if (!decimal.TryParse(factor, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) || number <= 0 || number > 1_000_000)
        {
            entry.Problem("factor", $"must be a number above 0 and up to 1000000, with a point for decimals, not '{factor}'");
            return null;
        }
        return new ScaleOptions(meter, obis, number);
    }

    private MqttOptions Mqtt(OptionSection mqtt)
    {
        string prefix = Topic(mqtt, "discovery_prefix") ?? "homeassistant";
        MqttOptions read = new()
        {
            Host = mqtt.Text("host"),
            Port = mqtt.WholeNumber("port", 1, 65535),
            Username = mqtt.Text("username"),
            Password = mqtt.Text("password"),
            Tls = mqtt.Switch("tls"),
            CaFile = mqtt.ReadableFile("ca"),
            ClientCertificateFile = mqtt.ReadableFile("client_cert"),
            ClientKeyFile = mqtt.ReadableFile("client_key"),
            BaseTopic = Topic(mqtt, "base_topic") ?? "esp-smart-meter",
            DiscoveryPrefix = prefix,
            BirthTopic = Topic(mqtt, "birth_topic") ?? $"{prefix}/status",
        };
        if (read.ClientCertificateFile is null != read.ClientKeyFile is null)
            mqtt.Problem("client_cert", $"and {mqtt.NameOf("client_key")} are needed together");
        if (read.Host?.Contains('/', StringComparison.Ordinal) == true)
            mqtt.Problem("host", $"must be a host name or an address alone, not '{read.Host}'");
        _warnings.AddRange(mqtt.Unknown());
        return read;
    }

    private static string? Topic(OptionSection mqtt, string option)
    {
        string? topic = mqtt.Text(option);
        if (topic is null)
            return null;
        if (topic.AsSpan().IndexOfAny('+', '#', '\0') >= 0 || topic.StartsWith('/') || topic.EndsWith('/') || topic.Length > 200)
            mqtt.Problem(option, $"must be a topic without +, # and outer slashes, of at most 200 characters, not '{topic}'");
        return topic;
    }

    private PublishOptions Publish(OptionSection publish)
    {
        PublishOptions defaults = new();
        PublishOptions read = new()
        {
            Live = publish.Seconds("live", 86400) ?? defaults.Live,
            Registers = publish.Seconds("registers", 86400) ?? defaults.Registers,
            Diagnostics = publish.Seconds("diagnostics", 86400) ?? defaults.Diagnostics,
        };
        _warnings.AddRange(publish.Unknown());
        return read;
    }

    private static LogLevel Level(OptionSection options) =>
        options.OneOf("log_level", "info", "trace", "debug", "warning", "error") switch
        {
            "trace" => LogLevel.Trace,
            "debug" => LogLevel.Debug,
            "warning" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Information,
        };

    private static string? Secret(OptionSection options)
    {
        string? token = options.Text("token");
        if (token is not { Length: < 16 or > 200 })
            return token;
        options.Problem("token", $"must have 16 to 200 characters, so that nobody guesses it; it has {token.Length}");
        return null;
    }

    private static IPAddress? Address(OptionSection options)
    {
        if (options.Text("bind") is not string text)
            return null;
        if (IPAddress.TryParse(text, out IPAddress? address))
            return address;
        options.Problem("bind", $"must be an IP address (127.0.0.1, or 0.0.0.0 for the whole network), not '{text}'");
        return null;
    }

    /// <summary>Reads a part, and tells whether it was without a fault.</summary>
    private (T Read, bool IsSound) Checked<T>(Func<T> read)
    {
        int faults = _problems.Count;
        return (read(), _problems.Count == faults);
    }

    /// <summary>Parses a text that is there; a fault joins the others.</summary>
    private T? Parsed<T>(string? text, Func<string, T> parse)
        where T : class
    {
        try
        {
            return text is null ? null : parse(text);
        }
        catch (UsageException wrong)
        {
            _problems.Add(wrong.Message);
            return null;
        }
    }
}
