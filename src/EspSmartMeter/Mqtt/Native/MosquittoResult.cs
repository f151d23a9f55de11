namespace EspSmartMeter.Mqtt;

/// <summary>The MOSQ_ERR codes of mosquitto.h that are told apart.</summary>
internal static class MosquittoResult
{
    public const int
        Success = 0, NoMemory = 1, NoConnection = 4, Refused = 5, ConnectionLost = 7, Tls = 8, Errno = 14, NameLookup = 15, Lookup = 20;
}
