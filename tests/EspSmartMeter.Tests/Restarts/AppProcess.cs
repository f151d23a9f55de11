using System.Diagnostics;

namespace EspSmartMeter.Tests.Restarts;

/// <summary>The app as its users run it: a process of its own, which can be ended in the ways a process is.</summary>
internal sealed class AppProcess : IDisposable
{
    private readonly Process _process;

    private AppProcess(Process process) => _process = process;

    /// <param name="folder">Its data.</param>
    /// <param name="mqttPort">Its broker's port here.</param>
    /// <param name="sources">What it reads.</param>
    /// <param name="httpPort">Its page's port; 0: any.</param>
    /// <param name="program">Where it stands compiled ahead of time; null: as it was built with the tests.</param>
    public static AppProcess Start(string folder, int mqttPort, IEnumerable<string> sources, int httpPort = 0, string? program = null)
    {
        ProcessStartInfo start = new(program ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] built = program is null ? [Path.Combine(AppContext.BaseDirectory, "esp-smart-meter.dll")] : [];
        string[] arguments =
        [
            .. built, "run", "--http", $"{httpPort}", "--data", folder, "--mqtt", $"127.0.0.1:{mqttPort}",
            .. sources.SelectMany(source => new[] { "--source", source }),
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new AppProcess(process);
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>SIGTERM: it may say goodbye.</summary>
    public void AskToStop()
    {
        using Process asked = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        asked.WaitForExit();
    }

    /// <summary>SIGKILL: it may do nothing more.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
