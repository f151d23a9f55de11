using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using MQTTnet.Channel;

namespace EspSmartMeter.Mqtt;

/// <summary>
/// TCP with TLS to the broker. MQTTnet's own TLS sends of our certificates the first alone; a broker that knows the root and not the one between would refuse it.
/// </summary>
internal sealed class TlsStreams(SslClientAuthenticationOptions tls) : IMqttClientStreamProvider
{
    public async Task<Stream> ConnectAsync(EndPoint brokerEndPoint, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(brokerEndPoint, cancellationToken);
            SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(tls, cancellationToken);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
