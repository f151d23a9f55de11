using System.Runtime.CompilerServices;
using static EspSmartMeter.Lines.TelnetCommands;

namespace EspSmartMeter.Lines;

/// <summary>
/// A connection that may speak Telnet (RFC 854), as ser2net and other gateways do on ports of that kind: <c>FF FB 03 FF FD 03 …</c> before the
/// meter's first byte, and each FF of the meter sent twice. Commands are taken out and doubled FFs halved; nothing is answered, and the options
/// stay as they are. A connection that does not begin with a command is raw, and its bytes are never touched.
/// </summary>
internal sealed class TelnetLine(ILine line, TimeProvider time) : ILine
{
    /// <summary>The options that gateways begin with: binary, echo, suppress go-ahead, status, timing, terminal type to line mode, environment, com port.</summary>
    private static ReadOnlySpan<byte> Options => [0, 1, 3, 5, 6, 24, 31, 32, 33, 34, 35, 36, 39, 44];

    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    private enum State : byte { Undecided, Raw, Telnet }

    private readonly TelnetCommands _commands = new();
    private readonly byte[] _held = new byte[3];
    private int _heldCount;
    private State _state;

    public string? FoundAt => line.FoundAt;

    public ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation) =>
        _state == State.Raw ? line.ReadAsync(buffer, cancellation) : ReadThroughAsync(buffer, cancellation);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LineRead> ReadThroughAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        while (true)
        {
            int held = _heldCount, count = 0;
            _held.AsSpan(0, held).CopyTo(buffer.Span);
            try
            {
                count = held > 0 ? await ReadBeforeSilenceAsync(buffer[held..], cancellation) : (await line.ReadAsync(buffer, cancellation)).Count;
            }
            catch (LineException) when (held > 0)
            {
                // The next read tells; what was held is the meter's.
            }
            _heldCount = 0;
            int given = Given(buffer.Span[..(held + count)], silence: count == 0);
            if (given > 0)
                return new LineRead(given);
        }
    }

    /// <summary>Nothing more comes for a moment: 0.</summary>
    private async ValueTask<int> ReadBeforeSilenceAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        using CancellationTokenSource silence = new(Silence, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        try
        {
            return (await line.ReadAsync(buffer, either.Token)).Count;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <summary>The count of the meter's own among the bytes; moved together at their start.</summary>
    private int Given(Span<byte> bytes, bool silence)
    {
        if (_state == State.Undecided)
            _state = Decide(bytes, silence);
        return _state switch
        {
            State.Undecided => Hold(bytes),
            State.Raw => bytes.Length,
            _ => _commands.Take(bytes),
        };
    }

    /// <summary>The connection's first three bytes decide; fewer, once it falls silent, are the meter's.</summary>
    private static State Decide(ReadOnlySpan<byte> bytes, bool silence)
    {
        ReadOnlySpan<byte> begin = bytes[..Math.Min(bytes.Length, 3)];
        bool possible = begin is [] or [Iac] or [Iac, >= Will and <= Dont] || (begin is [Iac, >= Will and <= Dont, _] && Options.Contains(begin[2]));
        if (possible && begin.Length == 3)
            return State.Telnet;
        return possible && (begin.IsEmpty || !silence) ? State.Undecided : State.Raw;
    }

    private int Hold(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_held);
        _heldCount = bytes.Length;
        return 0;
    }

    public void Dispose() => line.Dispose();
}
