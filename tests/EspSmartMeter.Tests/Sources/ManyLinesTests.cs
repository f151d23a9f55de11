using System.Globalization;
using EspSmartMeter.Tests.Restarts;
using EspSmartMeter.Tests.Sinks.Web;

namespace EspSmartMeter.Tests.Sources;

/// <summary>The app with many lines, as a process of its own: what it takes, and that it loses nothing.</summary>
public sealed class ManyLinesTests
{
    [Fact]
    public async Task Threads_do_not_grow_with_the_lines()
    {
        Load few = await RunAsync(lines: 2, telegrams: 4), many = await RunAsync(lines: 40, telegrams: 4);
        Assert.True(many.Threads <= few.Threads + 8, $"{few.Threads} threads with 2 lines, {many.Threads} with 40");
    }

    /// <summary>On request: <c>--explicit only --filter-trait part=soak</c>; LOAD_LINES and LOAD_SECONDS tell how many and how long (500, 60).</summary>
    [Fact(Explicit = true)]
    [Trait("part", "soak")]
    public async Task Five_hundred_lines_lose_nothing()
    {
        int lines = Number("LOAD_LINES", 500), seconds = Number("LOAD_SECONDS", 60);
        Load load = await RunAsync(lines, seconds);
        TestContext.Current.SendDiagnosticMessage(load.ToString());
        await Console.Out.WriteLineAsync(load.ToString());
        Assert.True(load.Threads < 60, $"{load.Threads} threads");
    }

    private sealed record Load(int Lines, long Sent, long Read, int Threads, double ResidentMegabytes, double CpuSeconds, double Seconds)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Lines} lines: {Threads} threads, {ResidentMegabytes:F0} MB resident, {Sent} telegrams sent, {Read} read; {CpuSeconds / Seconds * 100:F0} % of a core over {Seconds:F0} s");
    }

    private static async Task<Load> RunAsync(int lines, int telegrams)
    {
        string folder = Directory.CreateTempSubdirectory("many-lines-").FullName;
        int port = RunningApp.FreePort();
        await using MeterFarm farm = new(lines, telegrams);
        using AppProcess app = AppProcess.Start(folder, RunningApp.FreePort(), farm.Addresses, port);
        using HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        int threads = 0;
        long begun = TimeProvider.System.GetTimestamp();
        for (int quarter = 0; quarter < (telegrams + 120) * 4 && !(farm.IsDone && await ReadOf(http) == farm.Sent); quarter++)
        {
            await Task.Delay(250, TestContext.Current.CancellationToken);
            threads = Math.Max(threads, app.HasEnded ? 0 : StatusOf(app.Id, "Threads:"));
        }
        double seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        Load load = new(lines, farm.Sent, await ReadOf(http), threads, StatusOf(app.Id, "VmRSS:") / 1024.0, CpuOf(app.Id), seconds);
        app.Kill();
        Directory.Delete(folder, recursive: true);
        Assert.Equal((long)lines * telegrams, load.Sent);
        Assert.True(load.Sent == load.Read, $"{load}");
        return load;
    }

    /// <summary>Telegrams that the app has decoded; -1 while it starts.</summary>
    private static async Task<long> ReadOf(HttpClient http)
    {
        try
        {
            string metrics = await http.GetStringAsync("metrics", TestContext.Current.CancellationToken);
            return metrics.Split('\n').Where(line => line.StartsWith("esp_smart_meter_source_telegrams_total{", StringComparison.Ordinal))
                .Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        }
        catch (HttpRequestException)
        {
            return -1;
        }
    }

    private static int StatusOf(int process, string row) =>
        int.Parse(File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith(row, StringComparison.Ordinal)).Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static double CpuOf(int process)
    {
        string[] fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ');
        // utime and stime (proc(5)), in hundredths of a second.
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : usual;
}
