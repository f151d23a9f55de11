using Google.Protobuf;

namespace EspSmartMeter.EspHome;

/// <summary>What a device answers, by the numbers of ESPHome's api.proto. Other fields are passed over; one that is not there is 0 or empty.</summary>
internal static class ApiAnswers
{
    /// <summary>What stands in a tag behind the field's number.</summary>
    private const uint Number = 0, Octets = 2;

    /// <summary>The minor version of its API.</summary>
    public static int MinorVersion(byte[] hello)
    {
        int minor = 0;
        Read(hello, (tag, input) =>
        {
            if (tag != (2 << 3 | Number))
                return false;
            minor = input.ReadInt32();
            return true;
        });
        return minor;
    }

    /// <summary>The names of its serial ports, each at its number.</summary>
    public static IReadOnlyList<string> Ports(byte[] deviceInfo)
    {
        List<string> names = [];
        Read(deviceInfo, (tag, input) =>
        {
            if (tag != (25 << 3 | Octets))
                return false;
            names.Add(PortName(input.ReadBytes().ToByteArray()));
            return true;
        });
        return names;
    }

    /// <summary>What a port received.</summary>
    public static (int Port, byte[] Octets) Data(byte[] dataReceived)
    {
        int port = 0;
        byte[] octets = [];
        Read(dataReceived, (tag, input) =>
        {
            if (tag == (1 << 3 | Number))
                port = input.ReadInt32();
            else if (tag == (2 << 3 | Octets))
                octets = input.ReadBytes().ToByteArray();
            else
                return false;
            return true;
        });
        return (port, octets);
    }

    /// <summary>What came of a request for a port.</summary>
    public static PortAnswer Answer(byte[] requestResponse)
    {
        int port = 0, request = 0, status = 0;
        string reason = "";
        Read(requestResponse, (tag, input) =>
        {
            if (tag == (1 << 3 | Number))
                port = input.ReadInt32();
            else if (tag == (2 << 3 | Number))
                request = input.ReadInt32();
            else if (tag == (3 << 3 | Number))
                status = input.ReadInt32();
            else if (tag == (4 << 3 | Octets))
                reason = input.ReadString();
            else
                return false;
            return true;
        });
        return new PortAnswer(port, request, (PortStatus)status, reason);
    }

    private static string PortName(byte[] port)
    {
        string name = "";
        Read(port, (tag, input) =>
        {
            if (tag != (1 << 3 | Octets))
                return false;
            name = input.ReadString();
            return true;
        });
        return name;
    }

    /// <exception cref="ApiException">It is no protobuf message.</exception>
    private static void Read(byte[] message, Func<uint, CodedInputStream, bool> isRead)
    {
        using CodedInputStream input = new(message);
        try
        {
            for (uint tag; (tag = input.ReadTag()) != 0;)
            {
                if (!isRead(tag, input))
                    input.SkipLastField();
            }
        }
        catch (InvalidProtocolBufferException)
        {
            throw new ApiException(ApiFault.NotSpoken);
        }
    }
}

internal enum PortStatus
{
    Done = 0,
    Assumed = 1,
    Error = 2,
    Timeout = 3,
    NotSupported = 4,
    InUse = 5,
    InvalidArgument = 6,
}

/// <param name="Port">The port's number.</param>
/// <param name="Request">Which request it answers.</param>
/// <param name="Status">What came of it.</param>
/// <param name="Reason">The device's words; empty: none.</param>
internal sealed record PortAnswer(int Port, int Request, PortStatus Status, string Reason);
