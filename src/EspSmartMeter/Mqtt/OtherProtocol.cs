using System.Net.Sockets;

namespace EspSmartMeter.Mqtt;

/// <summary>Asks a port that let no MQTT client in whether what answers there speaks MQTT at all.</summary>
internal static class OtherProtocol
{
    /// <summary>CONNECT of MQTT 3.1.1 with a clean session and no name.</summary>
    private static readonly byte[] Connect = [0x10, 12, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 60, 0, 0];

    private const byte ConnectAcknowledged = 0x20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>True where something else answers.</summary>
    public static async Task<bool> AnswersAsync(Broker broker, TimeProvider time, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = new(Patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(broker.Host, broker.Port, either.Token);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Connect, either.Token);
            byte[] first = new byte[1];
            return await stream.ReadAsync(first, either.Token) == 1 && first[0] != ConnectAcknowledged;
        }
        catch (Exception silent) when (silent is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
