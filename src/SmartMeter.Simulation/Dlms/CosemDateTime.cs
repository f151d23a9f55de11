using System.Buffers.Binary;

namespace SmartMeter.Simulation.Dlms;

/// <summary>
/// The 12 octets of a COSEM date-time (IEC 62056-6-2, 4.1.6.1): year, month, day, weekday, hour, minute, second, hundredths, deviation, status.
/// Makers differ in what they leave out.
/// </summary>
internal sealed record CosemDateTime(DateTimeOffset Local)
{
    public const short Unspecified = unchecked((short)0x8000);

    private const byte SummerTimeStatus = 0x80;

    /// <summary>UTC minus local time in minutes, as the standard has it; <see cref="Unspecified"/>, or what the maker writes instead.</summary>
    public short Deviation { get; init; } = Unspecified;

    /// <summary>1 Monday to 7 Sunday; makers also write 0 or FF.</summary>
    public byte? Weekday { get; init; }

    public byte Hundredths { get; init; } = 0xFF;

    public byte Status { get; init; }

    /// <summary>As the standard wants it: true deviation, and the summer time bit.</summary>
    public static CosemDateTime Complete(DateTimeOffset local, bool summer) => new(local)
    {
        Deviation = (short)-local.Offset.TotalMinutes,
        Hundredths = 0,
        Status = summer ? SummerTimeStatus : (byte)0,
    };

    public byte[] Octets()
    {
        byte[] octets = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)Local.Year);
        octets[2] = (byte)Local.Month;
        octets[3] = (byte)Local.Day;
        octets[4] = Weekday ?? (byte)(Local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)Local.DayOfWeek);
        octets[5] = (byte)Local.Hour;
        octets[6] = (byte)Local.Minute;
        octets[7] = (byte)Local.Second;
        octets[8] = Hundredths;
        BinaryPrimitives.WriteInt16BigEndian(octets.AsSpan(9), Deviation);
        octets[11] = Status;
        return octets;
    }
}
