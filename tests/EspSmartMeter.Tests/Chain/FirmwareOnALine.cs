using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;
using SerialLine = SmartMeter.Simulation.Telegrams.SerialLine;

namespace EspSmartMeter.Tests.Chain;

/// <summary>
/// The firmware's Linux build on a virtual serial line. A virtual line knows no parity, so the meter's bits are sampled, as a UART does, in the mode that
/// the firmware says it listens in, before they are put on it.
/// </summary>
internal sealed class FirmwareOnALine : IAsyncDisposable
{
    /// <summary>The device password.</summary>
    public const string Password = "correct-horse-7";

    private readonly Process _line, _forwarder;
    private readonly HttpClient _pages;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, byte[]> _arrived = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("firmware-").FullName;
    private Task _meter = Task.CompletedTask;

    private FirmwareOnALine(Process line, string program, Func<string, IEnumerable<string>> options)
    {
        _line = line;
        string device = _line.StandardOutput.ReadLine()!;
        _forwarder = Run(program, ["--uart", device, "--bind", "127.0.0.1", .. options(_folder)]);
        (int port, int pagesPort) = (PortFrom(_forwarder), PortFrom(_forwarder));
        Pages = new Uri($"http://127.0.0.1:{pagesPort}/");
        _pages = new HttpClient { BaseAddress = Pages };
        Source = $"tcp://127.0.0.1:{port}?web={pagesPort}";
    }

    /// <summary>Where the firmware's Linux build is. Skips the test where <c>EMETER_HOST</c> does not tell.</summary>
    public static string Program
    {
        get
        {
            string? program = Environment.GetEnvironmentVariable("EMETER_HOST");
            Assert.SkipWhen(string.IsNullOrEmpty(program), "EMETER_HOST is not set; ./test chain sets it");
            return program!;
        }
    }

    /// <summary>The address for the app.</summary>
    public string Source { get; }

    public Uri Pages { get; }

    /// <summary>What came in each mode, by its name.</summary>
    public IReadOnlyDictionary<string, byte[]> Arrived => _arrived;

    public static FirmwareOnALine Start() => Start(_ => ["--port", "0", "--http", "0"]);

    /// <summary>One that takes updates signed by a key, and runs them.</summary>
    public static FirmwareOnALine StartUpdatable(string key) => Start(folder =>
    [
        "--port", $"{RunningApp.FreePort()}", "--http", $"{RunningApp.FreePort()}", "--update-file", Path.Combine(folder, "update"), "--update-key", key,
    ]);

    /// <summary>Sends its telegrams at their times from now on.</summary>
    public void Connect(SimulatedMeter meter) => _meter = SendAsync(meter, _stopping.Token);

    public async Task<JsonElement> Json(string path) =>
        JsonDocument.Parse(await _pages.GetStringAsync(path, TestContext.Current.CancellationToken)).RootElement;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _meter.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Process process in (Process[])[_forwarder, _line])
        {
            process.Kill();
            process.Dispose();
        }
        _pages.Dispose();
        _stopping.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static FirmwareOnALine Start(Func<string, IEnumerable<string>> options) =>
        new(Run(Path.Combine(Path.GetDirectoryName(Program)!, "test-line")), Program, options);

    private static Process Run(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["EMETER_PASSWORD"] = Password },
        })!;

    /// <summary>It says <c>raw bytes on port 8088</c>, and the like.</summary>
    private static int PortFrom(Process forwarder)
    {
        string? said = forwarder.StandardOutput.ReadLine();
        Assert.True(said is not null, "the forwarder ended");
        return int.Parse(said.Split(' ')[^1], CultureInfo.InvariantCulture);
    }

    private async Task SendAsync(SimulatedMeter meter, CancellationToken stopping)
    {
        foreach (SimulatedTelegram telegram in meter.Telegrams(3, DateTimeOffset.UtcNow))
        {
            TimeSpan untilSent = telegram.At + (meter.Line.Character * telegram.Bytes.Length) - DateTimeOffset.UtcNow;
            if (untilSent > TimeSpan.Zero)
                await Task.Delay(untilSent, stopping);
            JsonElement line = await Json("/api/line");
            string mode = line.GetProperty("mode").GetString()!;
            byte[] received = new UartReceiver(meter.Line, LineOf(mode)).Receive(telegram.Bytes);
            _arrived.AddOrUpdate(mode, received, (_, before) => [.. before, .. received]);
            await _line.StandardInput.BaseStream.WriteAsync(received, stopping);
            await _line.StandardInput.BaseStream.FlushAsync(stopping);
        }
    }

    private static SerialLine LineOf(string mode) => new(SerialMode.TryParse(mode)!.BaudRate, mode.Split('-')[1]);
}
