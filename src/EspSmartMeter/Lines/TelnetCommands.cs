namespace EspSmartMeter.Lines;

/// <summary>
/// The stream of a server that speaks Telnet (RFC 854): data octets, and between them commands that it takes out: <c>FF FB..FE option</c>, and
/// <c>FF FA option … FF F0</c>. An FF of the data comes twice.
/// </summary>
internal sealed class TelnetCommands
{
    public const byte Iac = 0xFF, Begins = 0xFA, Will = 0xFB, Wont = 0xFC, Do = 0xFD, Dont = 0xFE, Ends = 0xF0;

    /// <summary>Of what stands between <c>FF FA</c> and <c>FF F0</c>; the rest of a longer one is left out.</summary>
    private const int LongestSubnegotiation = 64;

    private enum State : byte { Data, Command, Option, Subnegotiation, SubnegotiationCommand }

    private readonly List<byte> _subnegotiation = [];
    private State _state;
    private byte _verb;

    /// <summary>A verb from <see cref="Will"/> to <see cref="Dont"/>, and its option.</summary>
    public event Action<byte, byte>? Negotiates;

    /// <summary>An option, and what is said of it.</summary>
    public event Action<ReadOnlySpan<byte>>? Says;

    /// <summary>Moves the data octets together at the start; their count.</summary>
    public int Take(Span<byte> octets)
    {
        int kept = 0;
        foreach (byte next in octets)
        {
            if ((_state == State.Command && next == Iac) || (_state == State.Data && next != Iac))
                octets[kept++] = next;
            _state = Next(next);
        }
        return kept;
    }

    private State Next(byte next)
    {
        switch (_state)
        {
            case State.Data:
                return next == Iac ? State.Command : State.Data;
            case State.Command when next is >= Will and <= Dont:
                _verb = next;
                return State.Option;
            case State.Command when next == Begins:
                _subnegotiation.Clear();
                return State.Subnegotiation;
            case State.Option:
                Negotiates?.Invoke(_verb, next);
                return State.Data;
            case State.Subnegotiation when next == Iac:
                return State.SubnegotiationCommand;
            case State.SubnegotiationCommand when next == Ends:
                Says?.Invoke(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_subnegotiation));
                return State.Data;
            case State.Subnegotiation or State.SubnegotiationCommand:
                if (_subnegotiation.Count < LongestSubnegotiation)
                    _subnegotiation.Add(next);
                return State.Subnegotiation;
            default:
                return State.Data;
        }
    }
}
