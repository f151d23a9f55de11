namespace EspSmartMeter.Lines;

/// <summary>The table of the schemes that are read. A new one is a file beside it and a row in it.</summary>
internal sealed class LineSchemes
{
    public static readonly LineSchemes BuiltIn = new(
    [
        new TcpScheme(),
        new SerialScheme(),
        new FileScheme(),
    ]);

    private readonly ILineScheme[] _rows;

    private LineSchemes(ILineScheme[] rows) => _rows = rows;

    public IReadOnlyList<ILineScheme> Rows => _rows;

    /// <summary>In a sentence: <c>tcp://, serial:// and file://</c>.</summary>
    public string Names => $"{string.Join(", ", _rows[..^1].Select(row => $"{row.Name}://"))} and {_rows[^1].Name}://";

    public LineSchemes With(ILineScheme row) => new([.. _rows, row]);

    /// <summary>The scheme of a checked address.</summary>
    public ILineScheme Of(Uri url) => Find(url) ?? throw new ArgumentException($"There is no scheme {url.Scheme}.", nameof(url));

    /// <summary>The address that a text is.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong with it.</exception>
    public Uri Parse(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
            throw new FormatException($"'{text}' has no scheme; is {MeantBy(text)} meant?");
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url))
            throw new FormatException($"'{WithoutSecrets(text)}' is no address ({string.Join(", ", _rows.Select(row => row.Form))})");
        if (Find(url) is not ILineScheme scheme)
            throw new FormatException($"{url.Scheme}:// is not read; {Names} are");
        if (url.UserInfo.Length > 0 && !scheme.TakesUser)
            throw new FormatException($"a {scheme.Name}:// source has no user and no password");
        scheme.Check(url);
        return url;
    }

    private ILineScheme? Find(Uri url) => Array.Find(_rows, row => row.Name == url.Scheme);

    private string MeantBy(string text) => _rows.Select(row => row.MeantBy(text)).FirstOrDefault(meant => meant is not null) ?? $"{_rows[0].Name}://{text}";

    /// <summary>What is no address may yet hold a key or a password, and at any place behind these.</summary>
    private static string WithoutSecrets(string text)
    {
        int query = text.IndexOf('?', StringComparison.Ordinal);
        string front = query < 0 ? text : text[..query] + "?…";
        int user = front.LastIndexOf('@');
        return user < 0 ? front : string.Concat(front.AsSpan(0, front.IndexOf("://", StringComparison.Ordinal) + 3), "…", front.AsSpan(user));
    }
}
