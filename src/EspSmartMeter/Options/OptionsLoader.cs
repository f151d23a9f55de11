using System.Globalization;
using System.Net;
using System.Text.Json;
using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Lines;
using SmartMeter.Decoding.Lists;
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

    private readonly Arguments _flags;
    private readonly LineSchemes _schemes;
    private readonly OptionDiagnostics _diagnostics = new();

    private OptionsLoader(Arguments flags, LineSchemes schemes) => (_flags, _schemes) = (flags, schemes);

    /// <summary>What <c>run</c> takes: the flags of the options.</summary>
    public static Verb Verb { get; } = new("run", "", "reads the sources, serves the page, publishes over MQTT; what is run where no command is given", OptionTable.Flags);

    /// <param name="arguments">The command line behind <c>run</c>.</param>
    /// <param name="environment">The environment; only ESM_…, TZ and SUPERVISOR_TOKEN are looked at.</param>
    /// <param name="schemes">Of the sources' addresses; null: the built-in ones.</param>
    /// <exception cref="UsageException">A flag is wrong; the message has a line for each fault.</exception>
    public static AppOptions Load(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, LineSchemes? schemes = null)
    {
        Arguments flags = new(Verb, arguments);
        if (flags.Rest.Count > 0)
            throw new UsageException("'run' takes options only, and each has one value behind it: put quotes around a value that has spaces");
        return new OptionsLoader(flags, schemes ?? LineSchemes.BuiltIn).Load(environment);
    }

    private AppOptions Load(IReadOnlyDictionary<string, string> environment)
    {
        bool supervised = environment.ContainsKey("SUPERVISOR_TOKEN");
        string folder = _flags.Last("--data") ?? environment.GetValueOrDefault("ESM_DATA") ?? (supervised ? "/data" : "data");
        if (TypedValue.IsMisplaced(folder) || folder.Contains('\0', StringComparison.Ordinal))
            throw new UsageException("ESM_DATA must be the path of a folder; what is set looks like a key or an address");
        string data = Path.GetFullPath(folder);
        CheckFlags(data);
        (ConfigurationManager layers, bool whole) = _diagnostics.Checked(() => Layers(Path.Combine(data, "options.json"), environment));
        AppOptions loaded = Read(new OptionSection(layers, "", "", _diagnostics.Problems), data, environment, isWhole: true);
        return whole ? loaded : loaded with { Sources = [], Mqtt = loaded.Mqtt with { HasFault = true } };
    }

    private void CheckFlags(string data)
    {
        ConfigurationManager flags = new();
        flags.AddInMemoryCollection(FlagLayer());
        _ = Read(new OptionSection(flags, "", "", _diagnostics.Problems), data, new Dictionary<string, string>(), isWhole: false);
        if (_diagnostics.Problems.Count > 0)
            throw new UsageException(_diagnostics.Problems.Count == 1 ? _diagnostics.Problems[0] : "the options have faults:\n  " + string.Join("\n  ", _diagnostics.Problems));
        _diagnostics.Warnings.Clear();
    }

    private ConfigurationManager Layers(string file, IReadOnlyDictionary<string, string> environment)
    {
        ConfigurationManager layers = new();
        try
        {
            layers.AddJsonStream(new MemoryStream(File.Exists(file) ? File.ReadAllBytes(file) : "{}"u8.ToArray()));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            _diagnostics.Problems.Add($"{file} cannot be read as options: {Fault(broken, file)} Nothing is read and published until it can.");
        }
        layers.AddInMemoryCollection(environment
            .Where(variable => variable.Key.StartsWith("ESM_", StringComparison.OrdinalIgnoreCase))
            .Select(variable => KeyValuePair.Create(variable.Key[4..].Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value)));
        layers.AddInMemoryCollection(FlagLayer());
        return layers;
    }

    // What stands at the fault may be a key: the place is told, and not what is there.
    private static string Fault(Exception broken, string file) => (broken as JsonException ?? broken.InnerException as JsonException) is JsonException json
        ? $"line {json.LineNumber + 1}, behind character {json.BytePositionInLine}, is no JSON (are a quote or a comma missing?)."
        : broken is FormatException ? "it is no group of options { ... }, or names one of them twice."
        : broken is InvalidOperationException or ArgumentException ? "it holds an escape (\\u) that is no character."
        : $"{FileFault.Reason(broken, file)}.";

    // Those of lists are read where the list is.
    private IEnumerable<KeyValuePair<string, string?>> FlagLayer()
    {
        foreach (OptionRow row in OptionTable.Rows)
        {
            if (row.Flag is not CommandFlag flag || row.Path.Contains("[]", StringComparison.Ordinal) || _flags.Last(flag.Name) is not string value)
                continue;
            foreach (KeyValuePair<string, string?> set in flag.Name == "--mqtt" ? HostAndPort(value) : [new(row.Path.Replace('.', ':'), value)])
                yield return set;
        }
    }

    private static KeyValuePair<string, string?>[] HostAndPort(string broker)
    {
        int colon = broker.EndsWith(']') ? -1 : broker.LastIndexOf(':');
        return colon > 0 ? [new("mqtt:host", broker[..colon].Trim('[', ']')), new("mqtt:port", broker[(colon + 1)..])] : [new("mqtt:host", broker.Trim('[', ']'))];
    }

    private AppOptions Read(OptionSection options, string data, IReadOnlyDictionary<string, string> environment, bool isWhole)
    {
        IReadOnlyList<SourceOptions> sources = new SourcesReader(_flags, _diagnostics, _schemes).Read(options);
        (List<ScaleOptions> scale, bool scaleIsSound) = _diagnostics.Checked(() => options.List("scale").Select(Scale).OfType<ScaleOptions>().ToList());
        if (!scaleIsSound)
            _diagnostics.Problems.Add("Without scale values would be wrong: nothing is read until it is right.");
        (MqttOptions mqtt, bool mqttIsSound) = _diagnostics.Checked(() => MqttReader.Read(options.Group("mqtt"), _diagnostics));
        ListCatalogue? lists = _diagnostics.Parsed(options.Text("lists"), folder => ListFolder.Load("lists", folder));
        AppOptions read = new()
        {
            Sources = scaleIsSound ? [.. sources.Where(source => IsListKnown(source, lists))] : [],
            Scale = scale,
            Mqtt = mqtt with { HasFault = !mqttIsSound },
            Publish = Publish(options.Group("publish")),
            Language = options.OneOf("language") ?? "en",
            TimeZone = _diagnostics.Parsed(options.Text("time_zone") ?? TimeZoneName.Of(environment.GetValueOrDefault("TZ")), zone => TimeZoneName.Parse("time_zone", zone)),
            Lists = lists,
            Firmware = _diagnostics.Parsed(options.Text("firmware"), folder => FirmwareOption.Named("firmware", folder)) ?? FirmwareOption.Default,
            PeakScheme = new PeakReader(_flags, _diagnostics).Read(options, isWhole),
            LogLevel = Level(options),
            DataFolder = data,
            HttpPort = options.WholeNumber("http") ?? 8099,
            Bind = Address(options),
            Token = Secret(options),
            HomeWizard = HomeWizard(options.Group("homewizard")),
            Allow = Allowed(options),
            Hosts = Hosts(options),
        };
        if (read.Allow.IsEmpty && (read.HomeWizard is not null || read.Sources.Any(source => source.Serve is not null)))
            _diagnostics.Warnings.Add("Something is served to other programs and allow names no network: nobody may read it, not even this computer.");
        _diagnostics.Warnings.AddRange(options.Unknown());
        return read with { Warnings = [.. _diagnostics.Warnings], Faults = [.. _diagnostics.Problems] };
    }

    // By another list its values would be wrong.
    private bool IsListKnown(SourceOptions source, ListCatalogue? lists)
    {
        if (source.List is not string name || (lists ?? ListCatalogue.BuiltIn).Has(name))
            return true;
        _diagnostics.Problems.Add($"{source.DisplayName}: {ListFolder.Unknown("list")}");
        return false;
    }

    private ScaleOptions? Scale(OptionSection entry)
    {
        string? meter = entry.Text("meter"), code = entry.Text("obis"), factor = entry.Text("factor");
        _diagnostics.Warnings.AddRange(entry.Unknown());
        if (!ObisCode.TryParse(code, out ObisCode obis))
        {
            entry.Problem("obis", "must be an OBIS code like 1-0:1.8.0");
            return null;
        }
        if (!decimal.TryParse(factor, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) || number <= 0 || number > 1_000_000)
        {
            entry.Problem("factor", $"must be a number above 0 and up to 1000000, with a point for decimals{TypedValue.NotNumber(factor ?? "")}");
            return null;
        }
        return new ScaleOptions(meter, obis, number);
    }

    private PublishOptions Publish(OptionSection publish)
    {
        PublishOptions defaults = new();
        PublishOptions read = new()
        {
            Live = publish.Seconds("live") ?? defaults.Live,
            Registers = publish.Seconds("registers") ?? defaults.Registers,
            Diagnostics = publish.Seconds("diagnostics") ?? defaults.Diagnostics,
        };
        _diagnostics.Warnings.AddRange(publish.Unknown());
        return read;
    }

    private ListenAddress? HomeWizard(OptionSection section)
    {
        ListenAddress? port = _diagnostics.Parsed(section.Text("port"), text => ListenAddress.Parse(section.NameOf("port"), text));
        _diagnostics.Warnings.AddRange(section.Unknown());
        return port;
    }

    private AllowedNetworks Allowed(OptionSection options)
    {
        IReadOnlyList<string> given = _flags.All("--allow"), set = options.Texts("allow");
        string option = given.Count > 0 ? "--allow" : "allow";
        return _diagnostics.Parsed("", _ => new AllowedNetworks([.. (given.Count > 0 ? given : set).Select(text => AllowedNetworks.Parse(option, text))])) ?? AllowedNetworks.None;
    }

    private AllowedHosts Hosts(OptionSection options)
    {
        IReadOnlyList<string> given = _flags.All("--host"), set = options.Texts("hosts");
        string option = given.Count > 0 ? "--host" : "hosts";
        return _diagnostics.Parsed("", _ => new AllowedHosts([.. (given.Count > 0 ? given : set).Select(text => AllowedHosts.Parse(option, text))])) ?? AllowedHosts.None;
    }

    private static LogLevel Level(OptionSection options) =>
        options.OneOf("log_level") switch
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
        options.Problem("bind", "must be an IP address (127.0.0.1, or 0.0.0.0 for the whole network)");
        return null;
    }
}
