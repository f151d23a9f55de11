using System.Globalization;
using System.Text.Json;
using EspSmartMeter.About;
using EspSmartMeter.Esp;
using EspSmartMeter.Json;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Meters.Live;
using EspSmartMeter.Mqtt;
using EspSmartMeter.Names;
using EspSmartMeter.Options;
using EspSmartMeter.Peaks.Schemes;
using EspSmartMeter.Sources;
using EspSmartMeter.Supervisor;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.Web;

/// <summary>api/overview: all that the page shows, in one answer.</summary>
internal sealed class OverviewJson(AppOptions options, SourceRegistry sources, MeterRegistry meters, Notices notices, NewestRejections rejections, PowerTrace traces, ManagedMqttClient mqtt, EspStatuses esps, OwnApp app, PeakJson? peaks = null)
{
    private const int ShownBytes = 64, LongestDetail = 1000;

    private readonly EntityNames _names = EntityNames.In(options.Language);
    private readonly Sentences _sentences = Sentences.In(options.Language);

    // Only where none is chosen, and the country is known by its clock.
    private readonly string? _peakOffer = options.PeakScheme is null ? PeakSchemes.In((options.TimeZone ?? TimeZoneInfo.Local).Id)?.Name : null;

    public void Write(Utf8JsonWriter json, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("version", Product.Version);
        json.WriteString("now", JsonForm.Utc(now));
        json.WriteString("form", app.ConfigurationPath);
        json.WriteString("peak_offer", _peakOffer);
        json.WriteStartObject("mqtt");
        json.WriteBoolean("connected", mqtt.Link.Connected);
        WriteSentence(json, "sentence", mqtt.Link.Sentence);
        json.WriteEndObject();
        json.WriteStartArray("faults");
        foreach (Sentence sentence in notices.OfTheApp)
            json.WriteStringValue(_sentences.Say(sentence));
        json.WriteEndArray();
        json.WriteObjects("meters", meters.Meters, meter => WriteMeter(json, meter, now));
        json.WriteObjects("sources", sources.Sources, source => WriteSource(json, source, now));
        json.WriteObjects("rejections", rejections.All.Reverse(), rejection => WriteRejection(json, rejection));
        json.WriteEndObject();
    }

    private void WriteMeter(Utf8JsonWriter json, Meter meter, DateTimeOffset now)
    {
        MeterState state = meter.State;
        json.WriteString("id", meter.Id);
        json.WriteString("name", _names.OfMeter(meter.Label, state.Medium));
        json.WriteString("number", state.SerialNumber is string serial ? MeterId.Readable(serial) : null);
        json.WriteString("manufacturer", state.Maker);
        json.WriteString("model", state.Model);
        json.WriteString("source", meter.Source.Name);
        json.WriteBoolean("available", meter.IsAvailable(now));
        WriteTime(json, "received", state.Received);
        json.WriteString("timestamp", state.Timestamp?.ToString());
        json.WriteString("list", state.Telegram?.List);
        WriteSeconds(json, "interval", state.Interval);
        WriteSeconds(json, "register_interval", state.Values.Where(RegisterPower.Fills).Select(value => value.Interval).Min());
        json.WriteString("tariff", state.Values.FirstOrDefault(value => value is { SubmeterId: null, Quantity.Subject: Subject.ActiveTariff }) is MeterValue tariff ? TariffOf(tariff.Measurement) : null);
        if (NetPower.Of([.. state.Values.Where(value => !value.IsStale(now))]) is decimal watts)
            json.WriteNumber("power", watts);
        if (meter.Source.Fuse is decimal fuse)
            json.WriteNumber("fuse", fuse);
        json.WriteNumber("telegrams", state.Telegrams);
        json.WriteBoolean("waiting", state.Waiting.Count > 0);
        json.WriteBoolean("offset", state.HasOffset);
        json.WriteString("continues", meters.OldOf(meter, now) is Meter old ? old.State.SerialNumber is string number ? MeterId.Readable(number) : old.Id : null);
        json.WriteStartArray("news");
        foreach (Sentence sentence in Notices.NewsOf(meter))
            json.WriteStringValue(_sentences.Say(sentence));
        json.WriteEndArray();
        bool ofQuarterHours = state.Values.Any(value => value is { Quantity.Processing: Processing.PeakHistory, Measurement.Kind: ValueKind.Number });
        json.WriteObjects("values", state.Values.Where(value => value.SubmeterId is null), value => WriteValue(json, value, now, ofQuarterHours));
        json.WriteObjects("hidden", state.Hidden, hidden => WriteHidden(json, hidden));
        json.WriteObjects("submeters", state.Submeters, submeter => WriteSubmeter(json, meter, submeter, now));
        if (peaks?.Knows(meter.Id) == true)
        {
            json.WriteStartObject("peak");
            peaks.Write(json, meter.Id, now);
            json.WriteEndObject();
        }
        json.WriteStartArray("trace");
        foreach ((long second, decimal then) in traces.Of(meter.Id))
        {
            json.WriteNumberValue(second);
            json.WriteNumberValue(then);
        }
        json.WriteEndArray();
    }

    // DSMR writes it as four digits.
    private static string? TariffOf(Measurement tariff) => tariff.Kind switch
    {
        ValueKind.Number => tariff.Number.ToString(CultureInfo.InvariantCulture),
        ValueKind.Text => tariff.Text?.TrimStart('0') is { Length: > 0 } number ? number : tariff.Text,
        _ => null,
    };

    private static void WriteHidden(Utf8JsonWriter json, HiddenEnergy hidden)
    {
        json.WriteNumber("value", hidden.KilowattHours);
        WriteTime(json, "from", hidden.Gap.From);
        WriteTime(json, "to", hidden.Gap.To);
        WriteTime(json, "booked", hidden.BookedAt);
    }

    private void WriteSubmeter(Utf8JsonWriter json, Meter meter, Submeter submeter, DateTimeOffset now)
    {
        json.WriteString("id", submeter.Id);
        json.WriteString("name", _names.OfSubmeter(meter.Label, submeter.Kind));
        json.WriteString("number", submeter.DeviceId is string number ? MeterId.Readable(number) : null);
        json.WriteNumber("channel", submeter.Channel);
        json.WriteString("taken_at", submeter.TakenAt?.ToString());
        WriteTime(json, "received", submeter.Received);
        json.WriteBoolean("replaced", submeter.IsReplaced);
        json.WriteString("continues", submeter.Continues is null ? null
            : meter.State.Submeters.FirstOrDefault(old => old.Id == submeter.Continues)?.DeviceId is string old ? MeterId.Readable(old) : submeter.Continues);
        json.WriteObjects("values", submeter.Values, value => WriteValue(json, value, now));
    }

    private void WriteValue(Utf8JsonWriter json, MeterValue value, DateTimeOffset now, bool ofQuarterHours = false)
    {
        json.WriteString("code", value.Code.ToString());
        json.WriteString("key", value.Key);
        json.WriteString("label", value.Quantity is Quantity quantity ? _names.Of(quantity, ofQuarterHours) : null);
        json.WriteString("kind", value.Quantity?.Kind.ToString().ToLowerInvariant());
        ReadingJson.WriteValue(json, value.Measurement, value.SubmeterKind);
        WriteTime(json, "received", value.Received);
        json.WriteBoolean("stale", value.IsStale(now));
        if (value.Factor is decimal factor)
            json.WriteNumber("factor", factor);
        if (value.Offset != 0)
            json.WriteNumber("offset", value.Offset);
    }

    private void WriteSource(Utf8JsonWriter json, Source source, DateTimeOffset now)
    {
        SourceFigures figures = source.Statistics.Figures;
        json.WriteString("name", source.Name);
        json.WriteString("address", source.Address);
        json.WriteString("link", figures.Link.ToString().ToLowerInvariant());
        WriteTime(json, "link_since", figures.LinkSince);
        WriteSentence(json, "sentence", figures.LinkSentence);
        WriteSentence(json, "line", source.Line.Note?.Sentence);
        Sentence? diagnosis = Diagnosis.Of(source, now);
        WriteSentence(json, "diagnosis", diagnosis);
        json.WriteString("diagnosis_entry", ReasonEntry.Of(diagnosis));
        json.WriteBoolean("reading", Diagnosis.IsReading(figures, now));
        json.WriteNumber("bytes", figures.Bytes);
        json.WriteNumber("link_bytes", figures.LinkBytes);
        WriteTime(json, "last_byte", figures.LastByteAt);
        json.WriteNumber("telegrams", figures.Telegrams);
        WriteTime(json, "last_telegram", figures.LastTelegramAt);
        WayJson.Write(json, WayThrough.Of(source, esps.Of(source), now));
        json.WriteObjects("rejections", figures.Rejections.OrderByDescending(kind => kind.Value), kind =>
        {
            json.WriteString("layer", kind.Key.Layer.Name);
            json.WriteString("reason", kind.Key.Reason.Name());
            json.WriteNumber("count", kind.Value);
        });
    }

    private static void WriteRejection(Utf8JsonWriter json, Rejection rejection)
    {
        Rejected rejected = rejection.Rejected;
        json.WriteString("source", rejection.SourceName);
        json.WriteString("at", JsonForm.Utc(rejection.At));
        json.WriteString("layer", rejected.Layer.Name);
        json.WriteString("reason", rejected.Reason.Name());
        // log.txt has it whole.
        json.WriteString("detail", rejected.Detail is string detail ? OneLine.Of(detail, LongestDetail) : null);
        json.WriteNumber("offset", rejected.Offset);
        json.WriteNumber("length", rejected.Bytes.Length);
        json.WriteString("hex", Convert.ToHexStringLower(rejected.Bytes.Span[..Math.Min(ShownBytes, rejected.Bytes.Length)]));
    }

    private void WriteSentence(Utf8JsonWriter json, string name, Sentence? sentence) =>
        json.WriteString(name, sentence is null ? null : _sentences.Say(sentence));

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time) =>
        json.WriteString(name, time is DateTimeOffset known ? JsonForm.Utc(known) : null);

    private static void WriteSeconds(Utf8JsonWriter json, string name, TimeSpan? interval)
    {
        if (interval is TimeSpan known)
            json.WriteNumber(name, Math.Round(known.TotalSeconds, 1));
        else
            json.WriteNull(name);
    }
}
