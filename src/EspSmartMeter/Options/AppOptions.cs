using System.Net;
using EspSmartMeter.Lines;
using EspSmartMeter.Peaks.Schemes;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Lists;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Options;

/// <summary>What the user set, checked; <see cref="OptionsLoader"/> reads it.</summary>
internal sealed record AppOptions
{
    public required IReadOnlyList<SourceOptions> Sources { get; init; }

    public IReadOnlyList<ScaleOptions> Scale { get; init; } = [];

    public MqttOptions Mqtt { get; init; } = new();

    public PublishOptions Publish { get; init; } = new();

    /// <summary>The language of the page and of the entities' names: en, sv, nb, da, nl, de or fr.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Gives offsets to the meters' stamps; null: nothing tells.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>The built-in lists and the user's own; null: the built-in ones.</summary>
    public ListCatalogue? Lists { get; init; }

    /// <summary>How the grid company bills the highest windows; null: peaks are not looked at.</summary>
    public PeakScheme? PeakScheme { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Where state, data.json and log.txt are kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where the firmware lies that the devices are offered.</summary>
    public string Firmware { get; init; } = FirmwareOption.Default;

    public int HttpPort { get; init; } = 8099;

    /// <summary>The address the page listens on; null: loopback, and under the Supervisor all, with only the ingress let in.</summary>
    public IPAddress? Bind { get; init; }

    /// <summary>What other programs read data.json and metrics with where only Home Assistant reaches the page; null: they cannot.</summary>
    public string? Token { get; init; }

    /// <summary>Where HomeWizard's local API is served to other programs; null: nowhere.</summary>
    public ListenAddress? HomeWizard { get; init; }

    /// <summary>Who may read what is served to other programs: HomeWizard's API, and the sources' telegrams.</summary>
    public AllowedNetworks Allow { get; init; } = AllowedNetworks.None;

    /// <summary>Names beyond the local network that the page and HomeWizard's API are reached by: a reverse proxy's.</summary>
    public AllowedHosts Hosts { get; init; } = AllowedHosts.None;

    /// <summary>What is wrong with the options, a sentence each: in the log and on the page.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>What was set and has no meaning here; told at the start.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Never the token: records print their members otherwise.</summary>
    public override string ToString() => $"AppOptions of {DataFolder}";
}

/// <summary>One place that bytes come from.</summary>
/// <param name="Name">The user's name for it; null where none was given.</param>
/// <param name="Url">Of a scheme that is read, and checked.</param>
/// <param name="Keys">The keys of its ciphered meters.</param>
/// <param name="Scheme">What opens it.</param>
internal sealed record SourceOptions(string? Name, Uri Url, KeyRing Keys, ILineScheme Scheme)
{
    /// <summary>Of a built-in scheme.</summary>
    public SourceOptions(string? name, Uri url, KeyRing keys)
        : this(name, url, keys, LineSchemes.BuiltIn.Of(url))
    {
    }

    /// <summary>The address as the user wrote it but for secrets, for people and data.json.</summary>
    public string Address => Scheme.Shown(Url);

    /// <summary>The name of the list that its meter sends, where nothing else tells it; null: it is told by itself.</summary>
    public string? List { get; init; }

    /// <summary>Amperes of the connection's fuse, a phase; null: a large house connection's.</summary>
    public decimal? Fuse { get; init; }

    /// <summary>What its device asks for before it takes new firmware; null: none was given.</summary>
    public string? DevicePassword { get; init; }

    /// <summary>Where its telegrams are served again; null: nowhere.</summary>
    public ListenAddress? Serve { get; init; }

    /// <summary>Who it is read as, where its line asks; null: nobody in particular.</summary>
    public string? Username { get; init; }

    /// <summary>The password to that.</summary>
    public string? Password { get; init; }

    /// <summary>Of the encryption of its ESPHome device; null: none was given.</summary>
    public byte[]? EspHomeKey { get; init; }

    /// <summary>True: registers that come rarely are carried forward by the power that comes often.</summary>
    public bool LiveRegisters { get; init; } = true;

    /// <summary>What the source is called where it has to be told from others.</summary>
    public string DisplayName => Name ?? Address;

    /// <summary>Neither password nor key: records print their members otherwise.</summary>
    public override string ToString() => $"SourceOptions {DisplayName}";
}

/// <summary>A factor the user gives to one value of one meter (a current transformer's ratio, a wrong decimal).</summary>
/// <param name="Meter">The meter's id; null: every meter.</param>
/// <param name="Code">The value.</param>
/// <param name="Factor">What it is multiplied by; exact.</param>
internal sealed record ScaleOptions(string? Meter, ObisCode Code, decimal Factor);

internal sealed record MqttOptions
{
    /// <summary>One of these options is wrong: with a guess in its place, a broker might be told what is not meant for it.</summary>
    public bool HasFault { get; init; }

    /// <summary>Null: the Supervisor's broker, where there is one.</summary>
    public string? Host { get; init; }

    /// <summary>Null: 1883, or 8883 with TLS.</summary>
    public int? Port { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    public bool Tls { get; init; }

    /// <summary>A PEM file of the authorities that vouch for the broker.</summary>
    public string? CaFile { get; init; }

    public string? ClientCertificateFile { get; init; }

    public string? ClientKeyFile { get; init; }

    public string BaseTopic { get; init; } = "esp-smart-meter";

    public string DiscoveryPrefix { get; init; } = "homeassistant";

    /// <summary>Where Home Assistant says that it has started.</summary>
    public string BirthTopic { get; init; } = "homeassistant/status";

    /// <summary>Never the password: records print their members otherwise.</summary>
    public override string ToString() => $"MqttOptions {Host}:{Port}";
}

/// <summary>How often values are published at most; <see cref="TimeSpan.Zero"/>: with each telegram.</summary>
internal sealed record PublishOptions
{
    public TimeSpan Live { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Registers { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan Diagnostics { get; init; } = TimeSpan.FromSeconds(300);
}
