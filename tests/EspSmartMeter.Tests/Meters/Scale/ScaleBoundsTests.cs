using EspSmartMeter.Meters.Scale;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Meters.Scale;

/// <summary>What is named, and what a stream that says anything at all cannot do.</summary>
public sealed class ScaleBoundsTests
{
    [Theory]
    [InlineData("10.9", "10")]
    [InlineData("0.0096", "0.01")]
    [InlineData("38.7", "40")]
    [InlineData("1.9", "1")]
    [InlineData("0.55", "1")]
    [InlineData("6", null)]
    [InlineData("0.3", null)]
    [InlineData("1200", null)]
    [InlineData("0", null)]
    public void A_ratio_is_named_by_the_factor_that_is_near_it(string ratio, string? factor) => Assert.Equal(Number(factor), KnownFactor.OfEnergy(Number(ratio)!.Value));

    [Theory]
    [InlineData("1.67", "1")]
    [InlineData("2.9", "1")]
    [InlineData("5", null)]
    [InlineData("16.7", "10")]
    [InlineData("0.17", "0.1")]
    [InlineData("0.4", null)]
    [InlineData("1300", "1000")]
    public void Volts_times_amperes_are_off_by_decimals_alone(string ratio, string? factor) => Assert.Equal(Number(factor), KnownFactor.OfApparent(Number(ratio)!.Value));

    [Theory]
    [InlineData("57.7", "1")]
    [InlineData("120", "1")]
    [InlineData("400", "1")]
    [InlineData("2310", "10")]
    [InlineData("2.29", "0.01")]
    public void A_voltage_of_transformers_or_of_another_country_is_right(string volts, string factor) => Assert.Equal(Number(factor), KnownFactor.OfVoltage(Number(volts)!.Value / 230));

    [Fact]
    public void A_step_is_the_largest_number_that_divides_all_that_was_seen()
    {
        FinestStep step = new();
        foreach (decimal number in new[] { 0, 12.40m, 3.10m, -0.30m })
            step.Take(number);
        Assert.Equal(0.10m, step.Value);
    }

    [Theory]
    [InlineData(1, 1.5)]
    [InlineData(350, 384)]
    [InlineData(11000, 12288)]
    public void The_level_of_a_power_is_told_to_a_doubling(int watts, decimal level)
    {
        PowerLevel power = new();
        power.Add(watts, TimeSpan.FromHours(3));
        power.Add(watts * 30, TimeSpan.FromHours(1));
        Assert.Equal(level, power.Median);
    }

    [Fact]
    public void Values_of_any_size_in_any_order_of_time_are_borne()
    {
        Random chance = new(7);
        ObisCode[] codes =
        [
            .. new[] { "1-0:1.7.0", "1-0:2.7.0", "1-0:16.7.0", "1-0:15.7.0", "1-0:21.7.0", "1-0:31.7.0", "1-0:32.7.0", "1-0:51.7.0", "1-0:52.7.0", "1-0:1.8.0", "1-0:1.8.1", "1-0:1.8.2", "1-0:2.8.0" }
                .Select(ObisCode.Parse),
        ];
        ScaleProof proof = new();
        DateTimeOffset at = Telegrams.Start;
        for (int telegram = 0; telegram < 20_000; telegram++)
        {
            at += TimeSpan.FromSeconds(chance.Next(10) == 0 ? chance.Next(-5000, 5000) : chance.Next(1, 60));
            proof.Begin(at, chance.Next(2) == 0 ? null : new MeterTime(at.DateTime, 0));
            foreach (ObisCode code in codes.Where(_ => chance.Next(4) > 0))
                proof.Take(Measurement.OfNumber(code, Any(chance), Catalogue.Find(code)!.Unit, chance.Next(50) > 0), chance.Next(9) == 0 ? 40 : null);
            proof.End();
        }
        Assert.InRange(proof.Doubts.Count, 0, codes.Length);
    }

    private static decimal Any(Random chance) => chance.Next(6) switch
    {
        0 => decimal.MaxValue,
        1 => 999_999_999,
        2 => 0.0000000000000000000000000001m,
        3 => 0,
        4 => -chance.Next(),
        _ => chance.Next(100_000) / 1000m,
    };

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
