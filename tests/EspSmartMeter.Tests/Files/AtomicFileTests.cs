using System.Diagnostics;
using System.Text;
using EspSmartMeter.Files;
using SmartMeter.Simulation.Line;

namespace EspSmartMeter.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atomic-").FullName;

    private string Target => Path.Combine(_folder, "state.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Who_reads_the_old_file_meanwhile_reads_it_whole()
    {
        AtomicFile.Write(Target, "the old one, whole"u8, force: false);
        using FileStream reader = new(Target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        AtomicFile.Write(Target, "new"u8, force: false);

        Assert.Equal("the old one, whole", new StreamReader(reader, Encoding.UTF8).ReadToEnd());
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void A_disk_that_is_full_costs_the_new_one_and_not_the_old()
    {
        AtomicFile.Write(Target, "the old one, whole"u8, force: true);
        // A device that takes no byte.
        File.CreateSymbolicLink(Target + ".new", "/dev/full");

        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(Target, "new"u8, force: true));

        Assert.Equal("the old one, whole", File.ReadAllText(Target));
    }

    [Fact]
    public async Task What_must_survive_a_power_cut_is_on_the_disk_before_it_has_its_name()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed (apt-get install strace)");
        string calls = Path.Combine(_folder, "calls");
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        string[] app = ["dotnet", Path.Combine(AppContext.BaseDirectory, "esp-smart-meter.dll"), "run", "--http", "0", "--data", _folder, "--source", $"tcp://{meter.EndPoint}"];
        using Process traced = Process.Start(new ProcessStartInfo("/usr/bin/strace", ["-f", "-y", "--seccomp-bpf", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2", "-o", calls, .. app])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        traced.OutputDataReceived += (_, _) => { };
        traced.ErrorDataReceived += (_, _) => { };
        traced.BeginOutputReadLine();
        traced.BeginErrorReadLine();
        // Nothing is known yet: the first state is written within seconds.
        for (int i = 0; i < 600 && !File.Exists(Target); i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        traced.Kill(entireProcessTree: true);
        await traced.WaitForExitAsync(TestContext.Current.CancellationToken);

        string[] seen = [.. File.ReadLines(calls).Where(line => line.Contains("state.json.new"))];
        Assert.True(seen.Length >= 2, string.Join('\n', seen));
        Assert.Matches("f(data)?sync\\(", seen[0]);
        Assert.Contains("rename", seen[1]);
    }
}
