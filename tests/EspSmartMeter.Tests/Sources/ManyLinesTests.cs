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
        Load few = await RunAsync(lines: 2, telegrams: 5), many = await RunAsync(lines: 100, telegrams: 5);
        Assert.True(many.Threads < few.Threads + 20, $"{few.Threads} threads with 2 lines, {many.Threads} with 100");
    }

    /// <summary>On request: <c>--explicit only --filter-trait part=soak</c>; LOAD_LINES and LOAD_SECONDS tell how many and how long (500, 60).</summary>
    [Fact(Explicit = true)]
    [Trait("part", "soak")]
    public async Task Five_hundred_lines_lose_nothing()
    {
        int lines = Number("LOAD_LINES", 500), seconds = Number("LOAD_SECONDS", 60);
        Load load = await RunAsync(lines, seconds);
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
        int threads = int.MaxValue;
        long begun = TimeProvider.System.GetTimestamp();
        while (!farm.IsDone && !app.HasEnded)
        {
            await Task.Delay(250, TestContext.Current.CancellationToken);
            // While an app starts, and while others want the machine, .NET's pool has some more for a moment.
            if (farm.Sent > (long)lines * telegrams / 2 && !app.HasEnded)
                threads = Math.Min(threads, StatusOf(app.Id, "Threads:"));
        }
        double seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds, megabytes = StatusOf(app.Id, "VmRSS:") / 1024.0, cpu = CpuOf(app.Id);
        long read = await ReadOf(http);
        for (int second = 0; second < 30 && read != farm.Sent; second++)
        {
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            read = await ReadOf(http);
        }
        Load load = new(lines, farm.Sent, read, threads, megabytes, cpu, seconds);
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
