using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Commands;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using EspSmartMeter.Tests.Mqtt;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Forwarding;

/// <summary>The command as a process of its own, with a real broker, and the app that reads from there.</summary>
public sealed class ForwardCommandTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 6, 59, 30, TimeSpan.Zero);

    [Fact]
    public async Task A_gateways_bytes_reach_the_app_over_the_broker_and_TERM_ends_it_when_all_is_sent()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        await using RunningApp app = await RunningApp.StartWith(options => options, new SourceOptions("far", LineSchemes.BuiltIn.Parse($"mqtt://127.0.0.1:{broker.Port}/meters/house"), KeyRing.Empty));
        await Until(() => app.Sources.Sources[0].Statistics.Figures.Link == LinkState.Connected);
        using Forwarding forward = new($"tcp://{meter.EndPoint}", $"mqtt://127.0.0.1:{broker.Port}/meters/house");

        await Until(() => app.Sources.Sources[0].Statistics.Figures.Telegrams >= 3);
        Assert.Equal(0, app.Sources.Sources[0].Statistics.Figures.Rejections.Values.Sum());
        Assert.Equal(0, await forward.StopAsync());
        Assert.Contains("were forwarded, 0 left out, 0 not sent", forward.Told);
    }

    [Fact]
    public async Task A_broker_that_is_away_under_load_costs_bounded_memory_and_the_newest_state_is_there_when_it_is_back()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartWith(options => options, new SourceOptions("far", LineSchemes.BuiltIn.Parse($"mqtt://127.0.0.1:{broker.Port}/meters/+"), KeyRing.Empty));
        await Until(() => app.Sources.Sources[0].Statistics.Figures.Link == LinkState.Connected);
        using Forwarding forward = new($"udp://127.0.0.1:{port}", $"mqtt://127.0.0.1:{broker.Port}/meters");
        using UdpClient gateway = new("127.0.0.1", port);
        byte[][] telegrams = [.. SimulatedMeters.Find("dsmr5-gas")!.Telegrams(1, Start).Take(2000).Select(telegram => telegram.Bytes)];
        await forward.UntilAsync("connected to");
        for (int i = 0; app.Sources.Sources[0].Statistics.Figures.Telegrams == 0; i++)
            await SendAsync(gateway, telegrams[i % 10], 1);
        await SendAsync(gateway, telegrams[10], 500);
        long before = forward.Resident;

        broker.Kill();
        await forward.UntilAsync("the link to");
        foreach (byte[] telegram in telegrams[..^1])
            await SendAsync(gateway, telegram, 10);
        await SendAsync(gateway, telegrams[^1], 5);
        long grown = forward.Resident - before;
        // Held until somebody listens, who so hears what it brings first.
        forward.Hold();
        broker.Start();
        using (Subscriber listener = new(broker, "meters/#"))
        {
            forward.GoOn();
            await listener.Until(lines => lines.Count > 0, seconds: 90);
            string newest = System.Text.Encoding.ASCII.GetString(telegrams[^1]).Split('\n').First(line => line.StartsWith("0-0:1.0.0", StringComparison.Ordinal)).Trim();
            await listener.Until(lines => lines.Any(line => line.Contains(newest, StringComparison.Ordinal)), seconds: 30);
        }
        string caughtUp = await forward.UntilAsync("caught up with");
        output.WriteLine($"{caughtUp}; resident memory grew by {grown / 1024} kB in 20,000 telegrams without a broker");
        Assert.InRange(int.Parse(caughtUp.Split("caught up with ")[1].Split(' ')[0], CultureInfo.InvariantCulture), 1, 32);
        Assert.InRange(grown, long.MinValue, 16 * 1024 * 1024);

        await Until(() => app.Sources.Sources[0].Statistics.Figures.Link == LinkState.Connected);
        long read = app.Sources.Sources[0].Statistics.Figures.Telegrams;
        await SendAsync(gateway, telegrams[^1], 1);
        await Until(() => app.Sources.Sources[0].Statistics.Figures.Telegrams > read);
        Assert.Equal(["far 127.0.0.1"], app.Sources.Sources[0].Lines.Select(line => line.Name));
        Assert.Equal(0, await forward.StopAsync());
    }

    [Fact]
    public async Task A_refused_password_is_told_and_not_shown_and_it_goes_on_trying()
    {
        using MosquittoBroker broker = MosquittoBroker.Prepare();
        broker.SetPassword("me", "swordfish");
        broker.Start();
        using Forwarding forward = new($"tcp://127.0.0.1:{RunningApp.FreePort()}", $"mqtt://me:Mark3d@127.0.0.1:{broker.Port}/meters");
        await forward.UntilAsync("refused the user or the password of --to");
        Assert.Equal(0, await forward.StopAsync());
        Assert.DoesNotContain("Mark3d", forward.Told);
    }

    [Theory]
    [InlineData("'forward' needs one source and one topic", "--source", "tcp://a:1")]
    [InlineData("'forward' needs one source and one topic", "--source", "tcp://a:1", "--source", "tcp://b:1", "--to", "mqtt://broker/x")]
    [InlineData("--to must be a topic of a broker", "--source", "tcp://a:1", "--to", "tcp://b:1")]
    [InlineData("--to: a topic with + or # is none to send to", "--source", "tcp://a:1", "--to", "mqtt://broker/meters/+")]
    [InlineData("--source: a stored capture is not forwarded", "--source", "file:///dump.bin", "--to", "mqtt://broker/meters")]
    public async Task What_cannot_be_forwarded_is_refused(string sentence, params string[] arguments)
    {
        UsageException wrong = await Assert.ThrowsAsync<UsageException>(() => ForwardCommand.RunAsync(arguments));
        Assert.Contains(sentence, wrong.Message);
    }

    private static async Task SendAsync(UdpClient gateway, byte[] telegram, int times)
    {
        for (int i = 0; i < times; i++)
            await gateway.SendAsync(telegram, TestContext.Current.CancellationToken);
        await Task.Delay(2, TestContext.Current.CancellationToken);
    }

    private static async Task Until(Func<bool> seen)
    {
        for (int i = 0; !seen(); i++)
        {
            Assert.True(i < 900, "not seen within 90 s");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Forwarding : IDisposable
    {
        private readonly Process _process;
        private readonly ConcurrentQueue<string> _lines = new();

        public Forwarding(string source, string to)
        {
            ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "esp-smart-meter.dll"), "forward", "--source", source, "--to", to])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            _process = Process.Start(start)!;
            _process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
            _process.BeginErrorReadLine();
        }

        public string Told => string.Join('\n', _lines);

        /// <summary>Bytes of memory.</summary>
        public long Resident
        {
            get
            {
                _process.Refresh();
                return _process.WorkingSet64;
            }
        }

        public async Task<string> UntilAsync(string told)
        {
            for (int i = 0; i < 900; i++)
            {
                if (_lines.FirstOrDefault(line => line.Contains(told, StringComparison.Ordinal)) is string line)
                    return line;
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
            throw new TimeoutException($"not told: {told}; but {Told}");
        }

        public void Hold() => Signal("STOP");

        public void GoOn() => Signal("CONT");

        /// <summary>SIGTERM; its exit status.</summary>
        public async Task<int> StopAsync()
        {
            Signal("TERM");
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.Dispose();
        }

        private void Signal(string name)
        {
            using Process asked = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
            asked.WaitForExit();
        }
    }
}
