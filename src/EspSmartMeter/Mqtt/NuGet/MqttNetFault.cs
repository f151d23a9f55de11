using System.Net.Sockets;
using System.Security.Authentication;
using EspSmartMeter.Languages;
using MQTTnet.Adapter;
using MQTTnet.Client;
using MQTTnet.Exceptions;
using MQTTnet.Extensions.ManagedClient;

namespace EspSmartMeter.Mqtt;

/// <summary>What went wrong with an attempt through MQTTnet, in a sentence that says what to do.</summary>
internal static class MqttNetFault
{
    public static Sentence Describe(ConnectingFailedEventArgs failed, MqttNetOptions options, Broker broker)
    {
        if (CodeOf(failed) is int code)
            return MqttFault.Refused(broker, code);
        for (Exception? cause = failed.Exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationException handshake:
                    return MqttFault.Tls(broker, options.Objection ?? handshake.GetBaseException().Message);
                // After the handshake: with TLS 1.3 a broker that misses our certificate says so only now.
                case IOException cut when broker.Tls && cut.GetBaseException() is not SocketException:
                    return MqttFault.Tls(broker, cut.GetBaseException().Message);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return MqttFault.UnknownHost(broker);
                case SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.NotConnected or SocketError.Shutdown }:
                    return MqttFault.HungUp(broker);
                case SocketException unreachable:
                    return MqttFault.Unreachable(broker, unreachable.Message);
                case OperationCanceledException or TimeoutException or MqttCommunicationTimedOutException:
                    return MqttFault.Silent(broker);
            }
        }
        return MqttFault.HungUp(broker);
    }

    /// <summary>The broker's refusal as MQTT 3.1.1 numbers it; MQTTnet tells it in the numbers of MQTT 5.</summary>
    private static int? CodeOf(ConnectingFailedEventArgs failed)
    {
        MqttClientConnectResultCode? result = failed.ConnectResult?.ResultCode ?? (failed.Exception as MqttConnectingFailedException)?.ResultCode;
        return result switch
        {
            MqttClientConnectResultCode.UnsupportedProtocolVersion => 1,
            MqttClientConnectResultCode.ClientIdentifierNotValid => 2,
            MqttClientConnectResultCode.ServerUnavailable => 3,
            MqttClientConnectResultCode.BadUserNameOrPassword => 4,
            MqttClientConnectResultCode.NotAuthorized => 5,
            _ => null,
        };
    }
}
