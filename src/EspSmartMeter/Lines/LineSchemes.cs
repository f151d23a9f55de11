using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>The table of the schemes that are read. A new one is a file beside it and a row in it.</summary>
internal sealed class LineSchemes
{
    public static readonly LineSchemes BuiltIn = new(
    [
        new TcpScheme(),
        new SerialScheme(),
        new FileScheme(),
        new TcpListenScheme(),
        new UdpScheme(),
        new MqttScheme(),
        new Rfc2217Scheme(),
        new EspHomeScheme(),
        new HomeWizardScheme(),
        new TibberScheme(),
    ]);

    private readonly ILineScheme[] _rows;

    private LineSchemes(ILineScheme[] rows) => _rows = rows;

    public IReadOnlyList<ILineScheme> Rows => _rows;

    /// <summary>In a sentence: <c>tcp://, serial:// and file://</c>.</summary>
    public string Names => $"{string.Join(", ", _rows[..^1].Select(row => $"{row.Name}://"))} and {_rows[^1].Name}://";

    /// <summary>Their addresses, with what there is to say of each, for the help.</summary>
    public string Forms => string.Join(", ", _rows.Select(row => row.Form + (row.Hint is string hint ? $" ({hint})" : "")));

    public LineSchemes With(ILineScheme row) => new([.. _rows, row]);

    /// <summary>The scheme of a checked address.</summary>
    public ILineScheme Of(Uri url) => Find(url) ?? throw new ArgumentException($"There is no scheme {url.Scheme}.", nameof(url));

    /// <summary>The address that a text is.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong with it.</exception>
    public Uri Parse(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
            throw new FormatException($"it has no scheme; write {MeantBy(text).Name}:// before it, as in {MeantBy(text).Form}");
        if (!Uri.TryCreate(WithAddress(text), UriKind.Absolute, out Uri? url) || HasControls(text) || HasControls(Uri.UnescapeDataString(text)))
            throw new FormatException($"it is no address ({string.Join(", ", _rows.Select(row => row.Form))})");
        if (Find(url) is not ILineScheme scheme)
            throw new FormatException($"{TypedValue.Scheme(url.Scheme)} is not read; {Names} are");
        if (url.UserInfo.Length > 0 && !scheme.TakesUser)
            throw new FormatException($"a {scheme.Name}:// source has no user and no password");
        scheme.Check(url);
        if (url.Fragment.Length > 0 && !scheme.TakesHash)
            throw new FormatException("a # and what stands behind it mean nothing in an address");
        if (TypedValue.MayHoldSecret(scheme.Shown(url).Replace(ILineScheme.HiddenUser, "", StringComparison.Ordinal).Replace(EspHomeAddress.HiddenKey, "", StringComparison.Ordinal)))
            throw new FormatException("it holds what looks like a key or a password, and would be shown; a source's keys are its options key and auth_key");
        return url;
    }

    private ILineScheme? Find(Uri url) => Find(url.Scheme);

    private ILineScheme? Find(string scheme) => Array.Find(_rows, row => row.Name == scheme || row.Alias == scheme);

    /// <summary>A port alone is one of every address.</summary>
    private string WithAddress(string text)
    {
        int behind = text.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        return text.AsSpan(behind).StartsWith(":") && Find(text[..(behind - "://".Length)].ToLowerInvariant())?.Listens == true ? text.Insert(behind, "[::]") : text;
    }

    private ILineScheme MeantBy(string text) => Array.Find(_rows, row => row.IsMeantBy(text)) ?? _rows[0];

    /// <summary>A path with a NUL ends where the system is asked for it.</summary>
    private static bool HasControls(string text) => text.Any(char.IsControl);
}
