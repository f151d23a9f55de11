using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EspSmartMeter.Tests.Mqtt;

/// <summary>A real mosquitto on a free loopback port, with its own folder. It can be killed and started again on the same port.</summary>
internal sealed class MosquittoBroker : IDisposable
{
    private const string Program = "/usr/sbin/mosquitto";

    private readonly string _folder = Directory.CreateTempSubdirectory("broker-").FullName;
    private readonly List<string> _settings = [];
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    private MosquittoBroker()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public int Port { get; }

    public string Folder => _folder;

    /// <summary>What it says of its clients.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>A broker that is not yet started; the test is skipped, with the reason, where there is none to start.</summary>
    public static MosquittoBroker Prepare(params string[] settings)
    {
        Assert.SkipUnless(File.Exists(Program), "mosquitto is not installed (apt-get install mosquitto)");
        MosquittoBroker broker = new();
        broker._settings.AddRange(settings);
        return broker;
    }

    public static MosquittoBroker Run(params string[] settings)
    {
        MosquittoBroker broker = Prepare(settings.Length == 0 ? ["allow_anonymous true"] : settings);
        broker.Start();
        return broker;
    }

    public string FileOf(string name) => Path.Combine(_folder, name);

    /// <summary>Adds lines to the configuration, for the next start.</summary>
    public void Set(params string[] settings) => _settings.AddRange(settings);

    public void SetPassword(string user, string password)
    {
        if (!_settings.Contains($"password_file {FileOf("passwords")}"))
            _settings.AddRange(["allow_anonymous false", $"password_file {FileOf("passwords")}"]);
        using Process made = Process.Start("mosquitto_passwd", ["-c", "-b", FileOf("passwords"), user, password]);
        made.WaitForExit();
    }

    /// <summary>Everybody may say anything, but hear only this topic. The broker's own access list would grant any subscription, and then keep quiet.</summary>
    public void GrantNoTopicBut(string filter)
    {
        string? plugin = Directory.EnumerateFiles("/usr/lib", "mosquitto_dynamic_security.so", SearchOption.AllDirectories).FirstOrDefault();
        Assert.SkipWhen(plugin is null, "this mosquitto has no plugin for access rights");
        File.WriteAllText(FileOf("rights.json"), $$"""
            {
              "defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true, "subscribe": false, "unsubscribe": true},
              "anonymousGroup": "everybody",
              "groups": [{"groupname": "everybody", "roles": [{"rolename": "listener"}]}],
              "roles": [{"rolename": "listener", "acls": [{"acltype": "subscribePattern", "topic": "{{filter}}", "allow": true}]}]
            }
            """);
        Set($"plugin {plugin}", $"plugin_opt_config_file {FileOf("rights.json")}");
    }

    public void Start()
    {
        string configuration = FileOf("mosquitto.conf");
        // As root it would change to the user mosquitto, who may not read this folder.
        File.WriteAllLines(configuration, [$"listener {Port} 127.0.0.1", "user root", "persistence false", .. _settings]);
        ProcessStartInfo start = new(Program, ["-c", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        WaitUntilItListens();
    }

    /// <summary>Says something there, as any gateway does.</summary>
    public async Task SayAsync(string topic, byte[] payload, bool retain = false, string? user = null, string? password = null)
    {
        ProcessStartInfo start = new("mosquitto_pub") { RedirectStandardInput = true };
        string[] login = user is null ? [] : ["-u", user, "-P", password ?? ""];
        foreach (string argument in (string[])["-h", "127.0.0.1", "-p", $"{Port}", "-q", "1", "-t", topic, "-s", .. login, .. retain ? ["-r"] : (string[])[]])
            start.ArgumentList.Add(argument);
        using Process said = Process.Start(start)!;
        await said.StandardInput.BaseStream.WriteAsync(payload);
        said.StandardInput.Close();
        await said.WaitForExitAsync();
        Assert.Equal(0, said.ExitCode);
    }

    /// <summary>SIGKILL: no goodbye to anyone.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
    }

    private void WaitUntilItListens()
    {
        for (int i = 0; i < 200; i++)
        {
            try
            {
                using TcpClient probe = new("127.0.0.1", Port);
                return;
            }
            catch (SocketException)
            {
                Assert.False(_process!.HasExited, "mosquitto ended at once");
                Thread.Sleep(25);
            }
        }
        Assert.Fail("mosquitto does not listen");
    }
}
