using EspSmartMeter.Meters;
using EspSmartMeter.Peaks;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks.HomeAssistant.Entities;

/// <summary>From one value of a meter to its entity; what other values the meter has decides only whether it is switched on (<see cref="EnabledEntities"/>).</summary>
internal static class EntityRules
{
    /// <summary>The entity under this key; null for what is not shown: an unknown unit or scale, a bare name, no value at all.</summary>
    public static Entity? Of(MeterValue value, string key)
    {
        Measurement measurement = value.Measurement;
        Quantity? quantity = value.Quantity;
        if (!value.IsPublishable || measurement.Kind == ValueKind.Null || quantity?.Subject == Subject.PushSetup)
            return null;
        return measurement.Kind switch
        {
            ValueKind.Number when quantity is null => Unknown(value, key, Aspect.Number, EntityClass.OfUnknown(measurement.Unit)),
            ValueKind.Number => Number(value, key, quantity),
            ValueKind.Time => Known(value, key, Aspect.Time, EntityClass.Timestamp),
            _ when quantity is null => Unknown(value, key, Aspect.Text, EntityClass.Plain),
            _ when PeakValues.IsWarning(quantity) => Known(value, key, Aspect.Warning, EntityClass.Problem),
            // What is a number by its nature and comes as text (dashes, a foreign form) is none of Home Assistant's business.
            _ when quantity.IsNumeric => null,
            _ => Known(value, key, Aspect.Text, EntityClass.Plain),
        };
    }

    /// <summary>The entity of the stamp that a value carries: a peak's moment, a gas meter's hour.</summary>
    public static Entity? TakenAtOf(MeterValue value, string key) => value.Measurement.TakenAt is null ? null : new Entity
    {
        Key = $"{key}_taken_at",
        Code = value.Code,
        Aspect = Aspect.TakenAt,
        Class = EntityClass.Timestamp,
        Unit = Unit.None,
        Group = StateGroup.Registers,
        IsDiagnostic = true,
    };

    /// <summary>The entity of the meter's own register, where it is shown carried forward: off, since it counts the same energy.</summary>
    public static Entity? MeterReadingOf(MeterValue value, Entity register) => value.Live is not { IsCarried: true } ? null : register with
    {
        Key = $"{register.Key}_meter_reading",
        Aspect = Aspect.MeterReading,
    };

    private static Entity? Number(MeterValue value, string key, Quantity quantity)
    {
        Unit unit = value.Measurement.Unit;
        if (quantity.Subject is Subject.SubmeterRegister or Subject.UncorrectedSubmeterRegister)
            return unit == Unit.None && value.SubmeterKind != SubmeterKind.HeatCostAllocator
                ? null
                : Known(value, key, Aspect.Number, EntityClass.OfSubmeter(KindOf(value, quantity), unit));
        if (!quantity.IsNumeric)
            return Known(value, key, Aspect.Text, EntityClass.Plain);
        // A quantity that has a unit, in another one or in none, and a register in none: nothing tells what the number means.
        bool unclear = quantity.Unit == Unit.None ? unit == Unit.None && quantity.Kind == QuantityKind.Register : quantity.Unit != unit;
        return unclear ? null : Known(value, key, Aspect.Number, EntityClass.Of(quantity, unit));
    }

    private static SubmeterKind KindOf(MeterValue value, Quantity quantity) =>
        value.SubmeterKind == SubmeterKind.Unknown ? quantity.Submeter : value.SubmeterKind;

    private static Entity Known(MeterValue value, string key, Aspect aspect, EntityClass entityClass)
    {
        Quantity? quantity = value.Quantity;
        bool diagnostic = quantity is null || IsDiagnostic(quantity);
        return new Entity
        {
            Key = key,
            Code = value.Code,
            Aspect = aspect,
            Class = entityClass,
            Unit = value.Measurement.Unit,
            Group = GroupOf(quantity, diagnostic),
            IsDiagnostic = diagnostic,
            Made = value.Made,
        };
    }

    private static Entity Unknown(MeterValue value, string key, Aspect aspect, EntityClass entityClass) =>
        Known(value, key, aspect, entityClass) with { Group = StateGroup.Diagnostics, IsDiagnostic = true };

    private static StateGroup GroupOf(Quantity? quantity, bool diagnostic) => quantity?.Kind switch
    {
        // A mean over the running quarter of an hour moves too slowly to be told every few seconds.
        QuantityKind.Instant when quantity.Processing is Processing.Demand or Processing.LastDemand => StateGroup.Registers,
        QuantityKind.Instant => StateGroup.Live,
        _ when diagnostic => StateGroup.Diagnostics,
        _ => StateGroup.Registers,
    };

    private static bool IsDiagnostic(Quantity quantity) => quantity.Kind switch
    {
        QuantityKind.Register or QuantityKind.NetRegister or QuantityKind.Peak => false,
        QuantityKind.Instant => quantity.Unit == Unit.Degree || quantity is { Subject: Subject.Voltage, Processing: Processing.Average },
        QuantityKind.State => quantity.Subject is not (Subject.ActiveTariff or Subject.TariffIndicator),
        _ => true,
    };
}
