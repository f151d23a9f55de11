using System.Buffers;
using EspSmartMeter.Commands;
using SmartMeter.Decoding.Dlms;

namespace EspSmartMeter.Options;

/// <summary>
/// A meter's key as people have it: hex in upper or lower case, with or without spaces, colons or dashes.
/// Messages tell what is wrong with a key, never a digit of it.
/// </summary>
internal static class HexKey
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <param name="option">The option's name, for the message.</param>
    /// <param name="text">The hex digits.</param>
    /// <exception cref="UsageException">Not hex, or not 16 or 32 bytes.</exception>
    public static ReadOnlyMemory<byte> Parse(string option, string text)
    {
        string digits = new([.. text.Where(character => character is not (' ' or ':' or '-' or '\t'))]);
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            digits = digits[2..];
        int wrong = digits.AsSpan().IndexOfAnyExcept(HexDigits);
        if (wrong >= 0)
            throw new UsageException($"{option}: character {wrong + 1} is no hex digit (a key is 32 hex digits: 0-9, a-f)");
        if (digits.Length is not (32 or 64))
            throw new UsageException($"{option} has {digits.Length} hex digits; a key has 32 (suites 0 and 1) or 64 (suite 2)");
        return Convert.FromHexString(digits);
    }

    /// <summary>The key ring for one source. Without an encryption key it is empty.</summary>
    /// <exception cref="UsageException">An authentication key without an encryption key, or a key that is not one.</exception>
    public static KeyRing Ring(string keyOption, string? key, string authKeyOption, string? authKey)
    {
        if (string.IsNullOrWhiteSpace(key))
        {
            return string.IsNullOrWhiteSpace(authKey)
                ? KeyRing.Empty
                : throw new UsageException($"{authKeyOption} is set and {keyOption} is not: the authentication key only verifies what the encryption key opens");
        }
        return new KeyRing(new MeterKeys(Parse(keyOption, key), string.IsNullOrWhiteSpace(authKey) ? null : Parse(authKeyOption, authKey)));
    }
}
