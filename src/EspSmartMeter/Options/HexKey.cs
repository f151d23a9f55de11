using System.Buffers;
using System.Globalization;
using SmartMeter.Decoding.Apdus.Ciphering;

namespace EspSmartMeter.Options;

/// <summary>
/// A meter's key as people have it: hex in upper or lower case, with what a letter, a web page or another program puts between or around the digits
/// (spaces of any kind, colons, dashes, underscores, commas, quotes, <c>0x</c>), or base64.
/// Messages tell what is wrong with a key, never a digit of it.
/// </summary>
internal static class HexKey
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    // Between the octets, and around them: no digit of hex or base64 but '-' and '_', which are base64's in addresses.
    private static readonly SearchValues<char> Around = SearchValues.Create(":,;.'\"`\u00B4\u2018\u2019\u201A\u201C\u201D\u201E\u00AB\u00BB[]{}()<>");

    /// <param name="option">The option's name, for the message.</param>
    /// <param name="text">The key as it was pasted.</param>
    /// <exception cref="UsageException">Neither hex nor base64, or not 16 or 32 bytes.</exception>
    public static ReadOnlyMemory<byte> Parse(string option, string text)
    {
        string digits = Digits(text);
        int wrong = digits.AsSpan().IndexOfAnyExcept(HexDigits);
        if (wrong >= 0 && TryBase64(text, out byte[] key))
            return key;
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
            : throw new UsageException($"{option} must be the 16 hex digits of a system title, as log.txt shows it");
    }

    /// <summary>True where what stands before the first <c>=</c> may be a system title; the <c>=</c> at the end of base64 has none behind it.</summary>
    public static bool IsTitled(string text) => text.Trim().Trim('\'', '"').TrimEnd('=').Contains('=', StringComparison.Ordinal);

    private static string Digits(string text)
    {
        string digits = new([.. text.Where(character => !IsBlank(character) && !Around.Contains(character) && character is not ('-' or '_'))]);
        return digits.Replace("0x", "", StringComparison.OrdinalIgnoreCase).Replace("\\x", "", StringComparison.OrdinalIgnoreCase);
    }

    // Spaces, no-break and zero-width ones among them, line ends and tabs.
    private static bool IsBlank(char character) =>
        char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control;

    private static bool TryBase64(string text, out byte[] key)
    {
        string digits = new([.. text.Where(character => !IsBlank(character) && !Around.Contains(character))]);
        digits = digits.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        key = new byte[digits.Length];
        bool isOne = Convert.TryFromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '='), key, out int octets) && octets is 16 or 32;
        key = key[..octets];
        return isOne;
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
