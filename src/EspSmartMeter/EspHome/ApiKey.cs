namespace EspSmartMeter.EspHome;

/// <summary>The key of a device's encryption, as its YAML has it.</summary>
internal static class ApiKey
{
    /// <summary>What a key must be, for who gave another.</summary>
    public const string Form = "the key under api: encryption: in the device's YAML: 32 bytes as base64, which is 44 characters with = at the end";

    /// <summary>Null for a text that is no key.</summary>
    public static byte[]? TryParse(string text)
    {
        // Base64 for addresses too.
        string digits = text.Trim().Trim('"', '\'').TrimEnd('=').Replace('-', '+').Replace('_', '/');
        byte[] key = new byte[NoiseHandshake.KeyLength];
        return digits.Length == 43 && Convert.TryFromBase64String(digits + "=", key, out int count) && count == key.Length ? key : null;
    }
}
