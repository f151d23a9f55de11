using System.Globalization;
using System.Text.Json;
using EspSmartMeter.Languages;
using EspSmartMeter.Peaks;
using EspSmartMeter.Peaks.Schemes;

namespace EspSmartMeter.Json;

/// <summary>How a meter stands to its peak tariff, as JSON: the scheme, what counts, what was missed, and the running window. Powers are watts.</summary>
internal sealed class PeakJson(PeakBook book, Sentences sentences)
{
    /// <summary>A meter's peaks at a moment; null: nothing is known of it.</summary>
    private sealed record Known(PeakStatus? Status, bool TakesOwn, long? Since, PeakEntry[] Counting, PeakMonth[] Past, MissedSpan[] Missed);

    /// <summary>Whether anything is known of the meter.</summary>
    public bool Knows(string meter) => book.Read(meter, tracker => tracker.Status) is not null;

    /// <summary>Writes the members of an object.</summary>
    public void Write(Utf8JsonWriter json, string meter, DateTimeOffset now)
    {
        Known? known = book.Read(meter, tracker => new Known(
            tracker.Status, tracker.TakesOwn, tracker.Since, [.. tracker.Figures.SelectMany(figure => figure.Counting).DistinctBy(entry => entry.Start)], [.. tracker.Figures[0].Past], [.. tracker.Missed]));
        PeakScheme scheme = book.Scheme;
        json.WriteString("scheme", scheme.Name);
        json.WriteString("source", scheme.Source);
        json.WriteString("valid_until", scheme.ValidUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteBoolean("may_have_changed", scheme.MayHaveChanged(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, book.Zone).DateTime)));
        json.WriteNumber("window", scheme.WindowMinutes);
        json.WriteBoolean("rolling", scheme.Components[0].Period == PeakPeriod.RollingTwelve);
        if (known?.Status is PeakStatus status)
            WriteStatus(json, status);
        else
            json.WriteNull("now");
        json.WriteBoolean("of_meter", known?.TakesOwn ?? false);
        if (known?.Since is long since)
            json.WriteString("since", Local(since));
        else
            json.WriteNull("since");
        json.WriteObjects("counting", known?.Counting ?? [], entry =>
        {
            json.WriteString("from", Local(entry.Start));
            json.WriteNumber("watts", Watts(entry.Milliwatts));
        });
        json.WriteObjects("months", known?.Past ?? [], month =>
        {
            json.WriteString("month", string.Create(CultureInfo.InvariantCulture, $"{month.Month / 12:0000}-{(month.Month % 12) + 1:00}"));
            json.WriteNumber("watts", Watts(month.Milliwatts));
            json.WriteBoolean("partial", month.IsPartial);
        });
        json.WriteObjects("missed", known is { TakesOwn: false } ? known.Missed : [], span =>
        {
            json.WriteString("from", Local(span.From));
            json.WriteString("to", Local(span.To));
        });
    }

    private void WriteStatus(Utf8JsonWriter json, PeakStatus status)
    {
        json.WriteStartObject("now");
        json.WriteString("from", Local(status.WindowStart));
        json.WriteString("to", Local(status.WindowEnd));
        json.WriteNumber("mean", Watts(status.Mean));
        json.WriteNumber("forecast", Watts(status.Forecast));
        json.WriteNumber("month", Watts(status.OfMonth));
        json.WriteNumber("billed", Watts(status.Billed));
        WriteWatts(json, "limit", status.Limit);
        WriteWatts(json, "free", status.Free);
        json.WriteBoolean("past", status.IsPast);
        json.WriteBoolean("warns", status.Warns);
        json.WriteString("reason", PeakReason.Of(status, book.Zone) is Sentence reason ? sentences.Say(reason) : null);
        json.WriteEndObject();
    }

    private static void WriteWatts(Utf8JsonWriter json, string name, long? milliwatts)
    {
        if (milliwatts is long known)
            json.WriteNumber(name, Watts(known));
        else
            json.WriteNull(name);
    }

    private static long Watts(long milliwatts) => (long)Math.Round(milliwatts / 1000m, MidpointRounding.AwayFromZero);

    private DateTimeOffset Local(long at) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(at), book.Zone);
}
