using EspSmartMeter.Commands;
using EspSmartMeter.Lines;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks.Schemes;
using EspSmartMeter.Tests.Esp.Updates;
using EspSmartMeter.Sinks.HomeAssistant;

namespace EspSmartMeter.Tests.Options;

public sealed class OptionsLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("options-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_any_option_the_ESP_is_read()
    {
        AppOptions options = Load();

        Assert.Equal("tcp://emeter.local:8088", Assert.Single(options.Sources).Address);
        Assert.Equal((8099, "esp-smart-meter", "homeassistant/status"), (options.HttpPort, options.Mqtt.BaseTopic, options.Mqtt.BirthTopic));
        Assert.Equal((10, 60, 300), (options.Publish.Live.TotalSeconds, options.Publish.Registers.TotalSeconds, options.Publish.Diagnostics.TotalSeconds));
    }

    [Fact]
    public void The_environment_wins_over_the_file_and_flags_win_over_both()
    {
        Write("""{"mqtt": {"host": "file", "port": 1, "username": "file"}, "language": "sv"}""");

        AppOptions options = Load(["--mqtt", "flag:3"], ("ESM_MQTT__HOST", "environment"), ("ESM_MQTT__USERNAME", "environment"));

        Assert.Equal(("flag", 3, "environment", "sv"), (options.Mqtt.Host, options.Mqtt.Port, options.Mqtt.Username, options.Language));
    }

    [Fact]
    public void Firmware_is_what_came_with_the_app_or_what_the_user_names()
    {
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "firmware"), Load().Firmware);
        using FirmwareFolder own = new();
        own.Write("1.2.3", "d1_mini", [1, 2, 3]);
        Assert.Equal(own.Path, Load(["--firmware", own.Path]).Firmware);
        Assert.Equal(own.Path, Load([], ("ESM_FIRMWARE", own.Path)).Firmware);
    }

    [Fact]
    public void Registers_are_carried_forward_unless_a_source_says_otherwise()
    {
        Write("""{"sources": [{"url": "tcp://a:1"}, {"url": "tcp://b:2", "live_registers": false}, {"url": "tcp://c:3", "live_registers": true}]}""");

        Assert.Equal([true, false, true], Load().Sources.Select(source => source.LiveRegisters));
    }

    [Fact]
    public void Sources_on_the_command_line_replace_those_of_the_file()
    {
        Write("""{"sources": [{"name": "a", "url": "tcp://a:1"}, {"name": "b", "url": "tcp://b:2"}]}""");

        Assert.Equal(["tcp://a:1", "tcp://b:2"], Load().Sources.Select(source => source.Address));
        Assert.Equal(["tcp://c:3"], Load(["--source", "tcp://c:3"]).Sources.Select(source => source.Address));
    }

    [Fact]
    public void Another_discovery_prefix_leaves_the_birth_topic_where_home_assistant_has_it()
    {
        AppOptions options = Load([], ("ESM_MQTT__DISCOVERY_PREFIX", "ha"));
        Assert.Equal(("ha", "homeassistant/status"), (options.Mqtt.DiscoveryPrefix, options.Mqtt.BirthTopic));
    }

    [Theory]
    [InlineData("house=tcp://a:1", "house", "tcp://a:1")]
    [InlineData("tcp://a:1", null, "tcp://a:1")]
    [InlineData("serial:///dev/ttyUSB0?mode=2400-8E1", null, "serial:///dev/ttyUSB0?mode=2400-8E1")]
    [InlineData("My house=serial:///dev/ttyUSB0?mode=2400-8E1", "My house", "serial:///dev/ttyUSB0?mode=2400-8E1")]
    public void A_source_of_the_command_line_may_be_named(string flag, string? name, string address)
    {
        SourceOptions source = Assert.Single(Load(["--source", flag]).Sources);
        Assert.Equal((name, address), (source.Name, source.Address));
    }

    [Fact]
    public void A_source_can_be_set_by_the_environment_alone()
    {
        AppOptions options = Load([], ("ESM_SOURCES__0__URL", "serial:///dev/ttyUSB0?mode=2400-8E1"), ("ESM_SOURCES__0__NAME", "cellar"));

        Assert.Equal("cellar", Assert.Single(options.Sources).Name);
    }

    [Theory]
    [InlineData("""{"mqtt": {"port": "abc"}}""", "mqtt.port must be a whole number from 1 to 65535")]
    [InlineData("""{"mqtt": "broker"}""", "mqtt must be a group of options { ... }, not one value")]
    [InlineData("""{"mqtt": {"port": 65536}}""", "mqtt.port must be a whole number from 1 to 65535, not '65536'")]
    [InlineData("""{"mqtt": {"host": "broker:1883"}}""", "mqtt.host must be a host name or an address alone, without mqtt://, user, password, port or path")]
    [InlineData("""{"mqtt": {"ca": "/ssl/a\u0000b"}}""", "mqtt.ca must not hold a NUL")]
    [InlineData("""{"sources": [{"url": "file:///a%00b"}]}""", "sources[0].url: it is no address (")]
    [InlineData("""{"mqtt": {"host": ["a"]}}""", "mqtt.host must be one value, not a list or a group")]
    [InlineData("""{"mqtt": {"tls": "maybe"}}""", "mqtt.tls must be true or false")]
    [InlineData("""{"mqtt": {"base_topic": "a/#"}}""", "mqtt.base_topic must be a topic without +, # and outer slashes")]
    [InlineData("""{"mqtt": {"base_topic": "a\u0001b"}}""", "mqtt.base_topic must be a topic without +, # and outer slashes, control characters or a $ in front")]
    [InlineData("""{"mqtt": {"discovery_prefix": "$SYS"}}""", "mqtt.discovery_prefix must be a topic without")]
    [InlineData("""{"mqtt": {"ca": "/no/such.pem"}}""", "mqtt.ca must be the path of a file that can be read: /no/such.pem: there is no such folder")]
    [InlineData("""{"sources": [{"url": "tcp://a:1", "fuse": 0}]}""", "sources[0].fuse must be a whole number from 1 to 10000")]
    [InlineData("""{"sources": "tcp://a:1"}""", "sources must be a list [")]
    [InlineData("""{"sources": ["tcp://a:1"]}""", "sources[0] must be {name, url")]
    [InlineData("""{"sources": [{"name": "a"}]}""", "sources[0].url is missing: where the meter's bytes come from")]
    [InlineData("""{"sources": [{"url": "emeter.local"}]}""", "sources[0].url: it has no scheme; write tcp:// before it")]
    [InlineData("""{"sources": [{"url": "http://emeter.local"}]}""", "sources[0].url: http:// is not read; tcp://, ")]
    [InlineData("""{"sources": [{"url": "serial:///dev/ttyUSB0?mode=2400-9E1"}]}""", "sources[0].url: what stands behind the ? is no line mode")]
    [InlineData("""{"sources": [{"url": "tcp://a:1", "key": "0102"}]}""", "sources[0].key has 4 hex digits; a key has 32")]
    [InlineData("""{"keys": [{"key": "000102030405060708090a0b0c0d0e0f"}]}""", "keys[0].system_title is missing: which meter the key is of")]
    [InlineData("""{"keys": [{"system_title": "5453540000000001"}]}""", "keys[0].key is missing")]
    [InlineData("""{"keys": [{"system_title": "54535", "key": "000102030405060708090a0b0c0d0e0f"}]}""", "keys[0].system_title must be the 16 hex digits of a system title, as log.txt shows it")]
    [InlineData("""{"keys": [{"system_title": "5453540000000001", "key": "0102"}]}""", "keys[0].key has 4 hex digits; a key has 32")]
    [InlineData("""{"keys": [{"system_title": "5453540000000001", "key": "000102030405060708090a0b0c0d0e0f"}, {"system_title": "54 53 54 00 00 00 00 01", "key": "000102030405060708090a0b0c0d0e0f"}]}""", "keys[1].system_title: the meter 5453540000000001 has its keys already")]
    [InlineData("""{"scale": [{"obis": "x", "factor": 2}]}""", "scale[0].obis must be an OBIS code like 1-0:1.8.0")]
    [InlineData("""{"scale": [{"obis": "1-0:1.8.0", "factor": 0}]}""", "scale[0].factor must be a number above 0")]
    [InlineData("""{"publish": {"live": -1}}""", "publish.live must be a whole number from 0 to 86400, not '-1'")]
    [InlineData("""{"language": "xx"}""", "language must be one of en, sv, nb, da, nl, de, fr")]
    [InlineData("""{"peak_scheme": "holland"}""", "peak_scheme must be one of flanders, norway, own")]
    [InlineData("""{"peak_scheme": "own"}""", "peak_scheme is own, and peak_own has no row that says how the highest power is billed")]
    [InlineData("""{"peak_scheme": "own", "peak_own": [{"window": 30}]}""", "peak_own[0].window must be 15 or 60")]
    [InlineData("""{"peak_scheme": "own", "peak_own": [{"window": 15}, {"window": 60}]}""", "peak_own: window must be the same in all rows")]
    [InlineData("""{"peak_scheme": "own", "peak_own": {"window": 60}}""", "peak_own must be a list [{window, period, grouping, highest, hours, weekdays, months, holidays, hour_weights, month_weights, floor, steps}, ...]")]
    [InlineData("""{"peak_own": [{"window": 60, "hours": [6, 7]}]}""", "peak_own[0].hours must be one value, not a list or a group")]
    [InlineData("""{"time_zone": "Mars/Olympus"}""", "time_zone: there is no such time zone here")]
    [InlineData("""{"lists": "/no/such/folder"}""", "lists: there is no such folder /no/such/folder")]
    [InlineData("""{"firmware": "/no/such/folder"}""", "firmware: there is no firmware.json in the folder /no/such/folder")]
    [InlineData("""{"log_level": "loud"}""", "log_level must be one of")]
    [InlineData("""{"mqtt": """, "options.json cannot be read as options")]
    [InlineData("""{"sources": [{"name": "\ud800", "url": "tcp://a:1"}]}""", "options.json cannot be read as options: it holds an escape (\\u) that is no character.")]
    [InlineData("""{"language": "sv", "LANGUAGE": "en"}""", "options.json cannot be read as options: it is no group of options { ... }, or names one of them twice.")]
    public void A_wrong_option_is_named_with_what_is_wrong_and_what_would_be_right(string json, string message)
    {
        Write(json);

        Assert.Contains(message, Load().Faults[0]);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Write("""{"mqtt": {"port": 0}, "publish": {"live": "x"}}""");

        Assert.Equal(["mqtt.port", "publish.live"], Load().Faults.Select(fault => fault.Split(' ')[0]));
    }

    [Fact]
    public void A_faulty_source_is_left_out_and_the_others_are_read()
    {
        Write("""{"sources": [{"url": "tcp://a:1"}, {"url": "gopher://b"}, {"url": "tcp://c:3", "key": "12"}, {"url": "tcp://d:4", "device": "/dev/ttyUSB0"}]}""");
        Assert.Equal("tcp://a:1", Assert.Single(Load().Sources).Address);

        Write("""{"sources": [{"url": "gopher://b"}]}""");
        Assert.Empty(Load().Sources);
    }

    [Theory]
    [InlineData("""{"scale": [{"obis": "1-0:1.8.0", "factor": "two"}]}""")]
    [InlineData("""{"sources": [{"url": "tcp://a:1"}], """)]
    [InlineData("[]")]
    public void Where_a_fault_could_make_values_wrong_nothing_is_read(string json)
    {
        Write(json);

        Assert.Empty(Load().Sources);
        Assert.NotEmpty(Load().Faults);
    }

    [Fact]
    public async Task A_fault_of_mqtt_leaves_no_broker_that_a_password_could_go_to()
    {
        Write("""{"mqtt": {"host": "broker", "password": "secret", "tls": "ture"}}""");

        IBrokerLocator locator = BrokerServices.LocatorOf(Load().Mqtt, "token");
        await Assert.ThrowsAsync<BrokerUnknownException>(() => locator.FindAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Peaks_are_looked_at_only_where_a_scheme_is_set()
    {
        Assert.Null(Load().PeakScheme);
        Assert.Equal("norway", Load(["--peak-scheme", "norway"]).PeakScheme?.Name);
        Write("""{"peak_scheme": "flanders"}""");
        Assert.Equal("flanders", Load().PeakScheme?.Name);
        Write("""{"peak_scheme": ""}""");
        Assert.Null(Load().PeakScheme);
    }

    [Fact]
    public void A_scheme_of_ones_own_is_a_list_of_rows_with_the_fields_of_the_table()
    {
        // As many digits as a key has.
        const string Weights = "50,50,50,50,50,50,100,100,100,100,100,100,100,100,100,100,100,100,100,100,100,100,50,50";
        Write($$"""{"peak_scheme": "own", "peak_own": [{"window": "60", "grouping": "day", "highest": 3, "hour_weights": "{{Weights}}"}, {"window": 60, "months": "11-3", "floor": 2000}]}""");

        AppOptions options = Load();

        Assert.Empty(options.Faults);
        Assert.Equal(("own", 2, 60), (options.PeakScheme!.Name, options.PeakScheme.Components.Count, options.PeakScheme.WindowMinutes));
        Assert.Equal((3, PeakGrouping.Day, 50, 2000), (options.PeakScheme.Components[0].Highest, options.PeakScheme.Components[0].Grouping, options.PeakScheme.Components[0].HourWeights[^1], options.PeakScheme.Components[1].FloorWatts));

        // Rows of the command line take the place of all of them.
        options = Load(["--peak-own", $"window=15 floor=2500; hour_weights={Weights}"]);
        Assert.Equal((15, 2500, 24), (options.PeakScheme!.WindowMinutes, options.PeakScheme.Components.Single().FloorWatts, options.PeakScheme.Components.Single().HourWeights.Count));
    }

    [Fact]
    public void Rows_of_ones_own_that_no_scheme_asks_for_and_fields_that_there_are_not_are_told()
    {
        Write("""{"peak_scheme": "norway", "peak_own": [{"window": 60, "hour": "6-21"}]}""");

        AppOptions options = Load();

        Assert.Equal("norway", options.PeakScheme?.Name);
        Assert.Contains(options.Warnings, warning => warning.StartsWith("there is no option peak_own[0].hour (known: peak_own[0].window, ", StringComparison.Ordinal));
        Assert.Contains("peak_own says something, and peak_scheme is not own: it is not looked at.", options.Warnings);
    }

    [Theory]
    [InlineData("window", "--peak-own must be fields with a space between them, like \"window=60 grouping=day highest=3\"")]
    [InlineData("window=60 highest=0", "--peak-own.highest must be whole numbers from 1 to 31")]
    public void A_wrong_row_of_the_command_line_is_refused(string row, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => Load(["--peak-own", row])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_token_that_is_too_short_opens_nothing()
    {
        Write("""{"token": "short"}""");

        Assert.Null(Load().Token);
    }

    [Fact]
    public void An_unknown_option_of_the_file_is_told_and_the_app_goes_on()
    {
        Write("""{"mqtt": {"hots": "broker"}}""");

        Assert.Contains("there is no option mqtt.hots", Assert.Single(Load().Warnings));
    }

    [Theory]
    [InlineData("--colour", "'run' has no option --colour ({flags})")]
    [InlineData("--source", "option --source needs a value behind it")]
    [InlineData("tcp://a:1", "'run' takes options only, and each has one value behind it: put quotes around a value that has spaces")]
    [InlineData("--http=many", "http must be a whole number from 0 to 65535")]
    [InlineData("--source=gopher://a", "--source: gopher:// is not read; {schemes} are")]
    [InlineData("--source=tcp://-meter:1", "--source: its host is no name that a host can have (letters, digits, dots and dashes) and no address")]
    [InlineData("--key=12", "--key has 2 hex digits; a key has 32 (suites 0 and 1) or 64 (suite 2)")]
    public void A_wrong_command_line_is_refused(string argument, string message)
    {
        Assert.Equal(message.Replace("{schemes}", LineSchemes.BuiltIn.Names, StringComparison.Ordinal).Replace("{flags}", string.Join(", ", OptionTable.Flags.Select(flag => flag.Name)), StringComparison.Ordinal), Assert.Throws<UsageException>(() => Load([argument])).Message);
    }

    [Theory]
    [InlineData("Europe/Oslo", "Europe/Oslo")]
    [InlineData("UTC", null)]
    [InlineData("Etc/UTC", null)]
    [InlineData("", null)]
    public void The_zone_of_a_container_that_nobody_told_tells_none(string variable, string? zone) =>
        Assert.Equal(zone, Load([], ("TZ", variable)).TimeZone?.Id);

    [Fact]
    public void A_zone_that_the_user_chose_is_taken_whichever_it_is() =>
        Assert.Equal("UTC", Load([], ("TZ", "Europe/Oslo"), ("ESM_TIME_ZONE", "UTC")).TimeZone?.Id);

    [Theory]
    [InlineData("core-mosquitto")]
    [InlineData("my_broker")]
    [InlineData("192.168.1.7")]
    [InlineData("fd00::7")]
    [InlineData("[fd00::7]")]
    [InlineData("mätare.local")]
    public void A_broker_may_be_named_in_any_way_there_is(string host)
    {
        AppOptions options = Load([], ("ESM_MQTT__HOST", host));
        Assert.Empty(options.Faults);
        Assert.Equal(host.Trim('[', ']'), options.Mqtt.Host);
    }

    [Theory]
    [InlineData("192.168.1.7")]
    [InlineData("[fd00::7]")]
    [InlineData("em_eter.local")]
    [InlineData("mätare.local")]
    public void A_host_may_be_named_in_any_way_there_is(string host) =>
        Assert.Equal($"tcp://{host}:1", Assert.Single(Load(["--source", $"tcp://{host}:1"]).Sources).Address);

    [Fact]
    public void A_host_name_that_no_resolver_takes_is_refused_at_once() =>
        Assert.Contains("is no name that a host can have", Assert.Throws<UsageException>(() => Load(["--source", $"tcp://{string.Join('.', Enumerable.Repeat("meter", 60))}:1"])).Message);

    [Fact]
    public void No_secret_stands_in_a_message_or_in_what_is_printed()
    {
        Write("""{"sources": [{"url": "tcp://a:1", "key": "0123456789abcdef0123456789abcdeZ"}], "mqtt": {"password": "hunter2", "port": 0}}""");
        string message = string.Join('\n', Load().Faults);
        Assert.DoesNotContain("0123456789abcdef", message);
        Assert.DoesNotContain("hunter2", message);

        Write("""{"sources": [{"url": "tcp://a:1", "device_password": "shorty7"}]}""");
        Assert.Equal(
            "sources[0].device_password must be the password that was set on the device's page, which has 8 to 32 characters; it has 7", Assert.Single(Load().Faults));

        Write("""
            {"sources": [{"url": "tcp://a:1", "key": "0123456789abcdef0123456789abcdef", "device_password": "a-horse-of-mine"}], "mqtt": {"password": "hunter2"},
             "token": "0a-token-for-readers"}
            """);
        Assert.Equal("a-horse-of-mine", Load().Sources[0].DevicePassword);
        string printed = $"{Load()} {Load().Sources[0]} {Load().Mqtt}";
        Assert.DoesNotContain("0123456789abcdef", printed);
        Assert.DoesNotContain("hunter2", printed);
        Assert.DoesNotContain("0a-token", printed);
        Assert.DoesNotContain("horse", printed);
    }

    private void Write(string json) => File.WriteAllText(Path.Combine(_folder, "options.json"), json);

    private AppOptions Load() => Load([]);

    private AppOptions Load(string[] flags, params (string Name, string Value)[] environment) => OptionsLoader.Load(
        ["--data", _folder, .. flags], environment.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.OrdinalIgnoreCase));
}
