using System.Globalization;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Readings;

/// <summary>Finds out from a reading's values which meter it is.</summary>
internal static class MeterIdentity
{
    // The meter's own number before the names that systems give it; a type number (1-1:96.1.1) is none.
    private static readonly ObisCode[] IdCodes =
    [
        new(0, 0, 96, 1, 0), new(1, 1, 0, 0, 5), new(0, 0, 96, 1, 1), new(1, 0, 96, 1, 0), new(0, 0, 96, 1, 2), new(0, 0, 96, 1, 3),
        new(0, 0, 42, 0, 0), new(1, 0, 0, 0, 9), new(0, 0, 96, 1, 255), new(1, 0, 96, 1, 255), new(1, 1, 96, 1, 0), new(1, 0, 0, 0, 0), new(1, 1, 0, 0, 0), new(1, 1, 0, 0, 1),
        new(6, 0, 0, 0, 0), new(6, 0, 9, 20, 0), new(6, 0, 9, 21, 0),
    ];

    private static readonly ObisCode[] ModelCodes = [new(0, 0, 96, 1, 7), new(1, 1, 96, 1, 1)];

    private static readonly ObisCode LogicalDeviceName = new(0, 0, 42, 0, 0);

    /// <summary>True for the codes that a meter's own number stands under.</summary>
    public static bool Names(ObisCode code) => Array.IndexOf(IdCodes, code) >= 0;

    /// <summary>Sets id, model and maker where the payload names them and nothing has set them yet.</summary>
    public static void Assign(Reading reading, TextPool texts)
    {
        reading.MeterId ??= First(reading, IdCodes, texts);
        reading.Model = First(reading, ModelCodes, texts) ?? reading.Model;
        // A logical device name starts with the maker's FLAG id (IEC 62056-6-2, 4.1.8.4).
        if (reading.Manufacturer is null && reading.TryFind(LogicalDeviceName, out Measurement name))
            reading.Manufacturer = Flag.MakerOf(name.Text);
    }

    private static string? First(Reading reading, ObisCode[] codes, TextPool texts)
    {
        foreach (ObisCode code in codes)
        {
            if (reading.TryFind(code, out Measurement found) && TextOf(found, texts) is { Length: > 0 } text && text.AsSpan().IndexOfAnyExcept('0', ' ') >= 0)
                return text.StartsWith(' ') || text.EndsWith(' ') ? texts.Of(text.AsSpan().Trim(' ')) : text;
        }
        return null;
    }

    private static string? TextOf(Measurement found, TextPool texts)
    {
        if (found.Kind != ValueKind.Number)
            return found.Text;
        Span<char> digits = stackalloc char[40];
        return found.Number.TryFormat(digits, out int written, provider: CultureInfo.InvariantCulture) ? texts.Of(digits[..written]) : null;
    }
}
