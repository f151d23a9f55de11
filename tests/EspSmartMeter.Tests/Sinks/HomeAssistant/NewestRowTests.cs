using System.Text.Json;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>Of a table of past months' peaks an entity shows the newest row.</summary>
public sealed class NewestRowTests
{
    private const string Registers = "esp-smart-meter/m1/registers", Key = "power_import_peak_history";

    private static readonly (decimal Watts, DateTime? At) January = (3597, new(2026, 1, 3, 18, 45, 0)), February = (3298, new(2026, 2, 10, 13, 15, 0)), NoPeak = (0, null);

    [Fact]
    public void It_is_that_of_the_last_month_wherever_it_stands()
    {
        Assert.Equal((3298, "2026-02-10T13:15:00+01:00"), Shown(NoPeak, January, February));
        Assert.Equal((3298, "2026-02-10T13:15:00+01:00"), Shown(February, NoPeak, January));
    }

    [Fact]
    public void A_table_of_one_month_is_shown_as_it_is()
    {
        Assert.Equal((3597, "2026-01-03T18:45:00+01:00"), Shown(January));
        Assert.Equal((0, null), Shown(NoPeak));
        Assert.Equal((0, null), Shown(NoPeak, NoPeak));
    }

    private static (decimal Watts, string? At) Shown(params (decimal Watts, DateTime? At)[] rows)
    {
        using Installation installation = new();
        installation.Connected();
        Reading reading = new() { MeterId = "m1" };
        foreach ((decimal watts, DateTime? at) in rows)
            reading.Add(Measurement.OfNumber(ObisCode.Parse("0-0:98.1.0"), watts, Unit.Watt) with { TakenAt = at is DateTime local ? new MeterTime(local, 60) : null });
        installation.Take(reading);
        JsonElement state = installation.Last(Registers);
        return (state.GetProperty(Key).GetDecimal(), state.TryGetProperty($"{Key}_taken_at", out JsonElement taken) ? taken.GetString() : null);
    }
}
