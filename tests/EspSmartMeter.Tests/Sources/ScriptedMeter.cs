using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EspSmartMeter.Tests.Sources;

/// <summary>A P1 meter on a TCP port whose registers are what a test says, a telegram every two seconds to whoever listens, all the same.</summary>
internal sealed class ScriptedMeter : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<NetworkStream> _clients = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, decimal> _registers;
    private readonly Task _running;

    /// <param name="serial">What it names itself by.</param>
    /// <param name="registers">Its registers in kWh, or in m³ or GJ where the code is a submeter's.</param>
    public ScriptedMeter(string serial, params (string Code, decimal Number)[] registers)
    {
        Serial = serial;
        _registers = registers.ToDictionary(register => register.Code, register => register.Number);
        _listener.Start();
        _running = Task.WhenAll(AcceptAsync(), SendAsync());
    }

    public string Serial { get; set; }

    public string Url => $"tcp://127.0.0.1:{Port}";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it takes, in W, counted in its first register.</summary>
    public decimal Watts { get; set; }

    /// <summary>False: its registers stand, whatever it takes.</summary>
    public bool IsCounting { get; set; } = true;

    /// <summary>False: it tells nothing of electricity, as a heat meter does not.</summary>
    public bool TellsPower { get; set; } = true;

    /// <summary>Further lines of the telegram.</summary>
    public string Lines { get; set; } = "";

    public decimal this[string code]
    {
        get
        {
            lock (_gate)
                return _registers[code];
        }

        set
        {
            lock (_gate)
                _registers[code] = value;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        lock (_gate)
            _clients.ForEach(client => client.Dispose());
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                lock (_gate)
                    _clients.Add(client.GetStream());
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task SendAsync()
    {
        using PeriodicTimer timer = new(Pace);
        long before = TimeProvider.System.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                long now = TimeProvider.System.GetTimestamp();
                byte[] telegram = Next(TimeProvider.System.GetElapsedTime(before, now));
                before = now;
                NetworkStream[] clients;
                lock (_gate)
                    clients = [.. _clients];
                foreach (NetworkStream client in clients)
                    await SendAsync(client, telegram);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task SendAsync(NetworkStream client, byte[] telegram)
    {
        try
        {
            await client.WriteAsync(telegram, _stop.Token);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            lock (_gate)
                _clients.Remove(client);
        }
    }

    private byte[] Next(TimeSpan since)
    {
        StringBuilder text = new($"/TST5\\2SCRIPTED\r\n\r\n{(TellsPower ? "1-3:0.2.8(50)\r\n" : "")}");
        text.Append(CultureInfo.InvariantCulture, $"0-0:1.0.0({DateTime.UtcNow.AddHours(1):yyMMddHHmmss}W)\r\n0-0:96.1.1({Serial})\r\n");
        lock (_gate)
        {
            string counting = _registers.Keys.First();
            _registers[counting] += IsCounting ? Watts / 1000 * (decimal)since.TotalHours : 0;
            foreach ((string code, decimal number) in _registers)
                text.Append(CultureInfo.InvariantCulture, $"{code}({Math.Round(number, 3):000000.000}*{(code.StartsWith("6-", StringComparison.Ordinal) ? "GJ" : "kWh")})\r\n");
        }
        if (TellsPower)
            text.Append(CultureInfo.InvariantCulture, $"1-0:1.7.0({Watts / 1000:00.000}*kW)\r\n1-0:2.7.0(00.000*kW)\r\n");
        string body = $"{text}{Lines}!";
        return Encoding.ASCII.GetBytes($"{body}{Crc16(body):X4}\r\n");
    }

    // CRC-16/ARC, as DSMR has it: from '/' to '!'.
    private static int Crc16(string text)
    {
        int crc = 0;
        foreach (char character in text)
        {
            crc ^= character;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xA001;
        }
        return crc;
    }
}
