using System.Net.Sockets;
using System.Security.Authentication;
using EspSmartMeter.Languages;
using MQTTnet;

namespace EspSmartMeter.Mqtt;

/// <summary>What went wrong with an attempt through MQTTnet, in a sentence that says what to do.</summary>
internal static class SessionFault
{
    /// <summary>The broker's answer; MQTTnet tells it in the numbers of MQTT 5.</summary>
    public static Sentence Refused(Broker broker, MqttClientConnectResultCode code) => MqttFault.Refused(broker, code switch
    {
        MqttClientConnectResultCode.UnsupportedProtocolVersion => 1,
        MqttClientConnectResultCode.ClientIdentifierNotValid => 2,
        MqttClientConnectResultCode.ServerUnavailable => 3,
        MqttClientConnectResultCode.BadUserNameOrPassword => 4,
        MqttClientConnectResultCode.NotAuthorized => 5,
        _ => (int)code,
    });

    public static Sentence Describe(Exception failed, SessionOptions options)
    {
        Broker broker = options.Broker;
        for (Exception? cause = failed; cause is not null; cause = cause.InnerException)
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
            }
        }
        return MqttFault.HungUp(broker);
    }
}
