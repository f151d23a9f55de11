using SmartMeter.Simulation.Framing;

namespace SmartMeter.Simulation.Sml;

/// <summary>
/// An SML file as D0 heads send it (BSI TR-03109-1, annex IV): open response, get-list response, close response, each message with its checksum, in
/// SML's transport of escape sequences with a checksum over all.
/// </summary>
internal static class SmlFile
{
    private const int OpenResponse = 0x0101, CloseResponse = 0x0201, GetListResponse = 0x0701;
    private static readonly byte[] Escape = [0x1B, 0x1B, 0x1B, 0x1B];

    /// <summary>The file around the entries of one value list.</summary>
    public static byte[] Build(uint number, byte[] serverId, uint secondIndex, IReadOnlyList<byte[]> entries)
    {
        byte[] open = new SmlWriter().List(6).Absent().Absent().OctetString(Number(number)).OctetString(serverId).Absent().Absent().ToArray();
        SmlWriter list = new SmlWriter().List(7).Absent().OctetString(serverId).Absent();
        list.List(2).Unsigned(1, 1).Unsigned(secondIndex, 4);
        list.List(entries.Count);
        foreach (byte[] entry in entries)
            list.Raw(entry);
        list.Absent().Absent();
        byte[] close = new SmlWriter().List(1).Absent().ToArray();
        return Transport([
            .. Message(number, 0, OpenResponse, open),
            .. Message(number, 1, GetListResponse, list.ToArray()),
            .. Message(number, 2, CloseResponse, close)]);
    }

    private static byte[] Message(uint number, byte part, int kind, byte[] body)
    {
        byte[] counted = new SmlWriter().List(6).OctetString([.. Number(number), part]).Unsigned(0, 1).Unsigned(0, 1)
            .List(2).Unsigned((ulong)kind, 2).Raw(body).ToArray();
        ushort crc = Checksums.X25(counted);
        return [.. counted, 0x63, (byte)crc, (byte)(crc >> 8), 0x00];
    }

    // Escape, version 1, data in fours (an escape inside it doubled), escape, end with the number of fill octets, checksum of all before it.
    private static byte[] Transport(byte[] messages)
    {
        int fill = (4 - (messages.Length % 4)) % 4;
        byte[] counted = [.. Escape, 0x01, 0x01, 0x01, 0x01, .. Escaped([.. messages, .. new byte[fill]]), .. Escape, 0x1A, (byte)fill];
        ushort crc = Checksums.X25(counted);
        return [.. counted, (byte)crc, (byte)(crc >> 8)];
    }

    private static List<byte> Escaped(byte[] data)
    {
        List<byte> escaped = new(data.Length);
        int run = 0;
        foreach (byte octet in data)
        {
            escaped.Add(octet);
            run = octet == Escape[0] ? run + 1 : 0;
            if (run == Escape.Length)
            {
                escaped.AddRange(Escape);
                run = 0;
            }
        }
        return escaped;
    }

    private static byte[] Number(uint number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
