using System.Diagnostics;

namespace EspSmartMeter.Tests.Commands;

/// <summary>The demo of ./run, as somebody ends it who is in a hurry.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly string _tree = Directory.CreateTempSubdirectory("demo-").FullName;

    public void Dispose() => Directory.Delete(_tree, recursive: true);

    [Theory]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Two_signals_leave_no_process_and_no_folder_behind(string signal)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/mosquitto"), "mosquitto is not installed (apt-get install mosquitto)");
        string scripts = Directory.CreateDirectory(Path.Combine(_tree, "scripts")).FullName, temporary = Directory.CreateDirectory(Path.Combine(_tree, "tmp")).FullName;
        foreach (string script in (string[])["demo", "build.sh", "console.sh"])
            File.Copy(Repository.PathOf("scripts", script), Path.Combine(scripts, script));
        Directory.CreateDirectory(Path.Combine(_tree, "artifacts", "app"));
        File.CreateSymbolicLink(Path.Combine(_tree, "artifacts", "app", "current"), AppContext.BaseDirectory.TrimEnd('/'));
        int port = RunningApp.FreePort();
        // A session of its own, as a terminal has one; and no signal ignored, as nohup has it for all that it starts.
        ProcessStartInfo start = new("setsid", ["env", "--default-signal", "bash", Path.Combine(scripts, "demo")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["TMPDIR"], start.Environment["HTTP_PORT"], start.Environment["DEMO_METERS"], start.Environment["MQTT_PORT"]) = (temporary, $"{port}", "aidon", $"{RunningApp.FreePort()}");
        using Process demo = Process.Start(start)!;
        demo.OutputDataReceived += (_, _) => { };
        demo.ErrorDataReceived += (_, _) => { };
        demo.BeginOutputReadLine();
        demo.BeginErrorReadLine();
        await Until(() => demo.HasExited || Listens(port));
        Assert.False(demo.HasExited);

        // To all that stand in front of the terminal, twice.
        for (int times = 0; times < 2; times++)
        {
            using Process kill = Process.Start("kill", [$"-{signal}", "--", $"-{demo.Id}"]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        await demo.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Empty(ProcessesOf(demo.Id));
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
    }

    private static async Task Until(Func<bool> seen)
    {
        for (int i = 0; i < 600 && !seen(); i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.True(seen());
    }

    private static bool Listens(int port)
    {
        using System.Net.Sockets.TcpClient probe = new();
        try
        {
            probe.Connect("127.0.0.1", port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    /// <summary>Those of a session; proc(5), stat: the sixth field.</summary>
    private static string[] ProcessesOf(int session) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(process => char.IsAsciiDigit(Path.GetFileName(process)[0])).Select(StatOf)
            .Where(stat => stat.Length > 0 && stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is [not "Z", _, _, string of, ..] && of == $"{session}"),
    ];

    private static string StatOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "stat"));
        }
        catch (IOException)
        {
            // It has just ended.
            return "";
        }
    }
}
