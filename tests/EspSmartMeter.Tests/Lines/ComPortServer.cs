using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EspSmartMeter.Lines;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;
using SerialLine = SmartMeter.Simulation.Telegrams.SerialLine;

namespace EspSmartMeter.Tests.Lines;

/// <summary>A server of RFC 2217 whose port a meter is on: what the meter sends arrives as it is sampled in the mode that was set. Some modes it cannot be set to.</summary>
internal sealed class ComPortServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly Dictionary<byte, int> _set = new() { [1] = 9600, [2] = 8, [3] = 1, [4] = 1 };
    private readonly SerialLine _meter;
    private NetworkStream? _client;

    public ComPortServer(SerialLine meter)
    {
        _meter = meter;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The rates that its port has.</summary>
    public Func<int, bool> Has { get; init; } = _ => true;

    /// <summary>Whether it takes orders at all; else it says that it does not.</summary>
    public bool IsSpoken { get; init; } = true;

    /// <summary>Modes that were asked for, with rates that it has not.</summary>
    public List<int> Refused { get; } = [];

    public string Mode
    {
        get
        {
            lock (_gate)
                return $"{_set[1]}-{_set[2]}{"?NOE"[_set[3]]}{_set[4]}";
        }
    }

    public void Send(byte[] telegram)
    {
        lock (_gate)
        {
            byte[] sampled = new UartReceiver(_meter, new SerialLine(_set[1], Mode.Split('-')[1])).Receive(telegram);
            try
            {
                _client?.Write([.. sampled.SelectMany(octet => octet == 0xFF ? (byte[])[0xFF, 0xFF] : [octet])]);
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                _client = null;
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        TelnetCommands commands = new();
        NetworkStream stream = client.GetStream();
        commands.Negotiates += (verb, option) =>
        {
            if (verb == TelnetCommands.Will && option == 44)
                stream.Write([0xFF, IsSpoken ? TelnetCommands.Do : TelnetCommands.Dont, 44]);
        };
        commands.Says += said => Obey(stream, said);
        lock (_gate)
            _client = stream;
        byte[] buffer = new byte[1024];
        try
        {
            // An offer of its own, as ser2net's to echo: to be declined.
            stream.Write([0xFF, TelnetCommands.Will, 1]);
            for (int count; (count = await stream.ReadAsync(buffer)) > 0;)
                commands.Take(buffer.AsSpan(0, count));
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
        }
        client.Dispose();
    }

    private void Obey(NetworkStream stream, ReadOnlySpan<byte> said)
    {
        if (said is not [44, >= 1 and <= 4, ..])
            return;
        int value = said.Length == 6 ? BinaryPrimitives.ReadInt32BigEndian(said[2..]) : said[2];
        lock (_gate)
        {
            if (said[1] != 1 || Has(value))
                _set[said[1]] = value;
            else
                Refused.Add(value);
            byte[] answer = [0xFF, 0xFA, 44, (byte)(said[1] + 100), .. said[2..]];
            if (said[1] == 1)
                BinaryPrimitives.WriteInt32BigEndian(answer.AsSpan(4), _set[1]);
            else
                answer[4] = (byte)_set[said[1]];
            stream.Write([.. answer, 0xFF, 0xF0]);
        }
    }
}
