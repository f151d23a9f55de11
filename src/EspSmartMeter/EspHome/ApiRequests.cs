using Google.Protobuf;

namespace EspSmartMeter.EspHome;

/// <summary>The messages that a client sends, by the numbers of ESPHome's api.proto. A field that is 0 is not sent.</summary>
internal static class ApiRequests
{
    /// <summary>Of the serial proxy's requests.</summary>
    public const int Subscribe = 0, Configure = 3;

    /// <summary>The newest that is known here; from it on a device answers when it is told how to set a port.</summary>
    public const int Major = 1, Minor = 18;

    public static ApiMessage Hello(string client) => new(ApiMessage.HelloRequest, Written(output =>
    {
        output.WriteTag(1, WireFormat.WireType.LengthDelimited);
        output.WriteString(client);
        WriteNumber(output, 2, Major);
        WriteNumber(output, 3, Minor);
    }));

    /// <summary>One that has no fields.</summary>
    public static ApiMessage Empty(int type) => new(type, []);

    public static ApiMessage Subscription(int port) => new(ApiMessage.SerialProxyRequest, Written(output =>
    {
        WriteNumber(output, 1, port);
        WriteNumber(output, 2, Subscribe);
    }));

    /// <summary>Without flow control.</summary>
    public static ApiMessage Setting(int port, PortSetting setting) => new(ApiMessage.SerialProxyConfigureRequest, Written(output =>
    {
        WriteNumber(output, 1, port);
        WriteNumber(output, 2, setting.BaudRate);
        WriteNumber(output, 4, setting.Parity);
        WriteNumber(output, 5, setting.StopBits);
        WriteNumber(output, 6, setting.DataBits);
    }));

    private static void WriteNumber(CodedOutputStream output, int field, int value)
    {
        if (value == 0)
            return;
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteUInt32((uint)value);
    }

    private static byte[] Written(Action<CodedOutputStream> fields)
    {
        using MemoryStream payload = new();
        using CodedOutputStream output = new(payload);
        fields(output);
        output.Flush();
        return payload.ToArray();
    }
}

/// <summary>How a port is set.</summary>
/// <param name="BaudRate">Bits a second.</param>
/// <param name="DataBits">5 to 8.</param>
/// <param name="Parity">0 none, 1 even, 2 odd.</param>
/// <param name="StopBits">1 or 2.</param>
internal sealed record PortSetting(int BaudRate, int DataBits, int Parity, int StopBits);
