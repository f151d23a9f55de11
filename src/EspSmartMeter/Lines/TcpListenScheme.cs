using System.Net.Sockets;

namespace EspSmartMeter.Lines;

/// <summary><c>tcp-listen://:8110</c>: gateways that dial out, to a port of this computer. Each address is a line; its newest connection counts.</summary>
internal sealed class TcpListenScheme : IManyLinesScheme
{
    public string Name => "tcp-listen";

    public string Form => "tcp-listen://[address]:port";

    public bool Listens => true;

    public void Check(Uri url) => ListeningPort.Check(url);

    public ValueTask<ILineCarrier> OpenCarrierAsync(LineOpening opening, CancellationToken cancellation)
    {
        Socket listener = ListeningPort.Open(opening.Url, SocketType.Stream, ProtocolType.Tcp);
        listener.Listen();
        return ValueTask.FromResult<ILineCarrier>(new Carrier(opening.Url, listener, opening.Time));
    }

    private sealed class Carrier(Uri url, Socket listener, TimeProvider time) : ILineCarrier
    {
        /// <summary>More addresses than a home has.</summary>
        private const int MostKept = 1000;

        private readonly Dictionary<string, TcpLine> _newest = [];

        public async ValueTask<CarriedLine> NextAsync(CancellationToken cancellation)
        {
            try
            {
                Socket dialled = await listener.AcceptAsync(cancellation);
                string name = ListeningPort.NameOf(dialled.RemoteEndPoint);
                TcpLine line = TcpLine.Of(dialled, name);
                // A gateway that lost its power dials again, and the old connection does not know.
                if (_newest.Remove(name, out TcpLine? old))
                    old.HangUp();
                _newest[name] = line;
                if (_newest.Count > MostKept)
                    _newest.Clear();
                return new CarriedLine(name, new TelnetLine(line, time));
            }
            catch (SocketException broken)
            {
                throw ListeningPort.Lost(url, broken);
            }
        }

        public void Dispose()
        {
            listener.Dispose();
            foreach (TcpLine line in _newest.Values)
                line.HangUp();
        }
    }
}
