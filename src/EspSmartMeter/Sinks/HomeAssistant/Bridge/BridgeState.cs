using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EspSmartMeter.About;
using EspSmartMeter.Esp;
using EspSmartMeter.Languages;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.HomeAssistant.Bridge;

/// <summary>The bridge's state message: a flat JSON object.</summary>
internal sealed class BridgeState(IReadOnlyList<Source> sources, EspStatuses devices, Notices notices, Sentences language)
{
    private readonly Dictionary<Source, TelegramRate> _rates = sources.ToDictionary(source => source, _ => new TelegramRate());

    /// <summary>What must be told at once when it changes: the links, the diagnosis, and a rate that is known at last.</summary>
    public string Urgent(DateTimeOffset now) => $"{DiagnosisOfAll(now)} {string.Join(' ', sources.Select(source => (IsUp(source), RateOf(source, now) is null)))}";

    /// <summary>Keeps the rates' windows filled; to be called each few seconds.</summary>
    public void Sample(DateTimeOffset now)
    {
        foreach (Source source in sources)
            RateOf(source, now);
    }

    public byte[] Write(DateTimeOffset now)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        string? diagnosis = DiagnosisOfAll(now);
        json.WriteStartObject();
        json.WriteString("version", Product.Version);
        json.WriteBoolean("problem", diagnosis is not null);
        json.WriteString("diagnosis", diagnosis);
        foreach (Source source in sources)
            WriteSource(json, source.Key!, source, now);
        foreach (Source source in EspKeys.DevicesOf(sources))
            WriteEsp(json, EspKeys.Of(source), devices.Of(source));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteSource(Utf8JsonWriter json, string key, Source source, DateTimeOffset now)
    {
        SourceFigures figures = source.Statistics.Figures;
        json.WriteBoolean($"{key}_link", IsUp(source));
        json.WritePropertyName($"{key}_telegrams_per_minute");
        if (RateOf(source, now) is decimal rate)
            json.WriteNumberValue(rate);
        else
            json.WriteNullValue();
        json.WriteNumber($"{key}_rejections", figures.Rejections.Values.Sum());
        json.WriteStartObject($"{key}_rejections_by_reason");
        foreach (IGrouping<RejectionReason, long> reason in figures.Rejections.GroupBy(entry => entry.Key.Reason, entry => entry.Value).OrderBy(group => group.Key))
            json.WriteNumber(reason.Key.Name(), reason.Sum());
        json.WriteEndObject();
        json.WriteString($"{key}_last_rejection", figures.LastRejection is Rejected last ? $"{last.Layer.Name}: {last.Reason.Name()}" : language.Say(Sentence.Of("link.none_refused")));
    }

    private static bool IsUp(Source source) => source.Statistics.Figures.Link is LinkState.Connected or LinkState.Silent;

    private decimal? RateOf(Source source, DateTimeOffset now) => _rates[source].Sample(now, source.Statistics.Figures.Telegrams);

    /// <summary>All members, also before it has answered: a template that misses one logs a warning.</summary>
    private static void WriteEsp(Utf8JsonWriter json, string key, EspFigures? esp)
    {
        WriteNumber("signal", esp?.SignalDbm);
        json.WriteString($"{key}_line_mode", esp?.LineMode);
        WriteNumber("line_errors", esp?.LineErrors);
        WriteNumber("overruns", esp?.Overruns);
        WriteNumber("dropped", esp?.DroppedBytes);
        WriteNumber("reconnects", esp?.Reconnects);
        json.WriteString($"{key}_version", esp?.Version);
        json.WriteString($"{key}_reset_reason", esp?.ResetReason);
        WriteNumber("bursts", esp?.Bursts);
        WriteNumber("uptime", esp?.UptimeSeconds);
        WriteNumber("free_memory", esp?.FreeBytes);

        void WriteNumber(string name, long? number)
        {
            json.WritePropertyName($"{key}_{name}");
            if (number is long value)
                json.WriteNumberValue(value);
            else
                json.WriteNullValue();
        }
    }

    /// <summary>All that the program has to say; null where that is nothing.</summary>
    private string? DiagnosisOfAll(DateTimeOffset now)
    {
        string all = string.Join(' ', notices.At(now).Where(notice => !notice.IsNews).Select(notice =>
            notice.Source is null || sources.Count == 1 ? language.Say(notice.Sentence) : $"{notice.Source}: {language.Say(notice.Sentence)}"));
        return all.Length == 0 ? null : all;
    }
}
