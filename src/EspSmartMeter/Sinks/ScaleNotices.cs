using System.Globalization;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Meters.Scale;

namespace EspSmartMeter.Sinks;

/// <summary>What is asked of a meter whose values are of another scale than what tells of the same, with the line that would put it right.</summary>
internal static class ScaleNotices
{
    /// <summary>A line is for people to copy whole: what is more follows the same way.</summary>
    private const int MostLines = 4;

    /// <summary>One a doubt.</summary>
    /// <param name="meter">Whose.</param>
    /// <param name="name">What it is called.</param>
    public static IEnumerable<Sentence> Of(Meter meter, string name) => meter.State.ScaleDoubts.Select(doubt => Of(doubt, meter, name));

    private static Sentence Of(ScaleDoubt doubt, Meter meter, string name)
    {
        string codes = string.Join(", ", doubt.Corrections.Select(correction => correction.Code)), against = doubt.Against?.ToString() ?? "230 V";
        string times = Times(doubt.Times);
        if (doubt.Corrections[0] is { Factor: 1, Set: not null })
            return Sentence.Of("meters.scale_twice", name, codes, times, against, Lines(doubt.Corrections, meter, name, correction => correction.Set!.Value));
        string lines = Lines(doubt.Corrections, meter, name, correction => correction.Factor);
        return doubt.Other is ScaleCorrection other
            ? Sentence.Of("meters.scale_or", name, codes, times, against, lines, Lines([other], meter, name, correction => correction.Factor))
            : Sentence.Of("meters.scale", name, codes, times, against, lines);
    }

    private static string Times(decimal times) => times >= 1 ? Exact(times) : $"1/{Exact(1 / times)}";

    private static string Exact(decimal number) => (Math.Round(number, 3) / 1.000m).ToString(CultureInfo.InvariantCulture);

    /// <summary>As the option is written in YAML.</summary>
    private static string Lines(IEnumerable<ScaleCorrection> corrections, Meter meter, string name, Func<ScaleCorrection, decimal> factor)
    {
        string id = MeterId.Means(name, meter.Id) ? name : meter.Id;
        return string.Join(' ', corrections.Take(MostLines).Select(correction =>
            string.Create(CultureInfo.InvariantCulture, $"- {{meter: \"{id}\", obis: \"{correction.Code}\", factor: {factor(correction)}}}")));
    }
}
