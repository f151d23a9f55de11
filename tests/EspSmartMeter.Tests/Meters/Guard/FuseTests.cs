using EspSmartMeter.Meters.Guard;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Meters.Guard;

public class FuseTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);
    private static readonly Measurement Register = Measurement.OfNumber(ObisCode.Parse("1-0:1.8.0"), 1000, Unit.KilowattHour);

    [Fact]
    public void Three_phases_of_its_amperes_bound_what_a_register_rises_in_an_hour() =>
        Assert.Equal((17.25m, 86.25m), (new Fuse(25).AnHour(Register, Now), new Fuse().AnHour(Register, Now)));

    [Fact]
    public void A_larger_power_raises_the_bound_and_fades_by_half_each_six_hours()
    {
        Fuse fuse = new();
        fuse.Carried(600_000, Now);

        Assert.Equal(1200, fuse.AnHour(Register, Now));
        Assert.Equal(600, fuse.AnHour(Register, Now.AddHours(6)));
        Assert.Equal(86.25m, fuse.AnHour(Register, Now.AddDays(7)));
    }
}
