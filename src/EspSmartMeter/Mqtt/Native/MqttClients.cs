namespace EspSmartMeter.Mqtt;

/// <summary>Makes the client that this build was made with (MSBuild property Transports): libmosquitto.</summary>
internal static class MqttClients
{
    /// <remarks>The client id stays the same for all connections of a process, so that a new one ends a half-open old one, and its will with it.</remarks>
    public static IMqttClient Create(IBrokerLocator locator, string clientId, TimeProvider time, ILogger logger) =>
        new MosquittoClient(locator, clientId, time, logger);
}
