using EspSmartMeter.Languages;
using EspSmartMeter.Lines;
using EspSmartMeter.Peaks.Schemes;

namespace EspSmartMeter.Options;

/// <summary>
/// Every option, declared once, in the order of Home Assistant's form. What reads them, their bounds, the flags and the help follow from it; the schema of
/// config.yaml, the forms' translations and docs/options.md are checked against it.
/// </summary>
internal static class OptionTable
{
    private const string Repeatable = "(repeatable)";

    public static IReadOnlyList<OptionRow> Rows { get; } =
    [
        new("sources[].name", OptionForm.Text),
        new("sources[].url", OptionForm.Unshown) { Flag = new("--source", "[NAME=]URL", $"a meter {Repeatable}: {LineSchemes.BuiltIn.Forms}") { IsHidden = true } },
        new("sources[].device", new OptionForm("device(subsystem=tty)")),
        new("sources[].mode", OptionForm.OneOf(
            "115200-8N1", "115200-7E1", "115200-8E1", "38400-8N1", "9600-8N1", "9600-8N2", "9600-8E1", "9600-7E1", "9600-7N1", "2400-8N1", "2400-8E1", "1200-7E1")),
        new("sources[].key", OptionForm.Secret)
        {
            Flag = new("--key", "[TITLE=]HEX", $"the decryption key of meters that encrypt; with a system title, that meter's alone {Repeatable}") { IsHidden = true },
        },
        new("sources[].auth_key", OptionForm.Secret) { Flag = new("--auth-key", "[TITLE=]HEX", "the authentication key beside it, where there is one") { IsHidden = true } },
        new("sources[].device_password", OptionForm.Secret),
        new("sources[].list", OptionForm.Text),
        new("sources[].fuse", OptionForm.Whole(1, 10_000)),
        new("sources[].live_registers", OptionForm.Switch),
        new("sources[].serve_port", OptionForm.ListenAddress) { Flag = new("--serve", "[ADDRESS:]PORT", "the P1 telegrams of the source before it, on TCP") },
        new("sources[].username", OptionForm.Unshown),
        new("sources[].password", OptionForm.Secret),
        new("sources[].esphome_key", OptionForm.Secret)
        {
            Flag = new("--esphome-key", "BASE64", "the key of the ESPHome device of the source before it, where that encrypts") { IsHidden = true },
        },
        new("keys[].system_title", OptionForm.Unshown) { IsRequired = true },
        new("keys[].key", OptionForm.Secret) { IsRequired = true },
        new("keys[].auth_key", OptionForm.Secret),
        new("scale[].meter", OptionForm.Unshown),
        new("scale[].obis", OptionForm.Text) { IsRequired = true },
        new("scale[].factor", new OptionForm("float(0.000001,1000000)")) { IsRequired = true },
        new("mqtt.host", OptionForm.Text) { Flag = new("--mqtt", "HOST[:PORT]", "the broker") },
        new("mqtt.port", OptionForm.Port),
        new("mqtt.username", OptionForm.Unshown) { Flag = new("--mqtt-user", "NAME", "its user") { IsHidden = true } },
        new("mqtt.password", OptionForm.Secret) { Flag = new("--mqtt-password", "PASSWORD", "the password to that") { IsHidden = true } },
        new("mqtt.tls", OptionForm.Switch),
        new("mqtt.ca", OptionForm.Text),
        new("mqtt.client_cert", OptionForm.Text),
        new("mqtt.client_key", OptionForm.Text),
        new("mqtt.base_topic", OptionForm.Text),
        new("mqtt.discovery_prefix", OptionForm.Text),
        new("mqtt.birth_topic", OptionForm.Text),
        new("publish.live", OptionForm.Whole(0, 86400)),
        new("publish.registers", OptionForm.Whole(0, 86400)),
        new("publish.diagnostics", OptionForm.Whole(0, 86400)),
        new("language", OptionForm.OneOf([.. LanguageColumn.LanguagesOf(Sentences.Table)])),
        new("time_zone", OptionForm.Text) { Flag = new("--time-zone", "ID", "of the meters, where it is not this computer's: Europe/Stockholm") },
        new("lists", OptionForm.Text) { Flag = new("--lists", "DIR", "own lists, for meters that are not built in") },
        new("peak_scheme", OptionForm.OneOf([.. PeakSchemes.Names]))
        {
            Flag = new("--peak-scheme", "NAME", $"what the grid company bills the highest power by: {string.Join(", ", PeakSchemes.Names)} (else peaks are not looked at)") { Choices = PeakSchemes.Names },
        },
        Peak("window", OptionForm.OneOf(PeakFields.Windows)) with
        {
            IsRequired = true,
            Flag = new("--peak-own", "\"FIELD=VALUE …\"", $"a row of own {Repeatable}: {string.Join(", ", PeakFields.Names)}") { IsHidden = true },
        },
        Peak("period", OptionForm.OneOf(PeakFields.Periods)),
        Peak("grouping", OptionForm.OneOf(PeakFields.Groupings)),
        Peak("highest", OptionForm.Whole(1, PeakFields.MostHighest)),
        Peak("hours", OptionForm.Text),
        Peak("weekdays", OptionForm.Text),
        Peak("months", OptionForm.Text),
        Peak("holidays", OptionForm.OneOf([PeakFields.NoHolidays, .. PublicHolidays.Countries])),
        Peak("hour_weights", OptionForm.Text),
        Peak("month_weights", OptionForm.Text),
        Peak("floor", OptionForm.Whole(0, PeakFields.MostWatts)),
        Peak("steps", OptionForm.Text),
        new("token", OptionForm.Secret),
        new("homewizard.port", OptionForm.ListenAddress) { Flag = new("--homewizard", "[ADDRESS:]PORT", "HomeWizard's local API for other programs, of the first electricity meter") },
        new("allow[]", OptionForm.Text) { Flag = new("--allow", "NETWORK", $"who may read these two {Repeatable}: 192.168.1.0/24; without it nobody may") },
        new("hosts[]", OptionForm.Text) { Flag = new("--host", "NAME", $"a name beyond the local network that this is reached by, a reverse proxy's {Repeatable}") },
        new("log_level", OptionForm.OneOf("trace", "debug", "info", "warning", "error")),
        new("http", OptionForm.Whole(0, 65535)) { IsOffered = false, Flag = new("--http", "PORT", "the page's port (8099)") },
        new("bind", OptionForm.Text) { IsOffered = false, Flag = new("--bind", "ADDRESS", "the page's address (127.0.0.1; 0.0.0.0 for the whole network)") },
        new("data", OptionForm.Text) { IsOffered = false, Flag = new("--data", "DIR", "where state and options.json are kept (/data, else ./data)") },
        new("firmware", OptionForm.Text) { IsOffered = false, Flag = new("--firmware", "DIR", "what the ESPs are offered (else what came with the app)") },
    ];

    public static IReadOnlyList<CommandFlag> Flags { get; } = [.. Rows.Select(row => row.Flag).OfType<CommandFlag>()];

    private static readonly Dictionary<string, OptionRow> ByPath = Rows.ToDictionary(row => row.Path, StringComparer.Ordinal);

    /// <summary>The option of this name in a place; it must be in the table.</summary>
    public static OptionRow Row(string place, string name) => ByPath[PathOf(place, name)];

    /// <summary>What stands in a place: options, and the names of groups and lists.</summary>
    public static IEnumerable<string> Names(string place)
    {
        string before = place.Length == 0 ? "" : place + ".";
        return Rows.Where(row => row.Path.StartsWith(before, StringComparison.Ordinal)).Select(row => row.Path[before.Length..].Split('.', '[')[0]).Distinct();
    }

    /// <summary>What an entry of a list looks like: <c>{meter, obis, factor}</c>, or the word for a plain text.</summary>
    public static string Shape(string list) => ByPath.GetValueOrDefault(list + "[]") is OptionRow text ? text.Flag!.Value! : $"{{{string.Join(", ", Names(list + "[]"))}}}";

    public static string PathOf(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";

    // Its weights may look like a key: nothing shows them.
    private static OptionRow Peak(string name, OptionForm form) => new($"peak_own[].{name}", form.Hidden);
}
