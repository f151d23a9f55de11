using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using EspSmartMeter.Languages;
using static EspSmartMeter.Lines.TelnetCommands;

namespace EspSmartMeter.Lines;

/// <summary>
/// A serial port behind a server that sets it as the client says (RFC 2217, COM port control over Telnet). It is set once, when the connection is opened; another mode is
/// another connection.
/// </summary>
internal sealed class ComPortLine : ILine
{
    /// <summary>Telnet's options: eight bits, no go-ahead, COM port control.</summary>
    private const byte Binary = 0, SuppressGoAhead = 3, ComPort = 44;

    /// <summary>What a client says (RFC 2217, section 3); a server answers with 100 more.</summary>
    private const byte SetBaudRate = 1, SetDataSize = 2, SetParity = 3, SetStopSize = 4, SetControl = 5, SetLineStateMask = 10, SetModemStateMask = 11, Purge = 12, Answer = 100;

    /// <summary>Of <see cref="SetControl"/>.</summary>
    private const byte NoFlowControl = 1, DtrOn = 8, RtsOn = 11;

    private const byte ReceiveBuffer = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TcpLine _line;
    private readonly string _peer;
    private readonly SerialMode _mode, _onPort;
    private readonly TelnetCommands _commands = new();
    private readonly List<byte> _toSend = [];
    private readonly Dictionary<byte, int> _answers = [];
    private bool? _isSpoken;

    private ComPortLine(TcpLine line, string peer, SerialMode mode)
    {
        (_line, _peer, _mode, _onPort) = (line, peer, mode, mode.WithParityInBit7);
        _commands.Negotiates += Negotiate;
        _commands.Says += Take;
    }

    public string? FoundAt => _line.FoundAt;

    /// <summary>Sets the port behind a connection. What came before it was set is dropped.</summary>
    /// <exception cref="LineException">The server does not set ports, not so, or is gone.</exception>
    public static async Task<ComPortLine> OpenAsync(TcpLine line, string peer, SerialMode mode, TimeProvider time, CancellationToken cancellation)
    {
        ComPortLine port = new(line, peer, mode);
        using CancellationTokenSource waiting = new(Patience, time);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, waiting.Token);
        try
        {
            await port.AgreeAsync(patience.Token);
            await port.SetAsync(patience.Token);
            return port;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw port.NotSpoken();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        while (true)
        {
            // Before the next octets are read: those that are read are given.
            await FlushAsync(cancellation);
            int came = (await _line.ReadAsync(buffer, cancellation)).Count, count = _commands.Take(buffer.Span[..came]);
            if (count == 0)
                continue;
            _mode.Turn(buffer.Span[..count]);
            return new LineRead(count);
        }
    }

    public void Dispose() => _line.Dispose();

    /// <summary>Both sides send all eight bits of each octet, and the server takes orders for its port.</summary>
    private async Task AgreeAsync(CancellationToken cancellation)
    {
        _toSend.AddRange([Iac, Will, Binary, Iac, Do, Binary, Iac, Do, SuppressGoAhead, Iac, Will, SuppressGoAhead, Iac, Will, ComPort]);
        while (_isSpoken is null)
            await ExchangeAsync(cancellation);
        if (_isSpoken == false)
            throw NotSpoken();
    }

    private async Task SetAsync(CancellationToken cancellation)
    {
        byte[] rate = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(rate, _onPort.BaudRate);
        Say(SetBaudRate, rate);
        Say(SetDataSize, (byte)_onPort.DataBits);
        Say(SetParity, ParityCode);
        Say(SetStopSize, (byte)_onPort.StopBits);
        Say(SetControl, NoFlowControl);
        // Reading heads take their power from these lines.
        Say(SetControl, DtrOn);
        Say(SetControl, RtsOn);
        Say(SetLineStateMask, 0);
        Say(SetModemStateMask, 0);
        // What came before was read in another mode.
        Say(Purge, ReceiveBuffer);
        while (!IsAnswered(SetBaudRate) || !IsAnswered(SetDataSize) || !IsAnswered(SetParity) || !IsAnswered(SetStopSize))
            await ExchangeAsync(cancellation);
        if (_answers[SetBaudRate] != _onPort.BaudRate || _answers[SetDataSize] != _onPort.DataBits || _answers[SetParity] != ParityCode || _answers[SetStopSize] != _onPort.StopBits)
            throw SerialFault.UnfitMode(_peer, _mode);
    }

    private byte ParityCode => _onPort.Parity switch
    {
        SerialParity.Odd => 2,
        SerialParity.Even => 3,
        _ => 1,
    };

    private bool IsAnswered(byte order) => _answers.ContainsKey(order);

    private async Task ExchangeAsync(CancellationToken cancellation)
    {
        await FlushAsync(cancellation);
        byte[] buffer = new byte[512];
        LineRead came = await _line.ReadAsync(buffer, cancellation);
        _commands.Take(buffer.AsSpan(0, came.Count));
    }

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        if (_toSend.Count == 0)
            return;
        await _line.SendAsync(_toSend.ToArray(), cancellation);
        _toSend.Clear();
    }

    private void Say(byte order, params ReadOnlySpan<byte> value)
    {
        _toSend.AddRange([Iac, Begins, ComPort, order]);
        foreach (byte octet in value)
            _toSend.AddRange(octet == Iac ? [Iac, Iac] : [octet]);
        _toSend.AddRange([Iac, Ends]);
    }

    /// <summary>What was asked for is answered; all else that the server offers or wants is declined, once for each time that it says so.</summary>
    private void Negotiate(byte verb, byte option)
    {
        if (option == ComPort && verb is Do or Dont)
            _isSpoken = verb == Do;
        else if (option is not (Binary or SuppressGoAhead or ComPort) && verb is Will or Do)
            _toSend.AddRange([Iac, verb == Will ? Dont : Wont, option]);
    }

    private void Take(ReadOnlySpan<byte> said)
    {
        if (said is not [ComPort, > Answer and <= Answer + SetStopSize, .. { Length: 1 or 4 } value])
            return;
        _answers[(byte)(said[1] - Answer)] = value.Length == 4 ? BinaryPrimitives.ReadInt32BigEndian(value) : value[0];
    }

    private LineException NotSpoken() => new(Sentence.Of("com_port.not_spoken", _peer));
}
