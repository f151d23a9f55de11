using System.Globalization;

namespace EspSmartMeter.Options;

/// <summary>What an option may be.</summary>
/// <param name="Schema">The same in the Supervisor's words, for config.yaml: <c>int(1,10000)</c>.</param>
internal sealed record OptionForm(string Schema)
{
    /// <summary>A text that log and page may show.</summary>
    public static OptionForm Text { get; } = new("str");

    /// <summary>A text that may hold a secret, or look like one: nothing shows it.</summary>
    public static OptionForm Unshown { get; } = new("str") { IsHidden = true };

    /// <summary>A key or a password: nothing shows it, and Home Assistant's form hides it.</summary>
    public static OptionForm Secret { get; } = new("password") { IsHidden = true };

    public static OptionForm Switch { get; } = new("bool");

    public static OptionForm Port { get; } = new("port") { Least = 1, Most = ushort.MaxValue };

    /// <summary>A port, or an address and a port.</summary>
    public static OptionForm ListenAddress { get; } = new("port");

    public bool IsHidden { get; init; }

    /// <summary>The bounds of a whole number.</summary>
    public int Least { get; private init; }

    public int Most { get; private init; } = int.MaxValue;

    /// <summary>The words it may be; empty: it is no choice.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    public static OptionForm Whole(int least, int most) => new(string.Create(CultureInfo.InvariantCulture, $"int({least},{most})")) { Least = least, Most = most };

    public static OptionForm OneOf(params string[] choices) => new($"list({string.Join('|', choices)})") { Choices = choices };

    /// <summary>The same, and nothing shows it.</summary>
    public OptionForm Hidden => this with { IsHidden = true };
}
