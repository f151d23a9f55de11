using System.Diagnostics;

namespace EspSmartMeter.Tests.Sources;

/// <summary>Two pseudo-terminals that socat joins.</summary>
internal sealed class VirtualCable : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cable-").FullName;
    private Process? _socat;

    public VirtualCable() => Assert.SkipUnless(File.Exists("/usr/bin/socat"), "socat is not installed (apt-get install socat)");

    public string Device => Path.Combine(_folder, "ttyUSB0");

    public void Plug()
    {
        ProcessStartInfo start = new("/usr/bin/socat", [$"PTY,link={Device},raw,echo=0", "STDIO"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _socat = Process.Start(start)!;
        for (int i = 0; i < 500 && !File.Exists(Device); i++)
            Thread.Sleep(20);
    }

    public void Send(byte[] bytes)
    {
        _socat!.StandardInput.BaseStream.Write(bytes);
        _socat.StandardInput.BaseStream.Flush();
    }

    public void Unplug()
    {
        _socat!.Kill();
        _socat.WaitForExit();
        File.Delete(Device);
    }

    public void Dispose()
    {
        _socat?.Kill();
        _socat?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
