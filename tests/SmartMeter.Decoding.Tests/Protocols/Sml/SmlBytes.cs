using SmartMeter.Decoding.Streams.Checksums;

namespace SmartMeter.Decoding.Tests.Protocols.Sml;

/// <summary>Writes SML by the standard's rules (BSI TR-03109-1, annex IV): values, messages, files.</summary>
internal static class SmlBytes
{
    public static readonly byte[] Absent = [0x01];

    public static readonly byte[] ServerId = [0x0A, 0x01, .. "ABC"u8, 0x00, 0x00, 0xBC, 0x61, 0x4E];

    public static byte[] List(params byte[][] elements) => [.. TypeLength(7, elements.Length), .. elements.SelectMany(element => element)];

    public static byte[] Octets(params byte[] octets) => [.. TypeLength(0, octets.Length), .. octets];

    public static byte[] Unsigned(params byte[] octets) => [.. TypeLength(6, octets.Length), .. octets];

    public static byte[] Integer(params byte[] octets) => [.. TypeLength(5, octets.Length), .. octets];

    public static byte[] SecondsOfOperation(byte seconds) => List(Unsigned(1), Unsigned(0, 0, 0, seconds));

    public static byte[] Entry(byte[] code, byte[] value, byte[]? unit = null, byte[]? scaler = null, byte[]? status = null, byte[]? time = null) =>
        List(Octets(code), status ?? Absent, time ?? Absent, unit ?? Absent, scaler ?? Absent, value, Absent);

    public static byte[] GetListResponse(byte[] serverId, byte[] sensorTime, params byte[][] entries) =>
        List(Absent, Octets(serverId), Absent, sensorTime, List(entries), Absent, Absent);

    public static byte[] Message(ushort tag, byte[] body, bool kermit = false, bool wrongCrc = false, bool shortCrc = false)
    {
        byte[] head = [0x76, .. Octets(1, 2, 3), .. Unsigned(0), .. Unsigned(0), .. List(Unsigned((byte)(tag >> 8), (byte)tag), body)];
        byte[] crc = Checksum(head, kermit);
        byte first = (byte)(wrongCrc ? crc[0] ^ 1 : crc[0]), second = crc[1];
        return [.. head, .. shortCrc && first == 0 ? Unsigned(second) : Unsigned(first, second), 0x00];
    }

    /// <summary>Open response, the messages, close response, in the transport of version 1.</summary>
    public static byte[] File(params byte[][] messages) => File(kermit: false, messages);

    /// <summary>A file with one list of the one meter.</summary>
    public static byte[] OneList(params byte[][] entries) => File(Message(0x0701, GetListResponse(ServerId, SecondsOfOperation(9), entries)));

    public static byte[] File(bool kermit, params byte[][] messages)
    {
        List<byte> data =
        [
            .. Message(0x0101, List(Absent, Absent, Octets(1), Octets(ServerId), Absent, Absent), kermit),
            .. messages.SelectMany(message => message),
            .. Message(0x0201, List(Absent), kermit),
        ];
        return Transport(data, kermit);
    }

    public static byte[] Transport(List<byte> data, bool kermit = false) => Transport(data, (4 - (data.Count % 4)) % 4, kermit);

    public static byte[] Transport(List<byte> data, int fill, bool kermit = false)
    {
        List<byte> file = [0x1B, 0x1B, 0x1B, 0x1B, 0x01, 0x01, 0x01, 0x01];
        int run = 0;
        foreach (byte octet in data)
        {
            file.Add(octet);
            run = octet == 0x1B ? run + 1 : 0;
            if (run != 4)
                continue;
            file.AddRange([0x1B, 0x1B, 0x1B, 0x1B]);
            run = 0;
        }
        file.AddRange(new byte[fill]);
        file.AddRange([0x1B, 0x1B, 0x1B, 0x1B, 0x1A, (byte)fill]);
        return [.. file, .. Checksum([.. file], kermit)];
    }

    // X-25 goes low octet first, Holley's Kermit high octet first.
    private static byte[] Checksum(byte[] covered, bool kermit)
    {
        ushort crc = kermit ? Crc16Kermit.Compute(covered) : Crc16X25.Compute(covered);
        return kermit ? [(byte)(crc >> 8), (byte)crc] : [(byte)crc, (byte)(crc >> 8)];
    }

    private static byte[] TypeLength(int type, int count)
    {
        int octets = 1;
        int Told() => type == 7 ? count : count + octets;
        while (Told() >= 1 << (4 * octets))
            octets++;
        byte[] field = new byte[octets];
        for (int i = 0; i < octets; i++)
            field[i] = (byte)(((Told() >> (4 * (octets - 1 - i))) & 0x0F) | (i < octets - 1 ? 0x80 : 0) | (i == 0 ? type << 4 : 0));
        return field;
    }
}
