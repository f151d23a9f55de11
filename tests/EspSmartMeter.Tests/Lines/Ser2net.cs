using System.Diagnostics;
using System.Net.Sockets;
using EspSmartMeter.Tests.Sources;

namespace EspSmartMeter.Tests.Lines;

/// <summary>Debian's ser2net with a virtual serial line behind it, which it sets as its clients say (RFC 2217).</summary>
internal sealed class Ser2net : IDisposable
{
    private const string Program = "/usr/sbin/ser2net";

    private readonly string _folder = Directory.CreateTempSubdirectory("ser2net-").FullName;
    private readonly FileStream _held;
    private readonly Process _running;

    /// <param name="accepter">How it speaks to its clients.</param>
    public Ser2net(string accepter = "telnet(rfc2217),tcp")
    {
        Assert.SkipUnless(File.Exists(Program), "ser2net is not installed (apt-get install ser2net)");
        Cable.Plug();
        // As long as somebody has the port open, opening it anew is no unplugging.
        _held = new FileStream(Cable.Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        string file = Path.Combine(_folder, "ser2net.yaml");
        File.WriteAllText(file, $"connection: &meter\n  accepter: {accepter},127.0.0.1,{Port}\n  connector: serialdev,{Cable.Device},115200n81,local\n");
        _running = Process.Start(new ProcessStartInfo(Program, ["-n", "-c", file]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        for (int i = 0; i < 500 && !IsListening(); i++)
            Thread.Sleep(20);
    }

    public int Port { get; } = RunningApp.FreePort();

    public VirtualCable Cable { get; } = new();

    /// <summary>How its line is set, as the system tells it: <c>2400 8N1</c>.</summary>
    public string Mode()
    {
        using Process stty = Process.Start(new ProcessStartInfo("stty", ["-F", Cable.Device, "-a"]) { RedirectStandardOutput = true })!;
        string told = stty.StandardOutput.ReadToEnd();
        bool parity = told.Contains(" parenb", StringComparison.Ordinal), odd = told.Contains(" parodd", StringComparison.Ordinal);
        return $"{told.Split(' ')[1]} {(told.Contains("cs7", StringComparison.Ordinal) ? 7 : 8)}{(parity ? odd ? 'O' : 'E' : 'N')}{(told.Contains(" cstopb", StringComparison.Ordinal) ? 2 : 1)}";
    }

    public void Dispose()
    {
        _running.Kill();
        _running.WaitForExit();
        _running.Dispose();
        _held.Dispose();
        Cable.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private bool IsListening()
    {
        using Socket probe = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
