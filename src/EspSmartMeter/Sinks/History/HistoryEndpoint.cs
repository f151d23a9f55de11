using System.Globalization;
using System.Text.Json;
using EspSmartMeter.Http;
using EspSmartMeter.Options;

namespace EspSmartMeter.Sinks.History;

/// <summary>
/// <c>api/history?meter=ID&amp;day=2026-11-29</c>: the energy of a meter in the quarters and hours of a day (today where none is given) and in the days of its month, in
/// kWh, and what of it nobody knows when it flowed.
/// </summary>
internal sealed class HistoryEndpoint(AppOptions options, MeterHistories histories, TimeProvider time) : IEndpoint
{
    private readonly HistoryView _view = new(options.TimeZone ?? TimeZoneInfo.Local);

    public void Map(Routes routes) => routes.Read("/api/history", Show);

    private Task Show(HttpContext context)
    {
        DateOnly day = _view.DayOf(time.GetUtcNow());
        if (context.Request.Query["day"].ToString() is { Length: > 0 } asked && !DateOnly.TryParseExact(asked, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Answer.Text(context, "A day is written like 2026-11-29.\n");
        }
        Bars bars = histories.Read(context.Request.Query["meter"].ToString(), history => new Bars(
            _view.SpansOf(day, history.Quarters, MeterHistory.Quarter),
            _view.SpansOf(day, history.Hours, MeterHistory.Hour),
            _view.DaysOf(day, history.Hours),
            [.. history.Gaps.Where(gap => _view.DayOf(gap.From) <= day && day <= _view.DayOf(gap.To))]));
        return Answer.Json(context, json => Write(json, day, bars));
    }

    private sealed record Bars(IReadOnlyList<EnergyBar> Quarters, IReadOnlyList<EnergyBar> Hours, IReadOnlyList<EnergyBar> Days, IReadOnlyList<EnergyGap> Gaps);

    private static void Write(Utf8JsonWriter json, DateOnly day, Bars bars)
    {
        json.WriteStartObject();
        json.WriteString("day", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        WriteBars(json, "quarters", bars.Quarters);
        WriteBars(json, "hours", bars.Hours);
        WriteBars(json, "days", bars.Days);
        json.WriteStartArray("gaps");
        foreach (EnergyGap gap in bars.Gaps)
        {
            json.WriteStartObject();
            json.WriteString("from", gap.From);
            json.WriteString("to", gap.To);
            json.WriteNumber("import", gap.Import);
            json.WriteNumber("export", gap.Export);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteBars(Utf8JsonWriter json, string name, IReadOnlyList<EnergyBar> bars)
    {
        json.WriteStartArray(name);
        foreach (EnergyBar bar in bars)
        {
            json.WriteStartObject();
            json.WriteString("from", bar.From);
            WriteEnergy(json, "import", bar.Import);
            WriteEnergy(json, "export", bar.Export);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteEnergy(Utf8JsonWriter json, string name, decimal? energy)
    {
        if (energy is decimal known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }
}
