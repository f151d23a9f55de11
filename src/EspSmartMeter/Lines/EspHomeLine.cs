using System.Runtime.CompilerServices;
using EspSmartMeter.About;
using EspSmartMeter.EspHome;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>A serial port of an ESPHome device. It is set once, when the connection is opened; another mode is another connection.</summary>
internal sealed class EspHomeLine : ILine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TcpLine _line;
    private readonly SerialProxy _proxy;
    private readonly string _peer;
    private readonly SerialMode _mode;

    private EspHomeLine(TcpLine line, SerialProxy proxy, string peer, SerialMode mode) => (_line, _proxy, _peer, _mode) = (line, proxy, peer, mode);

    public string? FoundAt => _line.FoundAt;

    /// <summary>Subscribes to the port behind a connection, and sets it.</summary>
    /// <exception cref="LineException">The device does not let us read it, or not so.</exception>
    public static async Task<EspHomeLine> OpenAsync(
        TcpLine line, EspHomeAddress address, byte[]? key, SerialMode mode, TimeProvider time, CancellationToken cancellation)
    {
        string peer = TcpFault.Peer(address.Host, address.Port);
        using CancellationTokenSource waiting = new(Patience, time);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, waiting.Token);
        try
        {
            SerialProxy proxy = await SerialProxy.OpenAsync(
                new Transport(line), key is null ? null : (ReadOnlyMemory<byte>?)key, Product.Name, address.PortName, Setting(mode.WithParityInBit7), patience.Token);
            return new EspHomeLine(line, proxy, peer, mode);
        }
        catch (ApiException refused)
        {
            throw refused.Fault == ApiFault.Unfit ? SerialFault.UnfitMode(peer, mode) : new LineException(Told(refused, peer, address.PortName));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LineException(Sentence.Of("esphome.not_spoken", peer));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            int count = await _proxy.ReadAsync(buffer, cancellation);
            _mode.Turn(buffer.Span[..count]);
            return new LineRead(count);
        }
        catch (ApiException over)
        {
            throw new LineException(Told(over, _peer, portName: null));
        }
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _line.Dispose();
    }

    private static PortSetting Setting(SerialMode mode) => new(mode.BaudRate, mode.DataBits, (int)mode.Parity, mode.StopBits);

    private static Sentence Told(ApiException fault, string peer, string? portName) => fault.Fault switch
    {
        ApiFault.WantsKey => Sentence.Of("esphome.wants_key", peer),
        ApiFault.WantsNoKey => Sentence.Of("esphome.wants_no_key", peer),
        ApiFault.WrongKey => Sentence.Of("esphome.wrong_key", peer),
        ApiFault.NoPorts => Sentence.Of("esphome.no_ports", peer),
        ApiFault.NoSuchPort => Sentence.Of("esphome.no_such_port", peer, portName ?? "", fault.Detail),
        ApiFault.SeveralPorts => Sentence.Of("esphome.several_ports", peer, fault.Detail),
        ApiFault.InUse => Sentence.Of("esphome.in_use", peer),
        ApiFault.Refused => Sentence.Of("esphome.refused", peer, fault.Detail),
        ApiFault.Garbled => Sentence.Of("tcp.broke", peer, fault.Detail),
        ApiFault.Left => Sentence.Of("tcp.closed", peer),
        _ => Sentence.Of("esphome.not_spoken", peer),
    };

    /// <summary>The connection, as what frames go over.</summary>
    private sealed class Transport(TcpLine line) : IApiTransport
    {
        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation) => (await line.ReadAsync(buffer, cancellation)).Count;

        public ValueTask SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellation) => line.SendAsync(octets, cancellation);
    }
}
