namespace SmartMeter.Decoding.Protocols.Tic;

/// <summary>What the digits of ADCO and ADSC tell: two for the maker, two for the year, two for the type, six for the meter.</summary>
internal static class TicMaker
{
    private const int TypeAt = 4;

    /// <summary>The maker; null for one that is not known.</summary>
    public static string? Of(ReadOnlySpan<byte> digits) => Pair(digits, 0) switch
    {
        1 => "Crouzet",
        2 => "Sagemcom",
        3 or 6 => "Itron",
        4 => "Landis+Gyr",
        11 => "Elster",
        27 => "Iskraemeco",
        _ => null,
    };

    /// <summary>Linky, or null for the meters before it.</summary>
    public static string? ModelOf(ReadOnlySpan<byte> digits) => Pair(digits, TypeAt) is (>= 61 and <= 64) or 70 or 71 or 75 or 76 ? "Linky" : null;

    private static int Pair(ReadOnlySpan<byte> digits, int at) => ((digits[at] - '0') * 10) + digits[at + 1] - '0';
}
