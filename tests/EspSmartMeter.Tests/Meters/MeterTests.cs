using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using static EspSmartMeter.Tests.Meters.Telegrams;

namespace EspSmartMeter.Tests.Meters;

public class MeterTests
{
    [Fact]
    public void A_list_that_lacks_values_keeps_the_last_ones()
    {
        Telegrams telegrams = new();
        telegrams.Send(TimeSpan.FromSeconds(10), Power(100), Energy(1000));
        telegrams.Send(Power(200));

        Assert.Equal((200, 1000), (telegrams.Number("1-0:1.7.0"), telegrams.Number("1-0:1.8.0")));
    }

    [Fact]
    public void An_instant_that_stops_coming_grows_stale_after_three_of_its_intervals_and_a_register_does_not()
    {
        Telegrams telegrams = new();
        for (int telegram = 0; telegram < 6; telegram++)
            telegrams.Send(TimeSpan.FromSeconds(10), Power(100), Power(5, "1-0:2.7.0"), Energy(1000));
        DateTimeOffset last = telegrams.Now - TimeSpan.FromSeconds(10);
        MeterValue instant = telegrams.Meter.State.Find(ObisCode.Parse("1-0:2.7.0"))!, register = telegrams.Meter.State.Find(ObisCode.Parse("1-0:1.8.0"))!;

        Assert.Equal(TimeSpan.FromSeconds(10), instant.Interval);
        Assert.False(instant.IsStale(last + TimeSpan.FromSeconds(30)));
        Assert.True(instant.IsStale(last + TimeSpan.FromSeconds(31)));
        Assert.False(register.IsStale(last + TimeSpan.FromDays(30)));
    }

    [Fact]
    public void Lists_of_their_own_intervals_make_no_value_stale()
    {
        Telegrams telegrams = new();
        for (int second = 0; second < 3 * 3600; second += 10)
        {
            if (second % 3600 == 0)
                telegrams.Send(TimeSpan.FromSeconds(10), Power(second), Power(1, "1-0:3.7.0"), Energy(1000));
            else
                telegrams.Send(TimeSpan.FromSeconds(10), Power(second));
            Assert.DoesNotContain(telegrams.Meter.State.Values, value => value.IsStale(telegrams.Now));
        }
    }

    [Fact]
    public void A_meter_that_sends_by_the_hour_is_available_between_two_telegrams()
    {
        Telegrams telegrams = new();
        telegrams.Source.Statistics.LinkIs(LinkState.Connected, telegrams.Now, Sentence.Of("link.connected"));
        for (int hour = 0; hour < 4; hour++)
            telegrams.Send(TimeSpan.FromHours(1), Energy(1000 + hour));

        Assert.True(telegrams.Meter.IsAvailable(telegrams.Now + TimeSpan.FromHours(1.9)));
        Assert.False(telegrams.Meter.IsAvailable(telegrams.Now + TimeSpan.FromHours(2.1)));
    }

    [Fact]
    public void A_meter_whose_link_is_down_for_more_than_a_minute_is_not_available()
    {
        Telegrams telegrams = new();
        for (int hour = 0; hour < 3; hour++)
            telegrams.Send(TimeSpan.FromHours(1), Energy(1000 + hour));
        telegrams.Source.Statistics.LinkIs(LinkState.Lost, telegrams.Now, Sentence.Of("tcp.closed", "emeter.local"));

        Assert.True(telegrams.Meter.IsAvailable(telegrams.Now + TimeSpan.FromSeconds(60)));
        Assert.False(telegrams.Meter.IsAvailable(telegrams.Now + TimeSpan.FromSeconds(61)));
    }

    [Fact]
    public void The_scale_option_multiplies_exactly_and_is_shown()
    {
        ScaleOptions ratio = new("m1", ObisCode.Parse("1-0:1.8.0"), 40);
        Telegrams telegrams = new(new AppOptions { Sources = [], DataFolder = "", Scale = [ratio] });
        telegrams.Send(Energy(1234.567m));

        MeterValue value = telegrams.Meter.State.Find(ObisCode.Parse("1-0:1.8.0"))!;
        Assert.Equal((49382.680m, 40m), (value.Measurement.Number, value.Factor));
    }

    [Theory]
    [InlineData("4530303132333435363738", true)]
    [InlineData("E0012345678", true)]
    [InlineData("E0012345679", false)]
    public void The_scale_option_names_a_meter_by_its_id_or_by_its_number_as_the_page_shows_it(string written, bool meant)
    {
        ScaleOptions ratio = new(written, ObisCode.Parse("1-0:1.8.0"), 40);
        Telegrams telegrams = new(new AppOptions { Sources = [], DataFolder = "", Scale = [ratio] }) { MeterId = "4530303132333435363738" };
        telegrams.Send(Energy(1));

        Assert.Equal(meant ? 40m : 1m, telegrams.Number("1-0:1.8.0"));
    }

    [Fact]
    public void The_scale_option_makes_a_value_without_known_scale_publishable()
    {
        ScaleOptions decimals = new(null, ObisCode.Parse("1-0:32.7.0"), 0.1m);
        Telegrams telegrams = new(new AppOptions { Sources = [], DataFolder = "", Scale = [decimals] });
        telegrams.Send(Measurement.OfNumber(ObisCode.Parse("1-0:32.7.0"), 2304, Unit.None, scaleKnown: false));

        MeterValue value = telegrams.Meter.State.Find(ObisCode.Parse("1-0:32.7.0"))!;
        Assert.Equal((230.4m, Unit.Volt, true), (value.Measurement.Number, value.Measurement.Unit, value.IsPublishable));
    }

    [Fact]
    public void Repeated_codes_are_kept_beside_the_first()
    {
        Telegrams telegrams = new();
        telegrams.Send(Power(3000, "1-0:1.6.0"), Power(2000, "1-0:1.6.0"), Power(1000, "1-0:1.6.0"));

        MeterValue peak = Assert.Single(telegrams.Meter.State.Values);
        Assert.Equal(3000, peak.Measurement.Number);
        Assert.Equal([2000, 1000], peak.Also.Select(also => also.Number));
    }

    [Fact]
    public void Submeters_are_told_apart_by_their_id_and_not_by_their_channel()
    {
        DateTime noon = new(2026, 3, 10, 12, 0, 0);
        Telegrams telegrams = new();
        telegrams.Send(TimeSpan.FromMinutes(5), [.. Gas(1, "OLD", 500, noon), .. Gas(2, "NEW", 1, noon)]);
        telegrams.Send([.. Gas(1, "NEW", 2, noon.AddMinutes(5))]);

        Submeter[] submeters = [.. telegrams.Meter.State.Submeters];
        Assert.Equal([("OLD", 1), ("NEW", 1)], submeters.Select(submeter => (submeter.DeviceId, submeter.Channel)));
        Assert.Equal(2, submeters[1].Values.Single(value => value.Code == ObisCode.Parse("0-1:24.2.1")).Measurement.Number);
        Assert.Empty(telegrams.Withheld);
    }

    [Fact]
    public void A_device_that_is_listed_twice_keeps_the_newer_stamp()
    {
        DateTime noon = new(2026, 3, 10, 12, 0, 0);
        Telegrams telegrams = new();
        telegrams.Send(TimeSpan.FromMinutes(5), Gas(1, "G1", 500, noon));
        telegrams.Send(Gas(1, "G1", 480, noon.AddDays(-30)));

        Assert.Equal(500, telegrams.Number("0-1:24.2.1"));
        Assert.Empty(telegrams.Withheld);
    }

    [Fact]
    public void A_replaced_device_that_stays_listed_with_an_old_stamp_is_told()
    {
        DateTime noon = new(2026, 3, 10, 12, 0, 0);
        Telegrams telegrams = new();
        telegrams.Send([.. Gas(1, "OLD", 500, noon.AddDays(-30)), .. Gas(2, "NEW", 1, noon)]);

        Assert.Equal([true, false], telegrams.Meter.State.Submeters.Select(submeter => submeter.IsReplaced));
    }

    [Fact]
    public void A_restart_keeps_registers_intervals_and_submeters_and_shows_nothing_old_as_fresh()
    {
        DateTime noon = new(2026, 3, 10, 12, 0, 0);
        Telegrams before = new();
        for (int telegram = 0; telegram < 4; telegram++)
            before.Send(TimeSpan.FromSeconds(10), [Power(100), Energy(1000.5m), .. Gas(1, "G1", 12.345m, noon)]);

        Telegrams after = new(lastRun: before.Registry.Stored()) { Now = before.Now + TimeSpan.FromMinutes(5) };
        Meter meter = after.Meter;

        Assert.Equal((1000.5m, 12.345m), (after.Number("1-0:1.8.0"), after.Number("0-1:24.2.1")));
        Assert.Equal(TimeSpan.FromSeconds(10), meter.State.Interval);
        Assert.Equal(("G1", SubmeterKind.Gas), (meter.State.Submeters[0].DeviceId, meter.State.Submeters[0].Kind));
        Assert.False(meter.IsAvailable(after.Now));
        Assert.True(meter.State.Find(ObisCode.Parse("1-0:1.7.0"))!.IsStale(after.Now));
    }

    [Fact]
    public void A_meter_of_a_source_under_a_new_address_is_known_again()
    {
        Telegrams before = new(url: "tcp://emeter.local:8088");
        before.Send(Energy(1000));

        Telegrams after = new(lastRun: before.Registry.Stored(), url: "tcp://192.168.1.7:8088") { Now = before.Now + TimeSpan.FromMinutes(1) };
        Assert.Empty(after.Registry.Meters);
        after.Send(Energy(0), Energy(5, "1-0:2.8.0"));

        Assert.Equal(1000, after.Number("1-0:1.8.0"));
    }
}
