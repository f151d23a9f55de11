using EspSmartMeter.Files;
using EspSmartMeter.Languages;
using EspSmartMeter.Meters.Scale;
using EspSmartMeter.Options;
using EspSmartMeter.Sinks;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using Xunit;

namespace EspSmartMeter.Tests.Meters.Scale;

/// <summary>What is asked of a meter whose scales are apart, and that nothing but asking happens.</summary>
public sealed class ScaleNoticeTests
{
    private const int TelegramsAnHour = 360;

    [Fact]
    public void A_register_that_rises_ten_times_slower_than_the_power_says_is_asked_about_with_the_line_to_paste()
    {
        Telegrams telegrams = new();
        Live(telegrams, hours: 2, registerBy: 0.1m);
        Assert.Empty(Said(telegrams));
        Live(telegrams, hours: 2, registerBy: 0.1m);
        Assert.Equal(
            "Meter m1: measured against 1-0:1.7.0, 1-0:1.8.0 shows 1/10 × what it should, or 1-0:1.7.0 is the one that is wrong. Compare both with the meter's display, "
            + """and add to the option scale (Corrections) the one of these that is right: - {meter: "m1", obis: "1-0:1.8.0", factor: 10} or - {meter: "m1", obis: "1-0:1.7.0", factor: 0.1}. """
            + "Nothing is corrected by itself.",
            Assert.Single(Said(telegrams)));
        // It asks, and changes nothing.
        Assert.Null(telegrams.Meter.State.Find(ObisCode.Parse("1-0:1.8.0"))!.Factor);
    }

    [Fact]
    public void A_factor_that_is_set_for_what_the_meter_has_in_it_is_to_be_taken_out()
    {
        Telegrams telegrams = new(Options(("1-0:1.8.0", 40)));
        Live(telegrams, hours: 4, registerBy: 1);
        Assert.Equal(
            "Meter m1: measured against 1-0:1.7.0, 1-0:1.8.0 shows 40 × what it should, just what the option scale (Corrections) multiplies it by: the factor seems to be in twice. "
            + """If the meter's display bears that out, take out: - {meter: "m1", obis: "1-0:1.8.0", factor: 40}. Nothing is corrected by itself.""",
            Assert.Single(Said(telegrams)));
    }

    [Fact]
    public void The_line_that_was_asked_for_ends_the_question()
    {
        Telegrams telegrams = new(Options(("1-0:1.8.0", 10)));
        Live(telegrams, hours: 6, registerBy: 0.1m);
        Assert.Empty(Said(telegrams));
    }

    [Fact]
    public void A_factor_of_the_owner_that_is_too_small_is_asked_for_as_a_whole()
    {
        Telegrams telegrams = new(Options(("1-0:1.8.0", 2)));
        Live(telegrams, hours: 4, registerBy: 0.05m);
        Assert.Contains("""- {meter: "m1", obis: "1-0:1.8.0", factor: 20} or""", Assert.Single(Said(telegrams)), StringComparison.Ordinal);
    }

    [Fact]
    public void Volts_and_amperes_that_bear_the_power_out_leave_no_choice()
    {
        Telegrams telegrams = new();
        Live(telegrams, hours: 4, registerBy: 0.001m, amperes: 5);
        Assert.Equal(
            """Meter m1: measured against 1-0:1.7.0, 1-0:1.8.0 shows 1/1000 × what it should. If the meter's display bears that out, add to the option scale (Corrections): """
            + """- {meter: "m1", obis: "1-0:1.8.0", factor: 1000}. Nothing is corrected by itself.""",
            Assert.Single(Said(telegrams)));
    }

    [Fact]
    public void A_meter_that_is_read_rightly_again_is_asked_about_no_longer()
    {
        Telegrams telegrams = new();
        Live(telegrams, hours: 4, registerBy: 0.1m);
        Assert.NotEmpty(Said(telegrams));
        Live(telegrams, hours: 4, registerBy: 1);
        Assert.Empty(Said(telegrams));
    }

    [Fact]
    public void Old_telegrams_that_are_read_ten_times_as_fast_tell_nothing()
    {
        ScaleProof proof = new();
        for (int telegram = 0; telegram < 2 * 24 * TelegramsAnHour; telegram++)
        {
            proof.Begin(Telegrams.Start.AddSeconds(telegram), new MeterTime(Telegrams.Start.DateTime.AddSeconds(telegram * 10), 60));
            proof.Take(Telegrams.Power(1000), null);
            proof.Take(Telegrams.Energy(1000 + (telegram * 0.003m)), null);
            proof.End();
        }
        Assert.Empty(proof.Doubts);
    }

    [Fact]
    public void What_is_heard_costs_no_memory_a_telegram()
    {
        ScaleProof proof = new();
        DateTimeOffset at = Telegrams.Start;
        decimal register = 1000;
        // The lists are as long as they become, and what runs is compiled.
        Hear(3 * TelegramsAnHour);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Hear(20);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Hear(int telegrams)
        {
            for (int telegram = 0; telegram < telegrams; telegram++, at += Telegrams.TenSeconds, register += 0.003m)
            {
                proof.Begin(at, null);
                proof.Take(Telegrams.Power(1000), null);
                proof.Take(Telegrams.Energy(register), null);
                proof.Take(Measurement.OfNumber(Volts, 230, Unit.Volt), null);
                proof.Take(Measurement.OfNumber(Amperes, 5, Unit.Ampere), null);
                proof.End();
            }
        }
    }

    private static readonly ObisCode Volts = ObisCode.Parse("1-0:32.7.0"), Amperes = ObisCode.Parse("1-0:31.7.0");

    private decimal _register = 1000;

    /// <summary>A house that takes between 600 and 1400 W.</summary>
    private void Live(Telegrams telegrams, int hours, decimal registerBy, decimal? amperes = null)
    {
        for (int telegram = 0; telegram < hours * TelegramsAnHour; telegram++)
        {
            decimal watts = 603 + (telegram % 90 < 45 ? 0 : 808);
            _register += watts / TelegramsAnHour / 1000 * registerBy;
            Measurement[] measured = amperes is null ? [] :
            [
                Measurement.OfNumber(Volts, 230, Unit.Volt), Measurement.OfNumber(Amperes, Math.Round(watts / 200, 2), Unit.Ampere),
            ];
            telegrams.Send(Telegrams.TenSeconds, [Telegrams.Power(watts), Telegrams.Energy(Math.Round(_register, 6)), .. measured]);
        }
    }

    private static AppOptions Options(params (string Code, decimal Factor)[] scale) =>
        new() { Sources = [], DataFolder = "", Scale = [.. scale.Select(option => new ScaleOptions(null, ObisCode.Parse(option.Code), option.Factor))] };

    private static string[] Said(Telegrams telegrams)
    {
        Notices notices = new(new AppOptions { Sources = [], DataFolder = "" }, new StoredFiles(NullLogger<StoredFiles>.Instance), telegrams.Registry, [telegrams.Source]);
        return [.. notices.OfTheApp.Select(Sentences.In("en").Say)];
    }
}
