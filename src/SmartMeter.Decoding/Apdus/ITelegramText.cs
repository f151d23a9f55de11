using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Apdus;

/// <summary>Reads a telegram that is text, though it came ciphered (P1 of Luxembourg, Graz): its protocol knows how.</summary>
internal interface ITelegramText
{
    /// <summary>Whether the octets are such a telegram, whatever its CRC says: a wrong key brings none about.</summary>
    bool IsOne(ReadOnlySpan<byte> octets);

    /// <summary>Whether they are one whose CRC fits.</summary>
    bool IsProven(ReadOnlySpan<byte> octets);

    /// <summary>Whether they were one before octets of it were damaged: the key is right then.</summary>
    bool IsDamagedOne(ReadOnlySpan<byte> octets);

    /// <summary>Reads a telegram from '/' to its CRC; why not, if not.</summary>
    Refusal? Read(Span<byte> telegram, Reading reading);
}
