using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>A pseudo terminal that a meter on TCP talks into.</summary>
internal sealed class SerialCable : IDisposable
{
    private const nuint DropExclusiveUse = 0x540D; // TIOCNXCL

    private readonly string _link;
    private readonly Process _socat;

    private SerialCable(string link, Process socat)
    {
        _link = link;
        _socat = socat;
    }

    /// <summary>The terminal itself, as a container can be given it.</summary>
    public string Device => File.ResolveLinkTarget(_link, returnFinalTarget: true)!.FullName;

    public static async Task<SerialCable> PlugAsync(string link, int meterPort)
    {
        Process socat = Process.Start("socat", [$"PTY,link={link},raw,echo=0", $"TCP:127.0.0.1:{meterPort},retry=20,interval=0.5"]);
        Assert.True(await Waiting.HoldsWithin(5, () => File.Exists(link)), "socat makes no terminal");
        return new SerialCable(link, socat);
    }

    /// <summary>A serial port forgets with its last close that it was one program's alone; a pseudo terminal does not.</summary>
    public void ForgetExclusiveUse()
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle terminal = File.OpenHandle(Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Equal(0, ControlTerminal(terminal, DropExclusiveUse));
    }

    public void Dispose()
    {
        _socat.Kill();
        _socat.WaitForExit();
        _socat.Dispose();
        File.Delete(_link);
    }

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int ControlTerminal(SafeHandle terminal, nuint request);
}
