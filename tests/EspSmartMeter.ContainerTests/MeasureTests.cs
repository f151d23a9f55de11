using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using EspSmartMeter.ContainerTests.Parts;
using EspSmartMeter.Tests.Mqtt;

namespace EspSmartMeter.ContainerTests;

/// <summary>Time to the first value, memory and processor time with three meters: <c>./test container --measure MINUTES</c>. On request alone.</summary>
public sealed partial class MeasureTests : IAsyncLifetime
{
    private const double ResidentMebibytes = 40, ProcessorPercent = 0.59, FirstValueSeconds = 0.3;
    private const int Starts = 5;
    private const double TicksASecond = 100; // USER_HZ, on every Linux that Debian makes

    private readonly List<IAsyncDisposable> _started = [];
    private MosquittoBroker? _broker;
    private HeardMessages? _heard;

    public async ValueTask InitializeAsync()
    {
        _broker = MosquittoBroker.Prepare();
        _broker.SetPassword(Login.User, Login.Password);
        _broker.Start();
        _started.Add(_heard = await HeardMessages.OnAsync(_broker));
        _started.Add(await AppContainer.SimulateAsync("dsmr5-gas", 9001));
        _started.Add(await AppContainer.SimulateAsync("aidon-3phase", 9002));
        _started.Add(await AppContainer.SimulateAsync("kamstrup", 9003));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable started in _started)
            await started.DisposeAsync();
        _broker?.Dispose();
    }

    [Fact(Explicit = true)]
    public async Task The_first_value_is_published_within_300_ms_of_the_programs_start()
    {
        using PromptMeter meter = new(9004, await TelegramOf(9001));
        List<double> took = [];
        for (int start = 0; start < Starts; start++)
        {
            _heard!.Forget();
            await using AppContainer app = await AppWith(9004);
            Assert.True(await Waiting.HoldsWithin(20, () => _heard.Live.Count > 0), await app.LogAsync());
            long first = _heard.Between("esp-smart-meter/", "/live").Values.Min(message => message.At);
            took.Add(first / (double)Stopwatch.Frequency - StartOf(await app.ProcessAsync()));
        }
        took.Sort();
        Say($"first value published {took[Starts / 2]:F2} s after the program's start ({string.Join(", ", took.Select(one => $"{one:F2}"))})");
        Assert.InRange(took[Starts / 2], 0, FirstValueSeconds);
    }

    [Fact(Explicit = true)]
    public async Task Three_meters_cost_little_memory_and_little_of_a_core()
    {
        double minutes = double.Parse(Environment.GetEnvironmentVariable("ESM_TEST_MINUTES") ?? "1", CultureInfo.InvariantCulture);
        await using AppContainer app = await AppWith(9001, 9002, 9003);
        Assert.True(await Waiting.HoldsWithin(60, () => _heard!.Live.Count >= 3), await app.LogAsync());
        // The start's own work is over.
        await Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        long process = await app.ProcessAsync();
        Stopwatch watch = Stopwatch.StartNew();
        double before = ProcessorSeconds(process);
        await Task.Delay(TimeSpan.FromMinutes(minutes), TestContext.Current.CancellationToken);
        double share = 100 * (ProcessorSeconds(process) - before) / watch.Elapsed.TotalSeconds;
        double memory = Mebibytes(process, "VmRSS"), most = Mebibytes(process, "VmHWM");
        Say($"over {watch.Elapsed.TotalMinutes:F1} minutes: {share:F2} % of a core, {memory:F1} MB resident, {most:F1} MB at most");
        Assert.InRange(share, 0, ProcessorPercent);
        Assert.InRange(most, 1, ResidentMebibytes);
    }

    private static void Say(string figure) => TestContext.Current.TestOutputHelper!.WriteLine(figure);

    private Task<AppContainer> AppWith(params int[] ports) => AppContainer.RunAsync(parameters =>
    {
        Folders.Set(parameters, ports.Select((port, number) => $"ESM_SOURCES__{number}__URL=tcp://127.0.0.1:{port}"));
        Folders.Set(parameters, "ESM_MQTT__HOST=127.0.0.1", $"ESM_MQTT__PORT={_broker!.Port}", $"ESM_MQTT__USERNAME={Login.User}", $"ESM_MQTT__PASSWORD={Login.Password}");
    });

    /// <summary>One whole telegram of a P1 meter that serves there.</summary>
    private static async Task<byte[]> TelegramOf(int port)
    {
        using TcpClient line = new("127.0.0.1", port);
        StringBuilder seen = new();
        byte[] buffer = new byte[4096];
        while (true)
        {
            int count = await line.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
            seen.Append(Encoding.Latin1.GetString(buffer, 0, count));
            if (Telegram().Match(seen.ToString()) is { Success: true } whole)
                return Encoding.Latin1.GetBytes(whole.Value);
        }
    }

    private static string[] FieldsOf(long process) => File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>On the monotonic clock, which counts from the machine's start as the kernel's does.</summary>
    private static double StartOf(long process) => long.Parse(FieldsOf(process)[19], CultureInfo.InvariantCulture) / TicksASecond;

    private static double ProcessorSeconds(long process) =>
        (long.Parse(FieldsOf(process)[11], CultureInfo.InvariantCulture) + long.Parse(FieldsOf(process)[12], CultureInfo.InvariantCulture)) / TicksASecond;

    private static double Mebibytes(long process, string name)
    {
        string line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith(name + ':', StringComparison.Ordinal));
        return int.Parse(line[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024d;
    }

    [GeneratedRegex("/[^!]*![0-9A-F]{4}\r\n")]
    private static partial Regex Telegram();

    /// <summary>A meter that sends its telegram to whoever connects, at once: what then passes is the app's own time.</summary>
    private sealed class PromptMeter : IDisposable
    {
        private readonly TcpListener _listener;
        private readonly List<TcpClient> _lines = [];

        public PromptMeter(int port, byte[] telegram)
        {
            _listener = new TcpListener(IPAddress.Loopback, port);
            _listener.Start();
            _ = ServeAsync(telegram);
        }

        public void Dispose()
        {
            _listener.Dispose();
            _lines.ForEach(line => line.Dispose());
        }

        private async Task ServeAsync(byte[] telegram)
        {
            try
            {
                while (true)
                {
                    TcpClient line = await _listener.AcceptTcpClientAsync();
                    _lines.Add(line);
                    await line.GetStream().WriteAsync(telegram);
                }
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException or IOException)
            {
            }
        }
    }
}
