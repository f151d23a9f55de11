using System.Globalization;
using System.Text.Json.Serialization;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>state.json: what survives a restart. Times are UTC, intervals <c>hh:mm:ss</c>.</summary>
internal sealed record StoredState
{
    /// <summary>Of the file's form; a file of another is not read.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public IReadOnlyList<StoredMeter> Meters { get; init; } = [];

    public IReadOnlyList<StoredSource> Sources { get; init; } = [];
}

/// <summary>What a source's telegrams without an id went to.</summary>
/// <param name="Address">The source's URL.</param>
/// <param name="FallbackId">The id that was once given to its meter for want of another; kept, even where a better one could be told by now.</param>
/// <param name="LastMeter">The meter last named on it.</param>
/// <param name="FrameCounters">How far its ciphered meters' frame counters had come.</param>
/// <param name="ChipId">Of the ESP it came from.</param>
/// <param name="LineMode">What was found for a serial port whose address gives no mode.</param>
internal sealed record StoredSource(
    string Address, string? FallbackId, string? LastMeter, IReadOnlyList<FrameCounter>? FrameCounters = null, string? ChipId = null, string? LineMode = null);

internal sealed record StoredMeter
{
    public required string Id { get; init; }

    /// <summary>The address of the source it was last heard on.</summary>
    public required string Source { get; init; }

    public string? SerialNumber { get; init; }

    public string? Manufacturer { get; init; }

    public string? Model { get; init; }

    public TimeSpan? Interval { get; init; }

    public IReadOnlyList<StoredValue> Values { get; init; } = [];

    public IReadOnlyList<StoredSubmeter> Submeters { get; init; } = [];
}

internal sealed record StoredSubmeter(string Id, string? DeviceId, SubmeterKind Kind, int Channel, string? TakenAt, DateTimeOffset Received)
{
    public static StoredSubmeter Of(Submeter submeter) =>
        new(submeter.Id, submeter.DeviceId, submeter.Kind, submeter.Channel, submeter.TakenAt?.ToString(), submeter.Received);
}

internal sealed record StoredValue
{
    public required string Code { get; init; }

    public string? Submeter { get; init; }

    public SubmeterKind SubmeterKind { get; init; }

    public decimal? Number { get; init; }

    public string? Text { get; init; }

    public string? Time { get; init; }

    public string? Unit { get; init; }

    public bool ScaleKnown { get; init; }

    public string? TakenAt { get; init; }

    public string? Device { get; init; }

    public DateTimeOffset Received { get; init; }

    /// <summary>Since when a register stands at this number.</summary>
    public DateTimeOffset? Since { get; init; }

    public TimeSpan? Interval { get; init; }

    public decimal? Factor { get; init; }

    public static StoredValue Of(MeterValue value, DateTimeOffset? since) => new()
    {
        Code = value.Code.ToString(),
        Submeter = value.SubmeterId,
        SubmeterKind = value.SubmeterKind,
        Number = value.Measurement.Kind == ValueKind.Number ? value.Measurement.Number : null,
        Text = value.Measurement.Text,
        Time = value.Measurement.Kind == ValueKind.Time ? value.Measurement.Time.ToString() : null,
        Unit = value.Measurement.Unit.Symbol(),
        ScaleKnown = value.Measurement.ScaleKnown,
        TakenAt = value.Measurement.TakenAt?.ToString(),
        Device = value.Measurement.Device,
        Received = value.Received,
        Since = since,
        Interval = value.Interval,
        Factor = value.Factor,
    };

    /// <summary>The value; null where its code is none.</summary>
    public MeterValue? ToValue()
    {
        if (!ObisCode.TryParse(Code, out ObisCode code))
            return null;
        Unit unit = SmartMeter.Decoding.Obis.Unit.None;
        _ = Unit is not null && UnitSymbols.TryParse(Unit, out unit);
        Measurement measurement = Number is decimal number ? Measurement.OfNumber(code, number, unit, ScaleKnown)
            : Text is not null ? Measurement.OfText(code, Text)
            : StoredTime.Parse(Time) is MeterTime time ? Measurement.OfTime(code, time)
            : Measurement.OfNull(code);
        return new MeterValue
        {
            Measurement = measurement with { TakenAt = StoredTime.Parse(TakenAt), Device = Device },
            Received = Received,
            Interval = Interval,
            Factor = Factor,
            SubmeterId = Submeter,
            SubmeterKind = SubmeterKind,
        };
    }
}

/// <summary>A meter's stamp as written by <see cref="MeterTime.ToString"/>.</summary>
internal static class StoredTime
{
    public static MeterTime? Parse(string? text)
    {
        if (text is null)
            return null;
        if (DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            return new MeterTime(local, null);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset instant)
            ? new MeterTime(instant.DateTime, (short)instant.Offset.TotalMinutes)
            : null;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredState))]
internal sealed partial class StoredStateJson : JsonSerializerContext;
