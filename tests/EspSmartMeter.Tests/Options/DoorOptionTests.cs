using System.Net;
using EspSmartMeter.Options;

namespace EspSmartMeter.Tests.Options;

/// <summary>The options of what is served to other programs.</summary>
public sealed class DoorOptionTests : IDisposable
{
    private const string EspHomeKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private readonly string _folder = Directory.CreateTempSubdirectory("doors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("8100", null, 8100)]
    [InlineData("127.0.0.2:80", "127.0.0.2", 80)]
    [InlineData("[::1]:80", "::1", 80)]
    public void A_place_is_a_port_or_an_address_and_a_port(string text, string? address, int port) =>
        Assert.Equal((address, port), (ListenAddress.Parse("x", text).Address?.ToString(), ListenAddress.Parse("x", text).Port));

    [Theory]
    [InlineData("65536")]
    [InlineData("host:80")]
    [InlineData("80:")]
    [InlineData("")]
    [InlineData("-1")]
    public void Anything_else_is_none(string text) => Assert.Throws<UsageException>(() => ListenAddress.Parse("x", text));

    [Theory]
    [InlineData("192.168.1.0/24", "192.168.1.77", true)]
    [InlineData("192.168.1.5/24", "192.168.1.77", true)]
    [InlineData("192.168.1.5", "192.168.1.77", false)]
    [InlineData("192.168.1.5", "::ffff:192.168.1.5", true)]
    [InlineData("fd00::/8", "fd12::1", true)]
    [InlineData("127.0.0.0/8", "10.0.0.1", false)]
    public void A_network_holds_its_addresses(string network, string peer, bool holds) =>
        Assert.Equal(holds, new AllowedNetworks([AllowedNetworks.Parse("allow", network)]).Contains(IPAddress.Parse(peer)));

    [Theory]
    [InlineData("192.168.1.0/33")]
    [InlineData("10.1")]
    [InlineData("5")]
    [InlineData("home")]
    [InlineData("192.168.1.0/24/8")]
    [InlineData("")]
    public void What_is_no_network_is_refused(string text) =>
        Assert.Equal("allow must be a network like 192.168.1.0/24, or an IP address", Assert.Throws<UsageException>(() => AllowedNetworks.Parse("allow", text)).Message);

    [Fact]
    public void A_served_port_belongs_to_the_source_before_it()
    {
        AppOptions options = Load("{}", "--source", "tcp://a:1", "--source", "b=tcp://b:2", "--serve", "8101", "--allow", "127.0.0.1", "--homewizard", "127.0.0.2:80");
        Assert.Equal([null, "8101"], options.Sources.Select(source => source.Serve?.ToString()));
        Assert.Equal("127.0.0.2:80", options.HomeWizard?.ToString());
        Assert.True(options.Allow.Contains(IPAddress.Loopback));
    }

    [Fact]
    public void Without_a_source_before_it_it_belongs_to_none() =>
        Assert.Equal("--serve belongs to the --source before it, and there is none", Assert.Throws<UsageException>(() => Load("{}", "--serve", "8101")).Message);

    [Fact]
    public void The_key_of_an_esphome_device_belongs_to_the_source_before_it()
    {
        AppOptions options = Load("{}", "--source", "tcp://a:1", "--source", "b=esphome://b", "--esphome-key", EspHomeKey, "--serve", "8101");
        Assert.Equal([null, EspHomeKey], options.Sources.Select(source => source.EspHomeKey is byte[] key ? Convert.ToBase64String(key) : null));
        Assert.Equal(8101, options.Sources[1].Serve?.Port);
        Assert.Equal(
            "--esphome-key belongs to the --source before it, and there is none",
            Assert.Throws<UsageException>(() => Load("{}", "--esphome-key", EspHomeKey)).Message);
    }

    [Fact]
    public void The_file_gives_the_key_of_an_esphome_device()
    {
        AppOptions options = Load($$"""{"sources": [{"url": "esphome://a", "esphome_key": "{{EspHomeKey}}"}]}""");
        Assert.Equal(EspHomeKey, Convert.ToBase64String(options.Sources[0].EspHomeKey!));
        Assert.Empty(options.Warnings);
    }

    [Fact]
    public void A_key_that_none_is_is_told_and_its_source_is_left_out()
    {
        AppOptions options = Load("""{"sources": [{"url": "esphome://a", "esphome_key": "000102030405060708090a0b0c0d0e0f"}]}""");
        Assert.Equal(
            "sources[0].esphome_key must be the key under api: encryption: in the device's YAML: 32 bytes as base64, which is 44 characters with = at the end", Assert.Single(options.Faults));
        Assert.Empty(options.Sources);
    }

    [Fact]
    public void A_key_of_an_esphome_device_at_another_kind_of_source_is_told()
    {
        const string Told = " belongs to an address of the form esphome://host:port/?port_name=NAME; a meter's own decryption key is the option key";
        Assert.Equal($"sources[0].esphome_key{Told}", Assert.Single(Load($$"""{"sources": [{"url": "tcp://a:1", "esphome_key": "{{EspHomeKey}}"}]}""").Faults));
        Assert.Equal($"--esphome-key{Told}", Assert.Throws<UsageException>(() => Load("{}", "--source", "tcp://a:1", "--esphome-key", EspHomeKey)).Message);
    }

    [Fact]
    public void Networks_of_the_command_line_take_the_place_of_those_of_the_file()
    {
        AppOptions options = Load("""{"allow": ["10.0.0.0/8", "192.168.0.0/16"]}""", "--allow", "127.0.0.1");
        Assert.False(options.Allow.Contains(IPAddress.Parse("192.168.1.1")));
    }

    [Fact]
    public void The_file_names_ports_and_networks()
    {
        AppOptions options = Load("""{"sources": [{"url": "tcp://a:1", "serve_port": 8101}], "homewizard": {"port": 8100}, "allow": ["192.168.0.0/16"]}""");
        Assert.Equal((8101, 8100, true), (options.Sources[0].Serve?.Port, options.HomeWizard?.Port, options.Allow.Contains(IPAddress.Parse("192.168.1.1"))));
        Assert.Empty(options.Warnings);
    }

    [Fact]
    public void A_door_that_nobody_may_use_is_told() =>
        Assert.Contains(Load("""{"homewizard": {"port": 8100}}""").Warnings, warning => warning.Contains("nobody may read it", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"hosts": ["meter.example.com"]}""", "Meter.Example.com", true)]
    [InlineData("""{"hosts": ["meter.example.com"]}""", "example.com", false)]
    [InlineData("""{"hosts": ["other.example.com"]}""", "meter.example.com", false)]
    [InlineData("{}", "meter.example.com", false)]
    public void A_host_is_allowed_by_its_whole_name(string file, string host, bool allowed) => Assert.Equal(allowed, Load(file).Hosts.Contains(host));

    [Fact]
    public void Hosts_of_the_command_line_take_the_place_of_those_of_the_file() =>
        Assert.Equal((true, false), (Load("""{"hosts": ["b.example.com"]}""", "--host", "a.example.com").Hosts is var hosts && hosts.Contains("a.example.com"), hosts.Contains("b.example.com")));

    [Theory]
    [InlineData("meter.example.com:443")]
    [InlineData("*.example.com")]
    [InlineData("192.168.1.5")]
    [InlineData("a b")]
    public void What_is_no_hosts_name_is_refused(string text) =>
        Assert.Equal("hosts must be a host's name like meter.example.com, without http:// and without a port", Assert.Single(Load($$"""{"hosts": ["{{text}}"]}""").Faults));

    private AppOptions Load(string file, params string[] flags)
    {
        File.WriteAllText(Path.Combine(_folder, "options.json"), file);
        return OptionsLoader.Load(["--data", _folder, .. flags], new Dictionary<string, string>());
    }
}
