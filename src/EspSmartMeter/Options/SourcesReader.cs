using EspSmartMeter.EspHome;
using EspSmartMeter.Lines;
using SmartMeter.Decoding.Apdus.Ciphering;

namespace EspSmartMeter.Options;

/// <summary>Reads <c>sources</c> and <c>keys</c>, and the flags that take their place. A source with a fault is left out.</summary>
internal sealed class SourcesReader(Arguments flags, OptionDiagnostics diagnostics, LineSchemes schemes)
{
    /// <summary>The sources that are sound; <see cref="OptionsLoader.DefaultSource"/> where none is set.</summary>
    public IReadOnlyList<SourceOptions> Read(OptionSection options)
    {
        string? key = TitleKeys.Untitled(flags, "--key"), authKey = TitleKeys.Untitled(flags, "--auth-key");
        List<SourceOptions> configured = [.. options.List("sources").Select(entry => Source(entry, key, authKey)).OfType<SourceOptions>()];
        bool isSet = options.Has("sources");
        List<Flagged> urls = FlaggedSources();
        TitleKeys titled = Titled(options);
        if (urls.Count == 0 && isSet)
            return [.. configured.Select(source => source with { Keys = titled.Into(source.Keys) })];
        if (urls.Count == 0)
            urls = [new Flagged(OptionsLoader.DefaultSource)];
        KeyRing keys = diagnostics.Parsed("", _ => HexKey.Ring("--key", key, "--auth-key", authKey)) ?? KeyRing.Empty;
        return [.. urls.Select(Named).OfType<SourceOptions>().Select(source => source with { Keys = titled.Into(keys) })];
    }

    /// <summary>The sources of the flags, each with the flags that stand behind it.</summary>
    private List<Flagged> FlaggedSources()
    {
        List<Flagged> sources = [];
        foreach ((string option, string value) in flags.Given)
        {
            if (option == "--source")
                sources.Add(new Flagged(value));
            else if (option is "--serve" or "--esphome-key" && sources.Count == 0)
                diagnostics.Problems.Add($"{option} belongs to the --source before it, and there is none");
            else if (option == "--serve")
                sources[^1] = sources[^1] with { Serve = value };
            else if (option == "--esphome-key")
                sources[^1] = sources[^1] with { EspHomeKey = value };
        }
        return sources;
    }

    private TitleKeys Titled(OptionSection options)
    {
        TitleKeys titled = new();
        foreach (OptionSection entry in options.List("keys"))
        {
            string? title = entry.Text("system_title"), key = entry.Text("key"), authKey = entry.Text("auth_key");
            diagnostics.Warnings.AddRange(entry.Unknown());
            if (title is null)
                entry.Problem("system_title", "is missing: which meter the key is of, as log.txt shows it; a key for all meters of a source is set there");
            if (key is null)
                entry.Problem("key", "is missing");
            if (title is not null && key is not null)
            {
                _ = diagnostics.Parsed(title, _ =>
                {
                    titled.Add(entry.NameOf("system_title"), title, HexKey.Keys(entry.NameOf("key"), key, entry.NameOf("auth_key"), authKey));
                    return titled;
                });
            }
        }
        if (diagnostics.Parsed("", _ => TitleKeys.FromFlags(flags)) is TitleKeys given)
            titled.Overlay(given);
        return titled;
    }

    private SourceOptions? Source(OptionSection entry, string? flagKey, string? flagAuthKey)
    {
        int faults = diagnostics.Problems.Count;
        string? name = entry.Text("name"), key = flagKey ?? entry.Text("key"), authKey = flagAuthKey ?? entry.Text("auth_key");
        KeyRing keys = diagnostics.Parsed("", _ => HexKey.Ring(entry.NameOf("key"), key, entry.NameOf("auth_key"), authKey)) ?? KeyRing.Empty;
        string? text = Cable(entry) ?? entry.Text("url"), list = entry.Text("list"), password = DevicePassword(entry);
        int? fuse = entry.WholeNumber("fuse");
        bool live = entry.Switch("live_registers", unless: true);
        ListenAddress? serve = diagnostics.Parsed(entry.Text("serve_port"), text => ListenAddress.Parse(entry.NameOf("serve_port"), text));
        string? username = entry.Text("username"), linePassword = entry.Text("password");
        byte[]? espHomeKey = EspHomeKey(entry.NameOf("esphome_key"), entry.Text("esphome_key"));
        diagnostics.Warnings.AddRange(entry.Unknown());
        if (text is null)
        {
            entry.Problem("url", $"is missing: where the meter's bytes come from, like {OptionsLoader.DefaultSource}");
            return null;
        }
        return At(entry.NameOf("url"), text) is SourceOptions source && diagnostics.Problems.Count == faults && IsFor(source, entry.NameOf("esphome_key"), espHomeKey)
            ? source with { Name = name, Keys = keys, List = list, DevicePassword = password, Fuse = fuse, LiveRegisters = live, Serve = serve, Username = username, Password = linePassword, EspHomeKey = espHomeKey }
            : null;
    }

    private byte[]? EspHomeKey(string option, string? text) =>
        diagnostics.Parsed(text, key => ApiKey.TryParse(key) ?? throw new UsageException($"{option} must be {ApiKey.Form}"));

    /// <summary>As long as the device's own page lets it be.</summary>
    private static string? DevicePassword(OptionSection entry)
    {
        string? password = entry.Text("device_password");
        if (password is not { Length: < 8 or > 32 })
            return password;
        entry.Problem("device_password", $"must be the password that was set on the device's page, which has 8 to 32 characters; it has {password.Length}");
        return null;
    }

    /// <summary>The address of a port chosen by <c>device</c> and <c>mode</c>: Home Assistant offers its serial ports as a choice, and lets the app at no other.</summary>
    private static string? Cable(OptionSection entry)
    {
        string? device = entry.Text("device"), mode = entry.Text("mode"), url = entry.Text("url");
        if (device is null)
        {
            if (mode is not null)
                entry.Problem("mode", "belongs to a device; in an address, write serial:///dev/ttyUSB0?mode=" + (SerialMode.TryParse(mode)?.ToString() ?? "2400-8E1"));
            return null;
        }
        if (url is not null)
            entry.Problem("url", $"and {entry.NameOf("device")} are two places; give one of them");
        else if (!device.StartsWith('/'))
            entry.Problem("device", "must be the path of a serial port like /dev/ttyUSB0");
        else
            return $"serial://{device}" + (mode is null ? "" : $"?mode={mode}");
        return OptionsLoader.DefaultSource;
    }

    /// <summary>A flag may give the name too: <c>house=tcp://…</c>.</summary>
    private SourceOptions? Named(Flagged given)
    {
        string flag = given.Url;
        ListenAddress? serve = diagnostics.Parsed(given.Serve, text => ListenAddress.Parse("--serve", text));
        byte[]? espHomeKey = EspHomeKey("--esphome-key", given.EspHomeKey);
        int equals = flag.IndexOf('=', StringComparison.Ordinal), scheme = flag.IndexOf(':', StringComparison.Ordinal);
        bool isNamed = equals > 0 && !(scheme < equals);
        return At("--source", isNamed ? flag[(equals + 1)..] : flag) is SourceOptions source && IsFor(source, "--esphome-key", espHomeKey)
            ? source with { Name = isNamed ? flag[..equals].Trim() : null, Serve = serve, EspHomeKey = espHomeKey }
            : null;
    }

    /// <summary>A key that is for another kind of source is a fault: its owner expects encryption.</summary>
    private bool IsFor(SourceOptions source, string option, byte[]? espHomeKey)
    {
        if (espHomeKey is null || source.Scheme is EspHomeScheme)
            return true;
        diagnostics.Problems.Add($"{option} belongs to an address of the form {new EspHomeScheme().Form}; a meter's own decryption key is the option key");
        return false;
    }

    private SourceOptions? At(string option, string text) => diagnostics.Parsed(text, url => SourceUrl.Parse(option, url, schemes));

    /// <summary>A source of the flags.</summary>
    private sealed record Flagged(string Url, string? Serve = null, string? EspHomeKey = null)
    {
        /// <summary>Neither address nor key: records print their members otherwise.</summary>
        public override string ToString() => "Flagged";
    }
}
