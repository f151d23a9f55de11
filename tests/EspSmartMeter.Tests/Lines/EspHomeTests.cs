using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EspSmartMeter.Lines;
using EspSmartMeter.LineSearch;
using EspSmartMeter.Sources;
using EspSmartMeter.Tests.EspHome;
using EspSmartMeter.Tests.LineSearch;
using EspSmartMeter.Tests.Sources;
using Microsoft.Extensions.Time.Testing;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Lines;

/// <summary>Serial ports of ESPHome devices, plain and encrypted. <see cref="EspHomeDevice"/> stands in for them; real ones were tried by hand.</summary>
public sealed class EspHomeTests
{
    private static readonly byte[] Key = EspHomeDevice.NewKey();

    [Theory]
    [InlineData(false, "2400-8E1", "2400-8E1", 0)]
    [InlineData(true, "115200-8N1", "115200-8N1", 0)]
    [InlineData(true, "9600-8N2", "9600-8N2", 0)]
    [InlineData(false, "9600-7E1", "9600-8N1", 0)]
    [InlineData(true, "9600-7O1", "9600-8N1", 0x80)]
    public async Task The_mode_of_the_address_is_set_and_every_octet_comes_through(bool isEncrypted, string mode, string set, int turned)
    {
        using EspHomeDevice device = new(isEncrypted ? Key : null) { Ports = ["Other", "Meter"], IsSlow = true };
        byte[] octets = [.. Enumerable.Range(0, 1000).Select(octet => (byte)octet)];
        await using RecordingReceiver source = new($"{device.Address}{(isEncrypted ? '&' : '?')}port_name=Meter&mode={mode}");
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
        Assert.Equal((set, 1), (device.Mode, device.Subscribed));
        // Of another port: not ours.
        device.Say(139, ProtoFields.Octets(2, [7, 7, 7]));
        device.Send(octets);
        await source.Until(seen => seen.Bytes.Length >= octets.Length);
        Assert.Equal(octets.Select(octet => (byte)(octet ^ turned)), source.Bytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_mode_the_search_sets_it_and_rates_that_the_port_has_not_are_passed_over(bool isEncrypted)
    {
        SimulatedMeter aidon = SimulatedMeters.Find("aidon")!;
        using EspHomeDevice device = new(isEncrypted ? Key : null) { Meter = aidon.Line, Has = rate => rate is 2400 or 9600 };
        await using RunningApp app = await RunningApp.Start("en", null, null, SearchPace.Brisk, (null, device.Address));
        using CancellationTokenSource pulled = new();
        Task meter = SendAsync(aidon, device.Send, pulled.Token);
        await app.Until("api/overview", IsFound, seconds: 180);
        Assert.Equal(app.Sources.Sources[0].Line.Mode.ToString(), device.Mode);
        Assert.Contains(115200, device.Refused);
        await pulled.CancelAsync();
        await meter.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task What_keeps_a_port_from_being_read_is_told_each_in_a_sentence_of_its_own()
    {
        using EspHomeDevice plain = new(), encrypted = new(Key), without = new() { Ports = [] }, several = new() { Ports = ["Heat", "Meter"] }, unfit = new() { Has = _ => false };
        Assert.Null(await FaultOf(plain.Address));
        Assert.Null(await FaultOf(encrypted.Address));
        Assert.Null(await FaultOf($"esphome://127.0.0.1:{encrypted.Port}", key: Key));
        Assert.Equal(("esphome.wants_key", ""), await FaultOf($"esphome://127.0.0.1:{encrypted.Port}"));
        Assert.Equal(("esphome.wrong_key", ""), await FaultOf($"esphome://127.0.0.1:{encrypted.Port}", key: EspHomeDevice.NewKey()));
        Assert.Equal(("esphome.wants_no_key", ""), await FaultOf(plain.Address, key: Key));
        Assert.Equal(("esphome.no_ports", ""), await FaultOf(without.Address));
        Assert.Equal(("esphome.no_such_port", "Water Heat, Meter"), await FaultOf($"{several.Address}?port_name=Water"));
        Assert.Equal(("esphome.several_ports", "Heat, Meter"), await FaultOf(several.Address));
        Assert.Equal(("serial.unfit_mode", "115200-8N1"), await FaultOf(unfit.Address));
    }

    [Fact]
    public async Task A_second_reader_is_told_of_the_first_and_comes_in_when_that_is_gone()
    {
        using EspHomeDevice device = new(Key);
        await using (RecordingReceiver first = new(device.Address))
        {
            await first.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
            Assert.Equal(("esphome.in_use", ""), await FaultOf(device.Address));
            // The first is none the worse for it.
            device.Send([1, 2, 3]);
            await first.Until(seen => seen.Bytes.Length == 3);
        }
        await using RecordingReceiver second = new(device.Address);
        await second.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_device_that_starts_anew_is_read_again_within_half_a_minute(bool isEncrypted)
    {
        using EspHomeDevice device = new(isEncrypted ? Key : null);
        await using RecordingReceiver source = new(device.Address);
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
        DateTimeOffset since = source.Status.Statistics.Figures.LinkSince;
        device.Restart();
        await source.Until(seen => seen.Status.Statistics.Figures is { Link: LinkState.Connected } figures && figures.LinkSince > since);
        device.Send([1, 2, 3]);
        await source.Until(seen => seen.Bytes.Length == 3);
    }

    [Fact]
    public async Task Its_questions_are_answered_and_when_it_leaves_that_is_told()
    {
        using EspHomeDevice device = new(Key);
        await using RecordingReceiver source = new(device.Address);
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
        device.Say(7, []);
        device.Say(36, []);
        device.Send([1, 2, 3]);
        await source.Until(seen => seen.Bytes.Length == 3);
        await source.Until(_ => device.Came.Contains(8));
        Assert.Equal([1, 9, 144, 138, 8], device.Came);
        device.Say(5, []);
        await source.Until(seen => seen.Status.Statistics.Figures.LinkSentence.Key == "tcp.closed" && device.Came.Contains(6));
        Assert.Equal([1, 9, 144, 138, 8, 6], device.Came.Take(6));
    }

    [Fact]
    public async Task A_frame_that_was_changed_on_its_way_gives_no_octet_and_ends_the_connection()
    {
        using EspHomeDevice device = new(Key);
        await using RecordingReceiver source = new(device.Address);
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
        device.SayRaw([1, 0, 24, .. new byte[24]]);
        await source.Until(seen => seen.Status.Statistics.Figures.LinkSentence.Key == "tcp.broke");
        Assert.Empty(source.Bytes);
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
    }

    [Fact]
    public async Task A_device_of_before_it_answered_settings_is_read()
    {
        using EspHomeDevice device = new() { Version = 17 };
        await using RecordingReceiver source = new(device.Address);
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected && device.Mode == "115200-8N1");
        device.Send([1, 2, 3]);
        await source.Until(seen => seen.Bytes.AsSpan().EndsWith((byte[])[1, 2, 3]));
    }

    [Theory]
    [InlineData(false, "SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData(true, "SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData(false, "")]
    [InlineData(true, "")]
    public async Task What_is_no_such_device_is_told(bool withKey, string says)
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        FakeTimeProvider clock = new();
        Task<(string Key, string Inserted)?> opening = FaultOf($"esphome://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}", withKey ? Key : null, clock);
        using TcpClient client = await other.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        // The question is there: it waits for the answer.
        Assert.True(await client.GetStream().ReadAsync(new byte[64], TestContext.Current.CancellationToken) > 0);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(says), TestContext.Current.CancellationToken);
        if (says.Length == 0)
            clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(("esphome.not_spoken", ""), await opening);
    }

    [Theory]
    [InlineData("esphome://meter", "meter:6053", null, null)]
    [InlineData("esphome://meter:16053/?port_name=My%20meter&mode=9600-7e1", "meter:16053", "My meter", "9600-7E1")]
    [InlineData("esphome://[fd00::1]/?port_name=a=b", "fd00::1:6053", "a=b", null)]
    public void An_address_says(string address, string peer, string? name, string? mode)
    {
        EspHomeAddress parsed = EspHomeAddress.Parse(LineSchemes.BuiltIn.Parse(address));
        Assert.Equal((peer, name, mode), ($"{parsed.Host}:{parsed.Port}", parsed.PortName, parsed.Mode?.ToString()));
    }

    [Fact]
    public void Its_key_is_taken_in_any_spelling_and_shown_in_none()
    {
        byte[] key = [.. Enumerable.Repeat((byte)0xFB, 16), .. Enumerable.Repeat((byte)0xFF, 16)];
        string text = Convert.ToBase64String(key);
        foreach (string spelling in (string[])[text, Uri.EscapeDataString(text), text.TrimEnd('='), text.Replace('+', '-').Replace('/', '_'), text.Replace('+', ' ').Replace(" ", "%20")])
        {
            foreach (string field in (string[])["key", "k%65y"])
            {
                Uri url = LineSchemes.BuiltIn.Parse($"esphome://meter/?port_name=Meter&{field}={spelling}");
                Assert.Equal(key, EspHomeAddress.Parse(url).Key);
                Assert.Equal("esphome://meter/?port_name=Meter&key=…", LineSchemes.BuiltIn.Of(url).Shown(url));
            }
        }
    }

    [Theory]
    [InlineData("esphome://meter/?key=c2VjcmV0", "key must be the key under api: encryption: in the device's YAML: 32 bytes as base64, which is 44 characters with = at the end")]
    [InlineData("esphome://meter/?KEY=c2VjcmV0", "behind the ? stand port_name=NAME, key=BASE64 and mode=2400-8E1, each once at most, with & between them")]
    [InlineData("esphome://meter/?port_name=", "behind the ? stand port_name=NAME, key=BASE64 and mode=2400-8E1, each once at most, with & between them")]
    [InlineData("esphome://meter/?port_name=a&port_name=b", "behind the ? stand port_name=NAME, key=BASE64 and mode=2400-8E1, each once at most, with & between them")]
    [InlineData("esphome://meter/?mode=fast", "mode must be one like 115200-8N1 (bits a second, data bits 7 or 8, parity N, E or O, stop bits 1 or 2)")]
    [InlineData("esphome://meter/?port_name=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8%3D", "port_name looks like a key or a password, and would be shown; the key stands behind key=")]
    [InlineData("esphome://meter/0", "an address of the form esphome://host:port/?port_name=NAME has no path behind its /")]
    [InlineData("esphome://me:secret@meter", "a esphome:// source has no user and no password")]
    public void What_is_no_address_is_told_without_what_stands_in_it(string address, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<FormatException>(() => LineSchemes.BuiltIn.Parse(address)).Message);

    /// <summary>The sentence's row and what is put in behind the device's address; null where it opens.</summary>
    private static async Task<(string Key, string Inserted)?> FaultOf(string url, byte[]? key = null, TimeProvider? time = null)
    {
        try
        {
            LineOpening opening = new(LineSchemes.BuiltIn.Parse(url), SerialMode.Default, time ?? TimeProvider.System) { Access = new LineAccess(EspHomeKey: key) };
            using ILine line = await new EspHomeScheme().OpenAsync(opening, TestContext.Current.CancellationToken);
            return null;
        }
        catch (LineException refused)
        {
            return (refused.Sentence.Key, string.Join(' ', refused.Sentence.Inserted.Skip(1)));
        }
    }

    /// <summary>An even parity bit is a short pause to a port without parity: where the machine is busy, the search may come to either first.</summary>
    private static bool IsFound(JsonElement overview) =>
        overview.GetProperty("sources")[0].GetProperty("line").GetString() is "Telegrams decode at 2400-8E1: the line mode is kept." or "Telegrams decode at 2400-8N1: the line mode is kept.";

    /// <summary>Hastily: one of its telegrams each fifth of a second.</summary>
    private static async Task SendAsync(SimulatedMeter meter, Action<byte[]> send, CancellationToken pulled)
    {
        foreach (SimulatedTelegram telegram in meter.Telegrams(5, DateTimeOffset.UtcNow))
        {
            await Task.Delay(200, pulled);
            send(telegram.Bytes);
        }
    }
}
