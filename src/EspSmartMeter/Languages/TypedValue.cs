using System.Text.RegularExpressions;

namespace EspSmartMeter.Languages;

/// <summary>
/// The one place that puts what a user typed into a sentence. A key or a password may stand in any option's place: what is repeated is of a kind listed here, and
/// the rest is told by the option's name alone.
/// </summary>
internal static partial class TypedValue
{
    private static readonly string[] Schemes = ["http", "https", "mqtt", "mqtts", "udp", "telnet", "socket", "rfc2217", "ws", "wss", "ssh", "ftp", "gopher", "usb"];

    /// <summary>A number, where one is expected: <c>, not '-1'</c>; nothing for any other text.</summary>
    public static string NotNumber(string text) => Number().IsMatch(text) ? $", not '{text}'" : "";

    /// <summary>The name of an option or a flag, which the user may have spelled wrongly.</summary>
    /// <param name="text">What stands in a name's place.</param>
    /// <param name="otherwise">What stands for a text that is not like one.</param>
    public static string Name(string text, string otherwise) => OptionName().IsMatch(text) ? text : otherwise;

    /// <summary>A path from the root, or the name of a capture or a list.</summary>
    /// <param name="text">What stands in a path's place.</param>
    /// <param name="otherwise">What stands for a text that is not like one: <c>the file</c>.</param>
    public static string Path(string text, string otherwise) => FilePath().IsMatch(text) && !MayHoldSecret(text) ? text : otherwise;

    /// <summary>The scheme of an address, where it is one that there is.</summary>
    public static string Scheme(string text) => Schemes.Contains(text) ? $"{text}://" : "this scheme";

    /// <summary>True for a key, with what people leave around and within it, for one with a digit too few or too many, and for an address with a password or a key in it.</summary>
    public static bool MayHoldSecret(string text) =>
        IsLikeHexKey(text) || IsLikeBase64Key(text) || SecretInAddress().IsMatch(text)
        || text.Split('/', '?', '&', '=', '#', '@').Any(part => (IsLikeHexKey(part) && !IsFolder(part, text)) || IsLikeBase64Key(part));

    /// <summary>True for what no option takes that is shown: a key, a password, an address, which may hold both.</summary>
    public static bool IsMisplaced(string text) => text.Contains("://", StringComparison.Ordinal) || MayHoldSecret(text);

    // Systems name folders by GUIDs (8-4-4-4-12 digits), and nobody writes a key so.
    private static bool IsFolder(string part, string text) => AnyPath().IsMatch(text) && Guid.TryParseExact(part, "D", out _);

    private static bool IsLikeHexKey(string text)
    {
        if (FullAddress().IsMatch(text))
            return false;
        int digits = 0;
        foreach (char character in text.Replace("0x", "", StringComparison.OrdinalIgnoreCase))
        {
            if (char.IsAsciiHexDigit(character))
                digits++;
            else if (char.IsAsciiLetterOrDigit(character) || character == '/')
                return false;
        }
        return digits is (>= 31 and <= 33) or (>= 63 and <= 65);
    }

    // A name of that length goes from a letter to a digit, or from small to capital, a few times; a key does so at most places.
    private static bool IsLikeBase64Key(string text)
    {
        const int LeastChanges = 8;
        if (!Base64Key().IsMatch(text) || RootedPath().IsMatch(text) || text.StartsWith("usb-", StringComparison.Ordinal))
            return false;
        return text.TrimEnd('=').Zip(text.Skip(1)).Count(pair => KindOf(pair.First) != KindOf(pair.Second)) >= LeastChanges;
    }

    private static int KindOf(char character) => char.IsAsciiLetterUpper(character) ? 0 : char.IsAsciiLetterLower(character) ? 1 : char.IsAsciiDigit(character) ? 2 : 3;

    // An IPv6 address with all its zeros.
    [GeneratedRegex(@"^\[?([0-9A-Fa-f]{4}:){7}[0-9A-Fa-f]{4}\]?$")]
    private static partial Regex FullAddress();

    [GeneratedRegex(@"^[+-]?[0-9]{1,7}(\.[0-9]{1,6})?$")]
    private static partial Regex Number();

    [GeneratedRegex("^(--)?[a-z][a-z_-]{0,23}$")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"^(\.{0,2}/[A-Za-z0-9._/-]{0,200}|[A-Za-z0-9_-]{1,60}\.(bin|txt|log|hex|raw|dump|list|pem|crt))$")]
    private static partial Regex FilePath();

    [GeneratedRegex(@"^\.{0,2}/")]
    private static partial Regex AnyPath();

    /// <summary>As <c>/var/lib/…</c>; its parts are judged by themselves.</summary>
    [GeneratedRegex("^/[a-z]{2,12}/")]
    private static partial Regex RootedPath();

    [GeneratedRegex("^['\"]?/?([A-Za-z0-9+/_-]{21,22}(==)?|[A-Za-z0-9+/_-]{42,43}=?)['\"]?$")]
    private static partial Regex Base64Key();

    [GeneratedRegex("//[^/]*@|[^/]:[^/@]+@|\\b(key|password|passwd|pass|secret|token)=", RegexOptions.IgnoreCase)]
    private static partial Regex SecretInAddress();
}
