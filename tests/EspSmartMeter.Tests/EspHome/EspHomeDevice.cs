using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;
using static EspSmartMeter.Tests.EspHome.ProtoFields;

namespace EspSmartMeter.Tests.EspHome;

/// <summary>
/// Stands in for a device that runs ESPHome with a serial proxy: the server's side of its native API over a real socket, plain or with Noise, written for these tests alone.
/// The app was tried by hand with real ESPHome devices (2026.10.0, compiled for Linux, plain and encrypted): what they answered is what this answers.
/// </summary>
internal sealed class EspHomeDevice : IDisposable
{
    private const int Longest = 256;

    private readonly Lock _gate = new();
    private readonly List<TcpClient> _clients = [];
    private readonly List<int> _came = [];
    private readonly byte[]? _key;
    private TcpListener _listener;
    private NetworkStream? _owner;
    private StandInFrames? _ownersFrames;
    private int _ownersPort;

    public EspHomeDevice(byte[]? key = null)
    {
        _key = key;
        _listener = Listen(0);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public string Address => $"esphome://127.0.0.1:{Port}/" + (_key is null ? "" : $"?key={Convert.ToBase64String(_key)}");

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(32);

    /// <summary>The names of its serial ports.</summary>
    public string[] Ports { get; init; } = ["Meter"];

    /// <summary>The minor version of its API; from 18 on it answers when it is set.</summary>
    public int Version { get; init; } = 19;

    /// <summary>The rates that its port has.</summary>
    public Func<int, bool> Has { get; init; } = _ => true;

    /// <summary>How the meter at its port sends; null: what is sent arrives as it is.</summary>
    public SerialLine? Meter { get; init; }

    /// <summary>Octets go out one by one, each by itself.</summary>
    public bool IsSlow { get; init; }

    /// <summary>How its port was set last.</summary>
    public string Mode { get; private set; } = "";

    /// <summary>Rates that it was asked for and has not.</summary>
    public List<int> Refused { get; } = [];

    /// <summary>Types of the messages that came, in order.</summary>
    public int[] Came
    {
        get
        {
            lock (_gate)
                return [.. _came];
        }
    }

    /// <summary>The port that is subscribed to; null: none.</summary>
    public int? Subscribed
    {
        get
        {
            lock (_gate)
                return _owner is null ? null : _ownersPort;
        }
    }

    /// <summary>The port receives; who subscribed is told, in parts.</summary>
    public void Send(byte[] octets)
    {
        lock (_gate)
        {
            if (_owner is null)
                return;
            string[] mode = Mode.Split('-');
            byte[] sampled = Meter is null ? octets : new UartReceiver(Meter, new SerialLine(int.Parse(mode[0], System.Globalization.CultureInfo.InvariantCulture), mode[1])).Receive(octets);
            foreach (byte[] part in sampled.Chunk(Longest))
                Say(139, [.. Number(1, _ownersPort), .. Octets(2, part)]);
        }
    }

    /// <summary>A message of another type to who subscribed.</summary>
    public void Say(int type, byte[] payload)
    {
        lock (_gate)
            Write(_owner!, _ownersFrames!.Framed(type, payload));
    }

    /// <summary>Octets that are no frame, or a changed one.</summary>
    public void SayRaw(byte[] octets)
    {
        lock (_gate)
            Write(_owner!, octets);
    }

    /// <summary>Its power goes, and comes again.</summary>
    public void Restart()
    {
        _listener.Dispose();
        Cut();
        _listener = Listen(Port);
    }

    /// <summary>Its clients are lost.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
            _owner = null;
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private TcpListener Listen(int port)
    {
        TcpListener listener = new(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        lock (_gate)
            _clients.Add(client);
        NetworkStream stream = client.GetStream();
        StandInFrames frames = new(stream, _key);
        try
        {
            bool isFirst = await frames.GreetAsync();
            for (bool goesOn = isFirst; goesOn; isFirst = false)
            {
                (int type, byte[] payload) = await frames.NextAsync(isFirst);
                goesOn = Take(stream, frames, type, payload);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
        }
        lock (_gate)
        {
            if (_owner == stream)
                _owner = null;
            _clients.Remove(client);
        }
        client.Dispose();
    }

    /// <summary>False where the client has said goodbye.</summary>
    private bool Take(NetworkStream stream, StandInFrames frames, int type, byte[] payload)
    {
        lock (_gate)
        {
            _came.Add(type);
            if (type == 1)
                Answer(2, [.. Number(1, 1), .. Number(2, Version), .. Text(3, "stand-in"), .. Text(4, "standin")]);
            else if (type == 9)
                Answer(10, [.. Text(2, "standin"), .. Number(19, _key is null ? 0 : 1), .. Ports.SelectMany(name => Octets(25, [.. Text(1, name), .. Number(2, 1)]))]);
            else if (type == 144)
                Subscribe(Numbers(payload));
            else if (type == 138)
                Configure(Numbers(payload));
            return type != 6;
        }

        void Answer(int answer, byte[] fields) => Write(stream, frames.Framed(answer, fields));

        void Status(int port, int request, int status) => Answer(147, [.. Number(1, port), .. Number(2, request), .. Number(3, status)]);

        void Subscribe(Dictionary<int, int> fields)
        {
            int port = fields.GetValueOrDefault(1);
            bool isFree = _owner is null;
            if (isFree)
                (_owner, _ownersFrames, _ownersPort) = (stream, frames, port);
            Status(port, 0, isFree ? 0 : 5);
        }

        void Configure(Dictionary<int, int> fields)
        {
            int port = fields.GetValueOrDefault(1), rate = fields.GetValueOrDefault(2);
            bool isFit = Has(rate);
            if (isFit)
                Mode = $"{rate}-{fields.GetValueOrDefault(6)}{"NEO"[fields.GetValueOrDefault(4)]}{fields.GetValueOrDefault(5)}";
            else
                Refused.Add(rate);
            // What came before is of another mode.
            Answer(139, [.. Number(1, port), .. Octets(2, "before"u8.ToArray())]);
            if (Version >= 18)
                Status(port, 3, _owner != stream ? 5 : isFit ? 0 : 6);
        }
    }

    private void Write(NetworkStream stream, byte[] octets)
    {
        try
        {
            if (!IsSlow)
                stream.Write(octets);
            else
                Array.ForEach(octets, octet => stream.Write([octet]));
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
        }
    }
}
