using System.Buffers;
using SmartMeter.Decoding.Apdus.Ciphering;

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
        string digits = Digits(text);
        int wrong = digits.AsSpan().IndexOfAnyExcept(HexDigits);
        if (wrong >= 0)
            throw new UsageException($"{option}: character {wrong + 1} is no hex digit (a key is 32 hex digits: 0-9, a-f)");
        if (digits.Length is not (32 or 64))
            throw new UsageException($"{option} has {digits.Length} hex digits; a key has 32 (suites 0 and 1) or 64 (suite 2)");
        return Convert.FromHexString(digits);
    }

    /// <summary>A meter's system title: 16 hex digits, as rejections show it.</summary>
    /// <exception cref="UsageException">It is no such title.</exception>
    public static byte[] SystemTitle(string option, string text)
    {
        string digits = Digits(text);
        return digits.Length == 16 && digits.AsSpan().IndexOfAnyExcept(HexDigits) < 0
            ? Convert.FromHexString(digits)
            : throw new UsageException($"{option} must be the 16 hex digits of a system title, as log.txt shows it, not '{ShownTitle(text)}'");
    }

    // What stands where a title belongs may be a key.
    private static string ShownTitle(string text) => text.Length > 24 ? $"{text.Length} characters" : text;

    private static string Digits(string text)
    {
        string digits = new([.. text.Where(character => character is not (' ' or ':' or '-' or '\t'))]);
        return digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
    }

    /// <summary>One meter's keys.</summary>
    /// <exception cref="UsageException">A key that is not one.</exception>
    public static MeterKeys Keys(string keyOption, string key, string authKeyOption, string? authKey) =>
        new(Parse(keyOption, key), string.IsNullOrWhiteSpace(authKey) ? (ReadOnlyMemory<byte>?)null : Parse(authKeyOption, authKey));

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
        return new KeyRing(Keys(keyOption, key, authKeyOption, authKey));
    }
}
