using System.Text.RegularExpressions;

namespace EspSmartMeter.Tests.Documentation;

/// <summary>One word for one thing: what the page, the form, the sentences and the documents once said otherwise does not come back.</summary>
public sealed partial class OneWordTests
{
    /// <summary>Where a word must not stand. Documents are English.</summary>
    [Flags]
    public enum Place
    {
        Sentences = 1,
        Page = 2,
        Form = 4,
        Documents = 8,
        Tables = Sentences | Page | Form,
        All = Tables | Documents,
    }

    private static readonly string[] Documents = ["README.md", "addon/DOCS.md", "addon/README.md", "addon/CHANGELOG.md", "docs/interfaces.md", "docs/list-format.md", "docs/meters.md", "docs/reasons.md"];

    /// <summary>The word (a pattern), the language, where, what to write instead, and how it once was said. In code of a document it may stand: `ciphering` is a name of the JSON's.</summary>
    public static TheoryData<string, string, Place, string, string> Words => new()
    {
        { @"(?<!general-(glo|ded)-)\b(de)?cipher(ed|ing|s)?\b", "en", Place.All, "encrypted, encryption", "a ciphered telegram" },
        { @"\b(encryption|cipher) keys?\b", "en", Place.All, "decryption key", "set the encryption key" },
        { @"\b(no key is set|the key (does not fit|fits)|for the key)\b", "en", Place.All, "decryption key", "and no key is set" },
        { @"(?<!meter |from the )\bsources?\b", "en", Place.Tables, "meter source", "the source's key" },
        { @"(?<!meter )\bsource\b", "en", Place.Documents, "meter source", "each source's telegrams" },
        { @"\b(is|each address|each topic|each) a line( of its own)?\b|\ba line of its own\b", "en", Place.All, "meter source", "each topic is a line of its own" },
        { @"\bfeeds?\b(?! in)", "en", Place.Tables, "meter source", "the meter's feed" },
        { @"\bserial-over-network bridges?\b", "en", Place.All, "serial-over-network gateway", "any serial-over-network bridge" },

        { @"\bkäll(a|an|ans|or|orna|ornas)\b", "sv", Place.Tables, "mätarkälla", "ange källans nyckel" },
        { @"\bkrypteringsnyck\w*|\bchiffr\w*", "sv", Place.Tables, "dekrypteringsnyckel, krypterad", "ange krypteringsnyckeln" },
        { @"\b(ingen nyckel|om nyckeln|och nyckeln passar)\b", "sv", Place.Tables, "dekrypteringsnyckel", "ingen nyckel är angiven" },
        { @"\bnätbolag\w*", "sv", Place.Tables, "elnätsföretag", "fråga ditt nätbolag" },

        { @"\bkilde(n|ns|r|rne|ne|nes)?\b", "nb", Place.Tables, "målerkilde", "angi kildens nøkkel" },
        { @"\bkrypteringsnøk\w*|\bchiffr\w*", "nb", Place.Tables, "dekrypteringsnøkkel, kryptert", "angi krypteringsnøkkelen" },
        { @"\b(ingen nøkkel|om nøkkelen|og nøkkelen passer)\b", "nb", Place.Tables, "dekrypteringsnøkkel", "ingen nøkkel er angitt" },

        { @"\bkilde(n|ns|r|rne|rnes)?\b", "da", Place.Tables, "målerkilde", "angiv kildens nøgle" },
        { @"\bkrypteringsnøg\w*|\bchiffr\w*", "da", Place.Tables, "dekrypteringsnøgle, krypteret", "angiv krypteringsnøglen" },
        { @"\b(ingen nøgle|om nøglen|og nøglen passer)\b", "da", Place.Tables, "dekrypteringsnøgle", "ingen nøgle er angivet" },

        { @"\bbron(nen)?\b", "nl", Place.Tables, "meterbron", "de sleutel van de bron" },
        { @"\b(encryptie|versleutelings|ontsleutelings)sleutels?\b|\bgecodeerd\b", "nl", Place.Tables, "decryptiesleutel, versleuteld", "de encryptiesleutel" },
        { @"\b(geen sleutel|om de sleutel|en de sleutel past)\b", "nl", Place.Tables, "decryptiesleutel", "er is geen sleutel ingesteld" },

        { @"\bQuellen?\b", "de", Place.Tables, "Zählerquelle", "Schlüssel der Quelle" },
        { @"\b(Ver|Ent)schlüsselungsschlüssels?\b|\bchiffriert\w*|\bkodiert\w*", "de", Place.Tables, "Schlüssel zum Entschlüsseln, verschlüsselt", "den Verschlüsselungsschlüssel" },
        { @"\b(kein Schlüssel (?!zum)|der Schlüssel passt)", "de", Place.Tables, "Schlüssel zum Entschlüsseln", "kein Schlüssel ist eingetragen" },

        { @"\bsources? (du|de) compteurs?\b|\bflux\b", "fr", Place.Tables, "source", "la source du compteur" },
        { @"\bclés? de (chiffrement|décryptage)\b|\b(dé)?crypt(é|ée|és|ées|er)\b", "fr", Place.Tables, "clé de déchiffrement, chiffré", "la clé de chiffrement" },
        { @"\b(aucune clé n|la clé ne convient|la clé convient)", "fr", Place.Tables, "clé de déchiffrement", "aucune clé n’est réglée" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_that_was_given_up_does_not_come_back(string word, string language, Place places, string instead, string once)
    {
        Assert.Matches(new Regex(word, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), once);
        string[] found = [.. Texts(language, places)
            .Where(text => Regex.IsMatch(text.Said, word, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
            .Select(text => $"{text.Where}: {text.Said}")];
        Assert.True(found.Length == 0, $"write '{instead}' ({language}):\n{string.Join('\n', found)}");
    }

    [Theory]
    [InlineData("en", Place.All)]
    [InlineData("sv", Place.Tables)]
    [InlineData("nb", Place.Tables)]
    [InlineData("da", Place.Tables)]
    [InlineData("nl", Place.Tables)]
    [InlineData("de", Place.Tables)]
    [InlineData("fr", Place.Tables)]
    public void Each_place_is_looked_at(string language, Place places) =>
        Assert.All(Enum.GetValues<Place>().Where(place => int.PopCount((int)place) == 1 && places.HasFlag(place)), place => Assert.True(Texts(language, place).Count() > 20));

    private static IEnumerable<(string Where, string Said)> Texts(string language, Place places) =>
    [
        .. places.HasFlag(Place.Sentences) ? Column("src/EspSmartMeter/Languages/sentences.tsv", language) : [],
        .. places.HasFlag(Place.Page) ? Column("src/EspSmartMeter/Sinks/Web/Page/texts.tsv", language) : [],
        .. places.HasFlag(Place.Form) ? Form($"addon/translations/{language}.yaml") : [],
        .. places.HasFlag(Place.Documents) ? Documents.SelectMany(Prose) : [],
    ];

    private static IEnumerable<(string Where, string Said)> Column(string table, string language)
    {
        string[][] rows = [.. Lines(table).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))];
        int column = Array.IndexOf(rows[0], language);
        return rows.Skip(1).Select(row => ($"{table} {row[0]}", row[column]));
    }

    // What stands behind a key; the keys are the options' names.
    private static IEnumerable<(string Where, string Said)> Form(string form) =>
        Lines(form).Select((line, at) => ($"{form}:{at + 1}", line.Contains(": ", StringComparison.Ordinal) ? line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..] : ""));

    private static IEnumerable<(string Where, string Said)> Prose(string document)
    {
        bool code = false;
        foreach ((string line, int at) in Lines(document).Select((line, at) => (line, at)))
        {
            bool fence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            code ^= fence;
            if (!code && !fence)
                yield return ($"{document}:{at + 1}", InlineCode().Replace(line, ""));
        }
    }

    private static string[] Lines(string path) => File.ReadAllLines(Repository.PathOf(path.Split('/')));

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();
}
