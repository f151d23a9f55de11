using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>The numbers that a meter calls itself by, in the form that is printed on it: a firmware update may turn digits into the hex of digits.</summary>
/// <param name="Serial">What its telegrams name it by.</param>
/// <param name="First">Device id 1 (0-0:96.1.0), where one telegram brought it together with the second.</param>
/// <param name="Second">Device id 2 (0-0:96.1.1), of the same telegram.</param>
internal sealed record MeterNumbers(string Serial, string? First, string? Second)
{
    private static readonly ObisCode FirstCode = ObisCode.Parse("0-0:96.1.0"), SecondCode = ObisCode.Parse("0-0:96.1.1");

    /// <summary>Null where the telegram does not say whose it is.</summary>
    public static MeterNumbers? Of(Reading reading)
    {
        if (reading.MeterId is not string id)
            return null;
        string? first = TextOf(reading, FirstCode), second = TextOf(reading, SecondCode);
        return first is null || second is null ? new MeterNumbers(MeterId.Readable(id), null, null) : new MeterNumbers(MeterId.Readable(id), first, second);
    }

    private bool IsPair => First is not null;

    /// <summary>
    /// True where a telegram with <paramref name="sent"/> is of this meter by its own number. Two that agree in one of a pair and differ in the other are two meters.
    /// </summary>
    public bool AreOf(MeterNumbers sent) =>
        IsPair && sent.IsPair ? First == sent.First && Second == sent.Second : Serial == sent.Serial;

    /// <summary>True where the telegram carries one number alone, and it is one of this meter's pair.</summary>
    public bool AreAliasedBy(MeterNumbers sent) => !sent.IsPair && (sent.Serial == First || sent.Serial == Second);

    /// <summary>True where the telegram carries a pair, and its second is what this meter was known by before it sent the first.</summary>
    public bool AreCompletedBy(MeterNumbers sent) => !IsPair && sent.IsPair && Serial == sent.Second;

    /// <summary>What is known once the telegram has come too.</summary>
    public MeterNumbers With(MeterNumbers sent) => IsPair || !sent.IsPair ? this : this with { First = sent.First, Second = sent.Second };

    private static string? TextOf(Reading reading, ObisCode code) =>
        reading.TryFind(code, out Measurement found) && found.Text is { Length: > 0 } text && text.AsSpan().IndexOfAnyExcept('0', ' ') >= 0
            ? MeterId.Readable(text.Trim(' '))
            : null;
}
