using System.Net;
using System.Net.Sockets;

namespace EspSmartMeter.Lines;

/// <summary><c>udp://:8110</c>: datagrams that gateways send to a port of this computer. Each is a burst; each sender is a line.</summary>
internal sealed class UdpScheme : IManyLinesScheme
{
    public string Name => "udp";

    public string Form => "udp://[address]:port";

    public bool Listens => true;

    public void Check(Uri url) => ListeningPort.Check(url);

    public ValueTask<ILineCarrier> OpenCarrierAsync(LineOpening opening, CancellationToken cancellation) =>
        ValueTask.FromResult<ILineCarrier>(new Carrier(opening.Url, ListeningPort.Open(opening.Url, SocketType.Dgram, ProtocolType.Udp)));

    private sealed class Carrier : ILineCarrier
    {
        private const int Largest = 65536;

        private readonly Uri _url;
        private readonly Socket _socket;
        private readonly NamedBursts _bursts = new();
        private readonly CancellationTokenSource _over = new();

        public Carrier(Uri url, Socket socket)
        {
            (_url, _socket) = (url, socket);
            _ = ReceiveAsync();
        }

        public ValueTask<CarriedLine> NextAsync(CancellationToken cancellation) => _bursts.NextAsync(cancellation);

        public void Dispose()
        {
            _over.Cancel();
            _socket.Dispose();
        }

        private async Task ReceiveAsync()
        {
            byte[] buffer = new byte[Largest];
            IPEndPoint any = new(_socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
            try
            {
                while (true)
                {
                    SocketReceiveFromResult came = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, any, _over.Token);
                    _bursts.Put(ListeningPort.NameOf(came.RemoteEndPoint), buffer.AsSpan(0, came.ReceivedBytes).ToArray());
                }
            }
            catch (SocketException broken)
            {
                _bursts.Break(ListeningPort.Lost(_url, broken));
            }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
            {
                // Nobody reads it any more.
            }
        }
    }
}
