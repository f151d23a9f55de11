using System.Collections.Concurrent;
using System.Diagnostics;

namespace EspSmartMeter.Tests.Mqtt;

/// <summary>mosquitto_sub: what anybody else sees on the broker, each line <c>retain topic payload</c>.</summary>
internal sealed class Subscriber : IDisposable
{
    private readonly MosquittoBroker _broker;
    private readonly string[] _login;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    public Subscriber(MosquittoBroker broker, string filter, string user = "", string password = "")
    {
        _broker = broker;
        _login = user.Length > 0 ? ["-u", user, "-P", password] : [];
        ProcessStartInfo start = new("mosquitto_sub") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-h", "127.0.0.1", "-p", broker.Port.ToString(), "-t", filter, "-t", "subscriber/ready", "-F", "%r %t %p"])
            start.ArgumentList.Add(argument);
        foreach (string argument in _login)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, data) =>
        {
            if (data.Data is string line)
                _lines.Enqueue(line);
        };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        WaitUntilSubscribed();
    }

    public IReadOnlyList<string> Lines => [.. _lines.Where(line => !line.Contains(" subscriber/ready "))];

    public async Task Until(Func<IReadOnlyList<string>, bool> seen, int seconds = 15)
    {
        for (int i = 0; i < seconds * 50; i++)
        {
            if (seen(Lines))
                return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"not seen within {seconds} s; seen:\n{string.Join('\n', Lines.TakeLast(20))}");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Says something to everybody, as Home Assistant would.</summary>
    public void Publish(string topic, string text) => Publish(topic, text, []);

    /// <summary>Writes over what the broker keeps under a topic.</summary>
    public void Retain(string topic, string text) => Publish(topic, text, ["-r"]);

    private void Publish(string topic, string text, string[] how)
    {
        using Process said = Process.Start("mosquitto_pub", ["-h", "127.0.0.1", "-p", _broker.Port.ToString(), "-t", topic, "-m", text, .. how, .. _login]);
        said.WaitForExit();
    }

    private void WaitUntilSubscribed()
    {
        for (int i = 0; i < 100; i++)
        {
            Publish("subscriber/ready", "x");
            Thread.Sleep(20);
            if (!_lines.IsEmpty)
                return;
        }
        Assert.Fail("mosquitto_sub sees nothing");
    }
}
