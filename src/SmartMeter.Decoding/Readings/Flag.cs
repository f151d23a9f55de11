namespace SmartMeter.Decoding.Readings;

/// <summary>The makers behind three-letter FLAG ids, as far as they make the meters read here.</summary>
public static class Flag
{
    /// <summary>The maker's name; null for an id not listed, such as a grid company's own.</summary>
    public static string? MakerOf(ReadOnlySpan<byte> id)
    {
        if (id.Length < 3)
            return null;
        Span<char> upper = [Upper(id[0]), Upper(id[1]), Upper(id[2])];
        return upper switch
        {
            "ADN" or "AID" => "Aidon",
            "APA" => "Apator",
            "AUX" => "Sanxing",
            "DNT" => "Dr. Neuhaus",
            "DZG" => "DZG",
            "EBZ" => "eBZ",
            "EFR" => "EFR",
            "EGM" => "Elgama",
            "ELS" => "Elster",
            "EMH" => "EMH",
            "ESY" => "EasyMeter",
            "HAG" => "Hager",
            "HLY" => "Holley",
            "ISK" => "Iskraemeco",
            "ITR" or "ACE" => "Itron",
            "KAM" or "KMP" => "Kamstrup",
            "KFM" => "Kaifa",
            "LOG" => "Logarex",
            "LGF" or "LGZ" or "XMX" => "Landis+Gyr",
            "NES" => "NES",
            "SAG" => "Sagemcom",
            "SMS" => "Siemens",
            "ZIV" => "ZIV",
            "ZPA" => "ZPA",
            _ => null,
        };
    }

    /// <summary>True for the letters of a grid company, which some P1 meters put where the maker's belong: Fluvius, ESO, Ores.</summary>
    public static bool IsOperator(string? letters) => letters is "FLU" or "ESO" or "ORE";

    /// <inheritdoc cref="MakerOf(ReadOnlySpan{byte})"/>
    public static string? MakerOf(string? id)
    {
        if (id is not { Length: >= 3 } || !char.IsAsciiLetter(id[0]) || !char.IsAsciiLetter(id[1]) || !char.IsAsciiLetter(id[2]))
            return null;
        return MakerOf([(byte)id[0], (byte)id[1], (byte)id[2]]);
    }

    private static char Upper(byte letter) => char.ToUpperInvariant((char)letter);
}
