namespace SmartMeter.Simulation.Dlms;

/// <summary>Lengths as A-XDR and BER write them: one octet up to 7F, else <c>81 LL</c> or <c>82 LL LL</c>.</summary>
internal static class BerLength
{
    public static byte[] Octets(int length) => length switch
    {
        < 0x80 => [(byte)length],
        <= 0xFF => [0x81, (byte)length],
        <= 0xFFFF => [0x82, (byte)(length >> 8), (byte)length],
        _ => throw new ArgumentOutOfRangeException(nameof(length)),
    };
}
