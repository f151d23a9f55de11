using System.Collections.Concurrent;
using System.Diagnostics;

namespace EspSmartMeter.Tests.Mqtt;

/// <summary>mosquitto_sub: what anybody else sees on the broker, each line <c>retain topic payload</c>.</summary>
internal sealed class Subscriber : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    public Subscriber(MosquittoBroker broker, string filter, string user = "", string password = "")
    {
        ProcessStartInfo start = new("mosquitto_sub") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-h", "127.0.0.1", "-p", broker.Port.ToString(), "-t", filter, "-t", "subscriber/ready", "-F", "%r %t %p"])
            start.ArgumentList.Add(argument);
        if (user.Length > 0)
        {
            foreach (string argument in (string[])["-u", user, "-P", password])
                start.ArgumentList.Add(argument);
        }
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, data) =>
        {
            if (data.Data is string line)
                _lines.Enqueue(line);
        };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        WaitUntilSubscribed(broker, user, password);
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

    private void WaitUntilSubscribed(MosquittoBroker broker, string user, string password)
    {
        for (int i = 0; i < 100; i++)
        {
            string[] login = user.Length > 0 ? ["-u", user, "-P", password] : [];
            using Process said = Process.Start(
                "mosquitto_pub", ["-h", "127.0.0.1", "-p", broker.Port.ToString(), "-t", "subscriber/ready", "-m", "x", .. login]);
            said.WaitForExit();
            Thread.Sleep(20);
            if (!_lines.IsEmpty)
                return;
        }
        Assert.Fail("mosquitto_sub sees nothing");
    }
}
