using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Commands;
using EspSmartMeter.Lines;
using EspSmartMeter.Tests.EspHome;
using EspSmartMeter.Tests.Mqtt;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using EspSmartMeter.Tests.Sources;

namespace EspSmartMeter.Tests.Lines;

/// <summary>What each row of the table of schemes promises. A new row needs an example here.</summary>
public sealed class LineSchemesTests
{
    /// <param name="Wrong">An address of the scheme that it refuses.</param>
    /// <param name="Sentence">Why, for the user.</param>
    /// <param name="Broken">An address that it takes and cannot open.</param>
    /// <param name="Lost">What it then says.</param>
    /// <param name="Plug">Something that can be opened: its address, and what sends the bytes 1, 2, 3 once the line is open.</param>
    private sealed record Example(string Wrong, string Sentence, string Broken, string Lost, Func<Plugged> Plug);

    private sealed record Plugged(string Address, Func<Task> SendAsync, IDisposable Part);

    private static readonly Dictionary<string, Example> Examples = new()
    {
        ["tcp"] = new Example(
            "tcp://emeter.local:8088?wbe=8080", "what stands behind the ? means nothing here; ?web=8080 tells the port of the device's pages where that is not 80",
            "tcp://no-such-host.invalid:8088", "tcp.unknown_name", PlugTcp),
        ["serial"] = new Example(
            "serial:///dev/ttyUSB0?mode=fast", "what stands behind the ? is no line mode; write ?mode=115200-8N1 (bits a second, data bits 7 or 8, parity N, E or O, stop bits 1 or 2)",
            "serial:///dev/ttyNONE9", "serial.missing", PlugCable),
        ["file"] = new Example(
            "file://dump.bin", "a file needs three slashes and a path (file:///dump.bin)",
            "file:///no/such/dump.bin", "file.unreadable", PlugFile),
        ["tcp-listen"] = new Example(
            "tcp-listen://gateway:8110", "it needs a port to listen on, and before it an address of this computer or nothing (tcp-listen://:8110)",
            "tcp-listen://192.0.2.1:8110", "listen.lost", PlugGateway),
        ["udp"] = new Example(
            "udp://:8110/path", "an address of the form udp://:8110 has nothing behind it",
            "udp://192.0.2.1:8110", "listen.lost", PlugSender),
        ["mqtt"] = new Example(
            "mqtt://broker:1883", "it needs a topic behind the broker, of at most 1000 characters (mqtt://host:port/topic)",
            "mqtt://no-such-host.invalid:1883/meters/bytes", "mqtt_source.unknown_host", PlugBroker),
        ["rfc2217"] = new Example(
            "rfc2217://gateway", "it needs a host and a port (rfc2217://host:port)",
            "rfc2217://no-such-host.invalid:2217", "tcp.unknown_name", PlugPortServer),
        ["esphome"] = new Example(
            "esphome://meter/?port=Meter", "behind the ? stand port_name=NAME, key=BASE64 and mode=2400-8E1, each once at most, with & between them",
            "esphome://no-such-host.invalid", "tcp.unknown_name", PlugEspHome),
        ["homewizard"] = new Example(
            "homewizard://house/api", "an address of the form homewizard://host has no path behind it",
            "homewizard://no-such-host.invalid", "tcp.unknown_name", () => PlugPolled("homewizard")),
        ["tibber"] = new Example(
            "tibber://bridge?node_id=x", "what stands behind the ? means nothing here; ?node_id=2 tells the node that the bridge's own page shows, where that is not 1",
            "tibber://no-such-host.invalid", "tcp.unknown_name", () => PlugPolled("tibber")),
    };

    public static TheoryData<string> Names() => [.. LineSchemes.BuiltIn.Rows.Select(row => row.Name)];

    [Fact]
    public void Each_row_has_an_example_and_a_name_of_its_own() =>
        Assert.Equal(Examples.Keys.Order(), LineSchemes.BuiltIn.Rows.Select(row => row.Name).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_form_is_an_address_of_it_and_stands_in_the_help_and_in_the_readme(string name)
    {
        ILineScheme scheme = Row(name);
        Uri url = LineSchemes.BuiltIn.Parse(scheme.Form.Replace(":port", ":8088", StringComparison.Ordinal).Replace("[address]", "[::1]", StringComparison.Ordinal));

        Assert.Same(scheme, LineSchemes.BuiltIn.Of(url));
        Assert.Contains(scheme.Form, Usage.Text);
        Assert.Contains($"\n| `{scheme.Form}`", File.ReadAllText(Repository.PathOf("README.md")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_opens_one_line_or_many(string name) => Assert.True(Row(name) is IOneLineScheme or IManyLinesScheme);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_address_of_it_is_refused_in_a_sentence(string name) =>
        Assert.Equal(Examples[name].Sentence, Assert.Throws<FormatException>(() => LineSchemes.BuiltIn.Parse(Examples[name].Wrong)).Message);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_cannot_be_opened_is_told_in_a_sentence(string name)
    {
        await using RecordingReceiver source = new(Examples[name].Broken);
        await source.Until(seen => seen.Status.Statistics.Figures.Link == EspSmartMeter.Sources.LinkState.Lost);
        Assert.Equal(Examples[name].Lost, source.Status.Statistics.Figures.LinkSentence.Key);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_can_be_opened_is_read(string name)
    {
        Plugged plugged = Examples[name].Plug();
        using (plugged.Part)
        {
            await using RecordingReceiver source = new(plugged.Address);
            await source.Until(seen => seen.Status.Statistics.Figures.Link is EspSmartMeter.Sources.LinkState.Connected or EspSmartMeter.Sources.LinkState.Ended);
            await plugged.SendAsync();
            await source.Until(seen => seen.Bytes.Length == 3);
            Assert.Equal([1, 2, 3], source.Bytes);
        }
    }

    [Theory]
    [InlineData("emeter.local", "it has no scheme; write tcp:// before it, as in tcp://host:port")]
    [InlineData("/dev/ttyUSB0", "it has no scheme; write serial:// before it, as in serial:///dev/ttyUSB0?mode=2400-8E1")]
    [InlineData("/tmp/dump.bin", "it has no scheme; write file:// before it, as in file:///dump.bin")]
    [InlineData("gopher://a", "gopher:// is not read; {names} are")]
    [InlineData("tcp://me:secret@meter:1", "a tcp:// source has no user and no password")]
    [InlineData("tcp://me:secret@meter:99999?key=secret", "it is no address ({forms})")]
    [InlineData("gopher2://a", "this scheme is not read; {names} are")]
    [InlineData("tcp://:8088", "it is no address ({forms})")]
    [InlineData("tcp://meter:1/path", "an address of the form tcp://host:port has no path behind it")]
    [InlineData("file:///dump.bin#2", "a # and what stands behind it mean nothing in an address")]
    [InlineData("file:///keys/000102030405060708090a0b0c0d0e0f", "it holds what looks like a key or a password, and would be shown; a source's keys are its options key and auth_key")]
    public void A_text_that_is_no_address_is_told_with_what_would_be_and_without_its_secrets(string text, string sentence) =>
        Assert.Equal(
            sentence.Replace("{names}", LineSchemes.BuiltIn.Names, StringComparison.Ordinal)
                .Replace("{forms}", string.Join(", ", LineSchemes.BuiltIn.Rows.Select(row => row.Form)), StringComparison.Ordinal),
            Assert.Throws<FormatException>(() => LineSchemes.BuiltIn.Parse(text)).Message);

    [Fact]
    public void What_is_pasted_from_elsewhere_is_read_under_its_other_name() =>
        Assert.IsType<TcpScheme>(LineSchemes.BuiltIn.Of(LineSchemes.BuiltIn.Parse("socket://192.168.1.5:2001")));

    [Fact]
    public void All_names_are_told_in_the_order_of_the_table()
    {
        string[] names = [.. LineSchemes.BuiltIn.Rows.Select(row => row.Name)];
        Assert.Equal(string.Join("://, ", names[..^1]) + "://" + $" and {names[^1]}://", LineSchemes.BuiltIn.Names);
    }

    private static ILineScheme Row(string name) => LineSchemes.BuiltIn.Rows.Single(row => row.Name == name);

    private static Plugged PlugTcp()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return new Plugged($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", SendAsync, listener);

        async Task SendAsync()
        {
            Socket peer = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
            peer.Send([1, 2, 3]);
        }
    }

    private static Plugged PlugGateway()
    {
        TcpClient gateway = new();
        int port = RunningApp.FreePort();
        return new Plugged($"tcp-listen://:{port}", SendAsync, gateway);

        async Task SendAsync()
        {
            await gateway.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            gateway.Client.Send([1, 2, 3]);
        }
    }

    private static Plugged PlugSender()
    {
        UdpClient sender = new();
        int port = RunningApp.FreePort();
        return new Plugged($"udp://:{port}", () => sender.SendAsync(new byte[] { 1, 2, 3 }, 3, new IPEndPoint(IPAddress.Loopback, port)), sender);
    }

    private static Plugged PlugBroker()
    {
        MosquittoBroker broker = MosquittoBroker.Run();
        return new Plugged($"mqtt://127.0.0.1:{broker.Port}/meters/bytes", () => broker.SayAsync("meters/bytes", [1, 2, 3]), broker);
    }

    private static Plugged PlugPortServer()
    {
        ComPortServer server = new(new SmartMeter.Simulation.Telegrams.SerialLine(115200, "8N1"));
        return new Plugged($"rfc2217://127.0.0.1:{server.Port}", SendAsync, server);

        Task SendAsync()
        {
            server.Send([1, 2, 3]);
            return Task.CompletedTask;
        }
    }

    private static Plugged PlugEspHome()
    {
        EspHomeDevice device = new(EspHomeDevice.NewKey());
        return new Plugged(device.Address, SendAsync, device);

        Task SendAsync()
        {
            device.Send([1, 2, 3]);
            return Task.CompletedTask;
        }
    }

    private static Plugged PlugPolled(string scheme)
    {
        PolledDevice device = new();
        return new Plugged($"{scheme}://{device.Host}", () => device.TellAsync([1, 2, 3]), device);
    }

    private static Plugged PlugCable()
    {
        VirtualCable cable = new();
        cable.Plug();
        return new Plugged($"serial://{cable.Device}?mode=9600-8N1", SendAsync, cable);

        Task SendAsync()
        {
            cable.Send([1, 2, 3]);
            return Task.CompletedTask;
        }
    }

    private static Plugged PlugFile()
    {
        string file = Path.GetTempFileName();
        File.WriteAllBytes(file, [1, 2, 3]);
        return new Plugged($"file://{file}", () => Task.CompletedTask, new Deleted(file));
    }

    private sealed class Deleted(string file) : IDisposable
    {
        public void Dispose() => File.Delete(file);
    }
}
