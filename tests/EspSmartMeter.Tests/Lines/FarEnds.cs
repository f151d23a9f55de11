using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Tests.EspHome;
using EspSmartMeter.Tests.Mqtt;

namespace EspSmartMeter.Tests.Lines;

/// <summary>What is at the far end of a door, and can break.</summary>
internal interface IFarEnd : IDisposable
{
    string Address { get; }

    /// <summary>The link breaks where what is sent is cut; the app notices that.</summary>
    bool BreaksLink => true;

    /// <summary>What was cut is asked for again.</summary>
    bool IsAskedAgain => false;

    Task SendAsync(byte[] bytes);

    /// <summary>In two parts, with a while between them.</summary>
    async Task SendWithStallAsync(byte[] first, byte[] rest)
    {
        await SendAsync(first);
        await Task.Delay(400, TestContext.Current.CancellationToken);
        await SendAsync(rest);
    }

    /// <summary>The first part, and the connection ends. Another can be made.</summary>
    Task CutAsync(byte[] first, byte[] rest);
}

/// <summary>A gateway that is connected to.</summary>
internal sealed class ConnectedGateway : IFarEnd
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TcpClient? _client;

    public ConnectedGateway() => _listener.Start();

    public string Address => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async Task SendAsync(byte[] bytes)
    {
        _client ??= await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await _client.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);
    }

    public async Task CutAsync(byte[] first, byte[] rest)
    {
        await SendAsync(first);
        _client!.Dispose();
        _client = null;
    }

    public void Dispose()
    {
        _client?.Dispose();
        _listener.Dispose();
    }
}

/// <summary>A gateway that dials.</summary>
internal sealed class DiallingGateway : IFarEnd
{
    private readonly int _port = RunningApp.FreePort();
    private TcpClient _client = new();

    public string Address => $"tcp-listen://:{_port}";

    public bool BreaksLink => false;

    public async Task SendAsync(byte[] bytes)
    {
        if (!_client.Connected)
            await _client.ConnectAsync(IPAddress.Loopback, _port, TestContext.Current.CancellationToken);
        await _client.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);
    }

    public async Task CutAsync(byte[] first, byte[] rest)
    {
        await SendAsync(first);
        _client.Dispose();
        _client = new TcpClient();
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>A gateway that sends datagrams.</summary>
internal sealed class DatagramSender : IFarEnd
{
    private readonly int _port = RunningApp.FreePort();
    private readonly UdpClient _sender = new();

    public string Address => $"udp://127.0.0.1:{_port}";

    public bool BreaksLink => false;

    public async Task SendAsync(byte[] bytes) => await _sender.SendAsync(bytes, bytes.Length, new IPEndPoint(IPAddress.Loopback, _port));

    public Task CutAsync(byte[] first, byte[] rest) => SendAsync(first);

    public void Dispose() => _sender.Dispose();
}

/// <summary>A gateway that publishes, on a real broker.</summary>
internal sealed class PublishingGateway : IFarEnd
{
    private readonly MosquittoBroker _broker = MosquittoBroker.Run();

    public string Address => $"mqtt://127.0.0.1:{_broker.Port}/meters/bytes";

    public Task SendAsync(byte[] bytes) => _broker.SayAsync("meters/bytes", bytes);

    public async Task CutAsync(byte[] first, byte[] rest)
    {
        await SendAsync(first);
        _broker.Kill();
        _broker.Start();
    }

    public void Dispose() => _broker.Dispose();
}

/// <summary>A device that is asked for its newest telegram.</summary>
internal sealed class AskedDevice(string scheme) : IFarEnd
{
    private readonly PolledDevice _device = new();

    public string Address => $"{scheme}://{_device.Host}";

    public bool IsAskedAgain => true;

    public bool BreaksLink => false;

    public Task SendAsync(byte[] bytes) => _device.TellAsync(bytes);

    public Task SendWithStallAsync(byte[] first, byte[] rest)
    {
        _device.StallNext();
        return _device.TellAsync([.. first, .. rest]);
    }

    public Task CutAsync(byte[] first, byte[] rest)
    {
        _device.CutNext();
        return _device.TellAsync([.. first, .. rest]);
    }

    public void Dispose() => _device.Dispose();
}

/// <summary>A serial port behind a real ser2net, over a wire that can be cut.</summary>
internal sealed class ServedPort : IFarEnd
{
    private readonly Ser2net _server = new();
    private readonly Relay _wire;

    public ServedPort() => _wire = new Relay(_server.Port);

    public string Address => $"rfc2217://127.0.0.1:{_wire.Port}?mode=115200-8N1";

    public Task SendAsync(byte[] bytes)
    {
        _server.Cable.Send(bytes);
        return Task.CompletedTask;
    }

    public async Task CutAsync(byte[] first, byte[] rest)
    {
        await SendAsync(first);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        _wire.Cut();
    }

    public void Dispose()
    {
        _wire.Dispose();
        _server.Dispose();
    }
}

/// <summary>A serial port of an encrypting ESPHome device, which loses its clients at a cut.</summary>
internal sealed class ServedByEspHome : IFarEnd
{
    private readonly EspHomeDevice _device = new(EspHomeDevice.NewKey());

    public string Address => $"{_device.Address}&mode=115200-8N1";

    public Task SendAsync(byte[] bytes)
    {
        _device.Send(bytes);
        return Task.CompletedTask;
    }

    public async Task CutAsync(byte[] first, byte[] rest)
    {
        await SendAsync(first);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        _device.Cut();
    }

    public void Dispose() => _device.Dispose();
}
