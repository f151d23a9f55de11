namespace SmartMeter.Decoding.Obis;

/// <summary>Finds out from a reading's values which meter it is.</summary>
internal static class MeterIdentity
{
    // The meter's own number before the names that systems give it; a type number (1-1:96.1.1) is none.
    private static readonly ObisCode[] IdCodes =
    [
        new(0, 0, 96, 1, 0), new(1, 1, 0, 0, 5), new(0, 0, 96, 1, 1), new(1, 0, 96, 1, 0), new(0, 0, 96, 1, 2), new(0, 0, 96, 1, 3),
        new(0, 0, 42, 0, 0), new(1, 0, 0, 0, 9), new(0, 0, 96, 1, 255), new(1, 0, 96, 1, 255), new(1, 0, 0, 0, 0), new(1, 1, 0, 0, 1),
        new(6, 0, 0, 0, 0), new(6, 0, 9, 20, 0), new(6, 0, 9, 21, 0),
    ];

    private static readonly ObisCode[] ModelCodes = [new(0, 0, 96, 1, 7), new(1, 1, 96, 1, 1)];

    /// <summary>Sets id and model where the payload names them and nothing has set them yet.</summary>
    public static void Assign(Reading reading)
    {
        reading.MeterId ??= First(reading, IdCodes);
        reading.Model = First(reading, ModelCodes) ?? reading.Model;
    }

    private static string? First(Reading reading, ObisCode[] codes)
    {
        foreach (ObisCode code in codes)
        {
            if (reading.TryFind(code, out Measurement found) && TextOf(found) is { Length: > 0 } text && text.AsSpan().IndexOfAnyExcept('0', ' ') >= 0)
                return text;
        }
        return null;
    }

    private static string? TextOf(Measurement found) =>
        found.Kind == ValueKind.Number ? found.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : found.Text;
}
