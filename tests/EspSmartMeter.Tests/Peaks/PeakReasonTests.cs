using EspSmartMeter.Languages;
using EspSmartMeter.Peaks;

namespace EspSmartMeter.Tests.Peaks;

/// <summary>Why a window is warned of: what to do where something can be done, in at most what Home Assistant shows of a state.</summary>
public sealed class PeakReasonTests
{
    private const long Minute = 60_000;

    /// <summary>2026-01-15T12:00Z.</summary>
    private const long Noon = 1_768_478_400_000;

    [Theory]
    [InlineData(3000, 3000, -1500, "As it goes, the period until 13:15 comes to 3000 W; above 2500 W the bill rises. Switch off 1500 W until then, and it does not.")]
    [InlineData(3000, 3004, -1501, "As it goes, the period until 13:15 comes to 3000 W; above 2500 W the bill rises. Switch off 1510 W until then, and it does not.")]
    [InlineData(2400, 2490, 128, "As it goes, the period until 13:15 comes to 2490 W; above 2500 W the bill rises. Only 120 W more may be switched on until then.")]
    [InlineData(4000, 4000, -8500, "The period until 13:15 comes to more than 2500 W whatever is switched off now, as it goes to 4000 W: the bill rises.")]
    public void It_says_what_can_be_done(int mean, int forecast, int free, string says) =>
        Assert.Equal(says, $"{PeakReason.Of(Status(mean, forecast, free), TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels"))}");

    [Fact]
    public void Without_a_warning_there_is_none() => Assert.Null(PeakReason.Of(Status(3000, 3000, -1500) with { Warns = false }, TimeZoneInfo.Utc));

    [Theory]
    [InlineData(3000, -1500)]
    [InlineData(2400, 128)]
    [InlineData(4000, -8500)]
    public void In_each_language_it_fits_into_what_Home_Assistant_shows(int mean, int free)
    {
        Sentence reason = PeakReason.Of(Status(mean, 123_456, free), TimeZoneInfo.Utc)!;
        foreach (string language in LanguageColumn.LanguagesOf(Sentences.Table))
            Assert.InRange(Sentences.In(language).Say(reason).Length, 50, 255);
    }

    // Ten minutes of the quarter are over.
    private static PeakStatus Status(int mean, int forecast, int free) =>
        new(Noon + (10 * Minute), Noon, Noon + (15 * Minute), mean * 1000L, forecast * 1000L, 2_500_000, 2_500_000, 2_500_000, free * 1000L, true);
}
