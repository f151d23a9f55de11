using System.Globalization;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>Compares a reading with what the simulated telegram holds: every value, exactly, in order, and none beside.</summary>
internal static class Expected
{
    /// <summary>What differs, in words; null when nothing does.</summary>
    public static string? Difference(SimulatedTelegram telegram, Reading reading)
    {
        if (telegram.MeterId is not null && telegram.MeterId != reading.MeterId)
            return $"meter id {reading.MeterId}, expected {telegram.MeterId}";
        if (telegram.Timestamp is DateTimeOffset stamp && Differs(stamp, reading.Timestamp))
            return $"timestamp {reading.Timestamp}, expected {stamp:o}";
        List<Measurement> read = [.. reading.Measurements];
        foreach (ExpectedValue expected in telegram.Values)
        {
            int index = read.FindIndex(value => value.Code == expected.Code);
            if (index < 0)
                return $"{expected.Code} is missing";
            if (Difference(expected, read[index]) is string difference)
                return $"{expected.Code}: {difference}";
            read.RemoveAt(index);
        }
        return read.Count > 0 ? $"{read[0].Code} was not sent" : null;
    }

    /// <summary>
    /// What is said that was not sent, in words; null where all that is said is true. Unlike in <see cref="Difference(SimulatedTelegram, Reading)"/>, values may
    /// be missing: a damaged line is left out of a frame whose lines stand by themselves.
    /// </summary>
    public static string? Untruth(SimulatedTelegram telegram, Reading reading)
    {
        if (reading.MeterId is not null && telegram.MeterId is not null && telegram.MeterId != reading.MeterId)
            return $"meter id {reading.MeterId}, sent {telegram.MeterId}";
        if (reading.Timestamp is not null && telegram.Timestamp is DateTimeOffset stamp && Differs(stamp, reading.Timestamp))
            return $"timestamp {reading.Timestamp}, sent {stamp:o}";
        List<ExpectedValue> sent = [.. telegram.Values];
        foreach (ref readonly Measurement value in reading.Measurements)
        {
            Measurement read = value;
            int index = sent.FindIndex(expected => expected.Code == read.Code && Difference(expected, read) is null);
            if (index < 0)
                return $"{read.Code}: {Shown(read)} was not sent";
            sent.RemoveAt(index);
        }
        return null;
    }

    private static string? Difference(ExpectedValue expected, Measurement read)
    {
        if (expected.Number is decimal number && (read.Kind != ValueKind.Number || read.Number != number || read.Unit != expected.Unit || read.ScaleKnown != expected.ScaleKnown))
            return $"{Shown(read)}, expected {number} {expected.Unit}";
        if (expected.Text is string text && Written(read) != text)
            return $"{Shown(read)}, expected '{text}'";
        if (expected.Time is DateTimeOffset time && (read.Kind != ValueKind.Time || Differs(time, read.Time)))
            return $"{Shown(read)}, expected {time:o}";
        if (expected.TakenAt is DateTimeOffset takenAt && Differs(takenAt, read.TakenAt))
            return $"taken at {read.TakenAt}, expected {takenAt:o}";
        if (expected.TakenAt is null && read.TakenAt is not null)
            return $"taken at {read.TakenAt}, which was not sent";
        return expected.Device != read.Device ? $"device {read.Device}, expected {expected.Device}" : null;
    }

    private static bool Differs(DateTimeOffset expected, MeterTime? read) =>
        read is not MeterTime time || time.Local != expected.DateTime || (time.Instant is DateTimeOffset instant && instant != expected);

    // An empty group has no value; it is sent as an empty text.
    private static string? Written(Measurement read) => read.Kind switch
    {
        ValueKind.Text => read.Text,
        ValueKind.Null => "",
        ValueKind.Number => read.Number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Shown(Measurement read) => $"{read.Kind} {read.Number} {read.Unit} {read.Text} {(read.Kind == ValueKind.Time ? read.Time : null)}{(read.ScaleKnown ? "" : " (scale unknown)")}";
}
