using System.Globalization;
using System.Text.Json.Serialization;
using EspSmartMeter.Meters.Guard;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters;

/// <summary>state.json: what survives a restart. Times are UTC, intervals <c>hh:mm:ss</c>.</summary>
internal sealed record StoredState
{
    /// <summary>Of the file's form; a file of another is not read.</summary>
    public const int CurrentVersion = 1;

    [JsonRequired]
    public int Version { get; init; } = CurrentVersion;

    [JsonRequired]
    public IReadOnlyList<StoredMeter> Meters { get; init; } = [];

    [JsonRequired]
    public IReadOnlyList<StoredSource> Sources { get; init; } = [];

    /// <summary>The first thing in it that no run has written so, named by its place; null: nothing.</summary>
    public string? Fault() => Version != CurrentVersion
        ? $"its version is {Version}, and this app reads {CurrentVersion}"
        : Meters.Select((meter, at) => MeterFault(meter, at)).Concat(Sources.Select(SourceFault)).FirstOrDefault(fault => fault is not null);

    private string? MeterFault(StoredMeter? meter, int at) =>
        meter is null ? $"meters[{at}] is null"
        : Meters.Take(at).Any(other => other.Id == meter.Id) ? $"meters[{at}].id comes twice"
        : meter.Fault() is string fault ? $"meters[{at}]{fault}"
        : null;

    /// <summary>Members of the list can be null, whatever their type says: it is JSON.</summary>
    private static string? SourceFault(StoredSource? source, int at) =>
        source?.Address is null ? $"sources[{at}] has no address"
        : source.FallbackId is string fallback && !MeterId.IsSafe(fallback) ? $"sources[{at}].fallback_id is none"
        : source.LastMeter is string last && !MeterId.IsSafe(last) ? $"sources[{at}].last_meter is no id"
        : source.Key is string key && !MeterId.IsSafe(key) ? $"sources[{at}].key is none"
        : source.FrameCounters?.Any(counter => counter?.SystemTitle is null || counter.KeyName is null) == true ? $"sources[{at}].frame_counters has one without a system title or key name"
        : null;
}

/// <summary>What a source's telegrams without an id went to.</summary>
/// <param name="Address">The source's URL, as of the last run.</param>
/// <param name="FallbackId">The id that was once given to its meter for want of another; kept, even where a better one could be told by now.</param>
/// <param name="LastMeter">The meter last named on it.</param>
/// <param name="FrameCounters">How far its ciphered meters' frame counters had come.</param>
/// <param name="ChipId">Of the ESP it came from.</param>
/// <param name="LineMode">What was found for a serial port whose address gives no mode.</param>
/// <param name="Name">The user's name for it, which it is found again by.</param>
/// <param name="Key">Its part in the keys of what is told of it, once made.</param>
internal sealed record StoredSource(
    string Address, string? FallbackId, string? LastMeter, IReadOnlyList<FrameCounter>? FrameCounters = null, string? ChipId = null, string? LineMode = null, string? Name = null, string? Key = null);

internal sealed record StoredMeter
{
    public required string Id { get; init; }

    /// <summary>As <see cref="Meter.Label"/>.</summary>
    public string? Label { get; init; }

    /// <summary>The address of the source it was last heard on.</summary>
    public required string Source { get; init; }

    public string? SerialNumber { get; init; }

    /// <summary>As <see cref="MeterNumbers.First"/>.</summary>
    public string? FirstNumber { get; init; }

    /// <summary>As <see cref="MeterNumbers.Second"/>.</summary>
    public string? SecondNumber { get; init; }

    public string? Manufacturer { get; init; }

    public string? Model { get; init; }

    public TimeSpan? Interval { get; init; }

    /// <summary>When it was first heard; a file of an older version does not tell.</summary>
    public DateTimeOffset First { get; init; }

    [JsonRequired]
    public IReadOnlyList<StoredValue> Values { get; init; } = [];

    [JsonRequired]
    public IReadOnlyList<StoredSubmeter> Submeters { get; init; } = [];

    /// <summary>The registers that are carried forward; null in a file of a version that carried none.</summary>
    public IReadOnlyList<StoredLive>? Live { get; init; }

    /// <summary>The totals of its tariffs; null in a file of a version that kept none.</summary>
    public IReadOnlyList<StoredTotal>? Totals { get; init; }

    /// <summary>As <see cref="MeterState.Medium"/>.</summary>
    [JsonIgnore]
    public Medium Medium =>
        Values.Where(value => value.Submeter is null).Select(value => ObisCode.TryParse(value.Code, out ObisCode code) ? Catalogue.MediumOf(code) : Medium.None)
            .Where(medium => medium != Medium.None).DefaultIfEmpty(Medium.Electricity).Min();

    /// <summary>What it calls itself; null where it never said.</summary>
    [JsonIgnore]
    public MeterNumbers? Numbers => SerialNumber is string serial ? new MeterNumbers(MeterId.Readable(serial), FirstNumber, SecondNumber) : null;

    /// <summary>As <see cref="StoredState.Fault"/>, with the place within the meter.</summary>
    public string? Fault() =>
        !MeterId.IsSafe(Id) ? ".id is none"
        : Interval < TimeSpan.Zero ? ".interval is negative"
        : Values.Select((value, at) => value is null ? $".values[{at}] is null" : value.Fault() is string fault ? $".values[{at}].{fault}" : null)
            .Concat(Submeters.Select((submeter, at) => submeter?.Fault() is string fault ? $".submeters[{at}].{fault}" : submeter is null ? $".submeters[{at}] is null" : null))
            .Concat((Live ?? []).Select((live, at) => live is null ? $".live[{at}] is null" : live.Fault() is string fault ? $".live[{at}].{fault}" : null))
            .Concat((Totals ?? []).Select((total, at) => total is null ? $".totals[{at}] is null" : total.Fault() is string fault ? $".totals[{at}].{fault}" : null))
            .FirstOrDefault(fault => fault is not null);
}

internal sealed record StoredSubmeter(string Id, string? DeviceId, SubmeterKind Kind, int Channel, string? TakenAt, DateTimeOffset Received)
{
    /// <summary>When it was first listed; a file of an older version does not tell.</summary>
    public DateTimeOffset First { get; init; }

    /// <summary>When it was last listed with a newer stamp; null in a file of an older version.</summary>
    public DateTimeOffset? Moved { get; init; }

    public static StoredSubmeter Of(Submeter submeter) =>
        new(submeter.Id, submeter.DeviceId, submeter.Kind, submeter.Channel, submeter.TakenAt?.ToString(), submeter.Received) { First = submeter.First, Moved = submeter.Moved };

    public string? Fault() =>
        !MeterId.IsSafe(Id) ? "id is none"
        : !Enum.IsDefined(Kind) ? "kind is none"
        : TakenAt is not null && StoredTime.Parse(TakenAt) is null ? "taken_at is no time"
        : null;
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

    /// <summary>What the guard knows of a register.</summary>
    public RegisterMemory? Register { get; init; }

    public TimeSpan? Interval { get; init; }

    public decimal? Factor { get; init; }

    public decimal Offset { get; init; }

    public DateTimeOffset? OffsetSince { get; init; }

    public static StoredValue Of(MeterValue value, RegisterMemory? register) => new()
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
        Register = register,
        Interval = value.Interval,
        Factor = value.Factor,
        Offset = value.Offset,
        OffsetSince = value.OffsetSince,
    };

    public string? Fault() =>
        !ObisCode.TryParse(Code, out _) ? "code is none"
        : Submeter is not null && !MeterId.IsSafe(Submeter) ? "submeter is no id"
        : !Enum.IsDefined(SubmeterKind) ? "submeter_kind is none"
        : Unit is not null && !UnitSymbols.TryParse(Unit, out _) ? "unit is not known"
        : Time is not null && StoredTime.Parse(Time) is null ? "time is none"
        : TakenAt is not null && StoredTime.Parse(TakenAt) is null ? "taken_at is no time"
        : Interval < TimeSpan.Zero ? "interval is negative"
        : null;

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
            Offset = Offset,
            OffsetSince = OffsetSince,
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
