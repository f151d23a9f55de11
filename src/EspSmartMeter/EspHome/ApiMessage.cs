namespace EspSmartMeter.EspHome;

/// <summary>A message of ESPHome's native API.</summary>
/// <param name="Type">Its number.</param>
/// <param name="Payload">A protobuf message.</param>
internal readonly record struct ApiMessage(int Type, byte[] Payload)
{
    public const int
        HelloRequest = 1, HelloResponse = 2, DisconnectRequest = 5, DisconnectResponse = 6, PingRequest = 7, PingResponse = 8, DeviceInfoRequest = 9, DeviceInfoResponse = 10,
        SerialProxyConfigureRequest = 138, SerialProxyDataReceived = 139, SerialProxyRequest = 144, SerialProxyRequestResponse = 147;
}
