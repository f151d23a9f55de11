using SmartMeter.Decoding.Obis;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>A home of one's choice behind a simulated meter.</summary>
public class HomeBehindTests
{
    private static readonly ObisCode Import = ObisCode.Parse("1-0:1.7.0"), Export = ObisCode.Parse("1-0:2.7.0");
    private static readonly DateTimeOffset Evening = new(2026, 11, 29, 18, 40, 0, TimeSpan.Zero), Noon = new(2026, 6, 10, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Two_meters_with_the_same_home_measure_the_same_and_have_serial_numbers_of_their_own()
    {
        SimulatedTelegram[] one = Telegrams("aidon-3phase", 1, HomeKind.Car, Evening), two = Telegrams("aidon-3phase", 2, HomeKind.Car, Evening);

        Assert.Equal(one.Select(telegram => Number(telegram, Import)), two.Select(telegram => Number(telegram, Import)));
        Assert.NotEqual(one[0].MeterId, two[0].MeterId);
        Assert.NotEqual(one.Select(telegram => Number(telegram, Import)), Telegrams("aidon-3phase", 1, null, Evening).Select(telegram => Number(telegram, Import)));
    }

    [Fact]
    public void A_car_draws_eleven_kilowatts_through_a_meter_of_one_phase_too() =>
        Assert.Contains(Telegrams("aidon", 1, HomeKind.Car, Evening.AddMinutes(40)), telegram => Number(telegram, Import) > 11_000);

    [Fact]
    public void A_roof_under_clouds_exports_through_a_meter_whose_usual_home_has_none()
    {
        Assert.DoesNotContain(Telegrams("landis-e350-norway", 1, HomeKind.HeatPump, Noon), telegram => Number(telegram, Export) > 0);
        Assert.Contains(Telegrams("landis-e350-norway", 1, HomeKind.Clouds, Noon), telegram => Number(telegram, Export) > 1000);
    }

    private static SimulatedTelegram[] Telegrams(string meter, int seed, HomeKind? kind, DateTimeOffset start) =>
        [.. SimulatedMeters.Find(meter)!.Telegrams(seed, start, kind is HomeKind home ? new HomeBehind(home, 16) : null).Take(1000)];

    private static decimal? Number(SimulatedTelegram telegram, ObisCode code) => telegram.Values.FirstOrDefault(value => value.Code == code)?.Number;
}
