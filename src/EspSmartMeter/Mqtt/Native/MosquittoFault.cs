using System.Runtime.InteropServices;
using EspSmartMeter.Languages;

namespace EspSmartMeter.Mqtt;

/// <summary>What went wrong with a connection through libmosquitto, in a sentence that says what to do.</summary>
internal static class MosquittoFault
{
    public static Sentence Describe(int result, MosquittoSession session, Broker broker, bool wasConnected)
    {
        if (session.Answer is int answer and not 0)
            return MqttFault.Refused(broker, answer);
        if (result is MosquittoResult.Tls || (broker.Tls && !wasConnected && session.Errors is not null))
            return MqttFault.Tls(broker, session.Errors ?? "no reason given");
        return result switch
        {
            MosquittoResult.NameLookup or MosquittoResult.Lookup => MqttFault.UnknownHost(broker),
            MosquittoResult.Errno when session.Errno != 0 => MqttFault.Unreachable(broker, Marshal.GetPInvokeErrorMessage(session.Errno)),
            _ when wasConnected => MqttFault.Lost(broker),
            MosquittoResult.ConnectionLost or MosquittoResult.Refused or MosquittoResult.Errno => MqttFault.HungUp(broker),
            _ => MqttFault.Unreachable(broker, Libmosquitto.TextOf(result)),
        };
    }
}
