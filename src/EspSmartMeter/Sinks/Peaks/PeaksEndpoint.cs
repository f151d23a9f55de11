using System.Globalization;
using System.Text.Json;
using EspSmartMeter.Http;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks;

namespace EspSmartMeter.Sinks.Peaks;

/// <summary><c>api/peaks?meter=ID</c>: the scheme, and how a meter stands to it, in watts; <c>now</c> is null where nothing is known of it since the start.</summary>
internal sealed class PeaksEndpoint(AppOptions options, PeakBook book, TimeProvider time) : IEndpoint
{
    private readonly TimeZoneInfo _zone = options.TimeZone ?? TimeZoneInfo.Local;

    public void Map(Routes routes) => routes.Read("/api/peaks", Show);

    private Task Show(HttpContext context)
    {
        string meter = context.Request.Query["meter"].ToString();
        Known? known = book.Read(meter, tracker => new Known(
            tracker.Status, tracker.TakesOwn, [.. tracker.Figures[0].Counting], [.. tracker.Figures[0].Past], [.. tracker.Missed]));
        return Answer.Json(context, json => Write(json, known));
    }

    private sealed record Known(PeakStatus? Status, bool TakesOwn, PeakEntry[] Counting, PeakMonth[] Past, long[] Missed);

    private void Write(Utf8JsonWriter json, Known? known)
    {
        json.WriteStartObject();
        json.WriteString("scheme", book.Scheme.Name);
        json.WriteString("source", book.Scheme.Source);
        json.WriteBoolean("may_have_changed", book.Scheme.MayHaveChanged(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), _zone).DateTime)));
        if (known?.Status is PeakStatus status)
            WriteStatus(json, status);
        else
            json.WriteNull("now");
        json.WriteBoolean("of_meter", known?.TakesOwn ?? false);
        json.WriteStartArray("counting");
        foreach (PeakEntry entry in known?.Counting ?? [])
        {
            json.WriteStartObject();
            json.WriteString("from", Local(entry.Start));
            json.WriteNumber("watts", Watts(entry.Milliwatts));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("months");
        foreach (PeakMonth month in known?.Past ?? [])
        {
            json.WriteStartObject();
            json.WriteString("month", string.Create(CultureInfo.InvariantCulture, $"{month.Month / 12:0000}-{(month.Month % 12) + 1:00}"));
            json.WriteNumber("watts", Watts(month.Milliwatts));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("missed");
        foreach (long start in known?.Missed ?? [])
            json.WriteStringValue(Local(start));
        json.WriteEndArray();
        json.WriteEndObject();
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
        json.WriteBoolean("warns", status.Warns);
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

    private DateTimeOffset Local(long at) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(at), _zone);
}
