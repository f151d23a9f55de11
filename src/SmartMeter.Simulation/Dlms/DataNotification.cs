using System.Buffers.Binary;

namespace SmartMeter.Simulation.Dlms;

/// <summary>How a maker writes the date-time of a data-notification: the standard has the first two, the third is a tagged octet-string.</summary>
internal enum NotificationTime { Empty, Octets, TaggedOctets }

/// <summary>A data-notification APDU (IEC 62056-5-3, 6.4.13): <c>0F long-invoke-id date-time value</c>.</summary>
internal static class DataNotification
{
    private const byte Tag = 0x0F, OctetStringTag = 0x09;

    public static byte[] Build(uint invokeId, NotificationTime form, CosemDateTime? time, ReadOnlySpan<byte> value)
    {
        List<byte> apdu = [Tag, 0, 0, 0, 0];
        Span<byte> id = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, invokeId);
        for (int i = 0; i < 4; i++)
            apdu[1 + i] = id[i];
        byte[] octets = form == NotificationTime.Empty ? [] : time!.Octets();
        if (form == NotificationTime.TaggedOctets)
            apdu.Add(OctetStringTag);
        apdu.Add((byte)octets.Length);
        apdu.AddRange(octets);
        apdu.AddRange(value);
        return [.. apdu];
    }
}
