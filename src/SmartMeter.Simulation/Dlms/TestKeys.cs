namespace SmartMeter.Simulation.Dlms;

/// <summary>The keys of all simulated meters: patterns that nobody takes for real ones.</summary>
internal static class TestKeys
{
    /// <summary>40 41 42 … 4F.</summary>
    public static readonly byte[] Encryption = Count(0x40, 16);

    /// <summary>50 51 52 … 5F.</summary>
    public static readonly byte[] Authentication = Count(0x50, 16);

    /// <summary>60 61 62 … 7F.</summary>
    public static readonly byte[] Encryption256 = Count(0x60, 32);

    /// <summary>80 81 82 … 9F.</summary>
    public static readonly byte[] Authentication256 = Count(0x80, 32);

    /// <summary>The authentication key that Luxembourg publishes for all its meters.</summary>
    public static readonly byte[] LuxembourgAuthentication = Convert.FromHexString("00112233445566778899AABBCCDDEEFF");

    /// <summary>A system title: three letters of the maker and five octets from the seed.</summary>
    public static byte[] SystemTitle(string maker, int seed) =>
        [(byte)maker[0], (byte)maker[1], (byte)maker[2], 0x99, (byte)(seed >> 24), (byte)(seed >> 16), (byte)(seed >> 8), (byte)seed];

    private static byte[] Count(int from, int length) => [.. Enumerable.Range(from, length).Select(number => (byte)number)];
}
