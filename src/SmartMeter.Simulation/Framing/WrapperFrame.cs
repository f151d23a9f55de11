namespace SmartMeter.Simulation.Framing;

/// <summary>The wrapper of IEC 62056-47: <c>0001 source-port destination-port length APDU</c>, each two octets.</summary>
internal static class WrapperFrame
{
    private const byte Version = 1;

    public static byte[] Build(byte sourcePort, byte destinationPort, ReadOnlySpan<byte> apdu) =>
        [0, Version, 0, sourcePort, 0, destinationPort, (byte)(apdu.Length >> 8), (byte)apdu.Length, .. apdu];
}
