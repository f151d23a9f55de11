using EspSmartMeter.Languages;
using EspSmartMeter.Meters;
using EspSmartMeter.Sources;
using static EspSmartMeter.Tests.Meters.Telegrams;

namespace EspSmartMeter.Tests.Meters;

public class SourceIdentityTests
{
    [Fact]
    public void A_list_without_id_goes_to_the_meter_last_named_on_the_source()
    {
        Telegrams telegrams = new();
        telegrams.Send(Power(100));
        telegrams.MeterId = null;
        telegrams.Send(Power(200));

        Assert.Equal("m1", telegrams.Meter.Id);
        Assert.Equal(200, telegrams.Number("1-0:1.7.0"));
    }

    [Fact]
    public void A_list_whose_maker_sends_the_id_elsewhere_waits_for_it()
    {
        Telegrams telegrams = new() { MeterId = null, IdComesInOtherLists = true };
        telegrams.Send(TimeSpan.FromSeconds(3), Power(100));
        Assert.Empty(telegrams.Registry.Meters);

        telegrams.MeterId = "m1";
        telegrams.Send(Energy(1000));

        Assert.Equal((100, 1000), (telegrams.Number("1-0:1.7.0"), telegrams.Number("1-0:1.8.0")));
        Assert.Equal(2, telegrams.Meter.State.Telegrams);
    }

    [Fact]
    public void After_a_minute_without_an_id_it_goes_by_the_source()
    {
        Telegrams telegrams = new(name: "Garage") { MeterId = null, IdComesInOtherLists = true };
        for (int telegram = 0; telegram < 25; telegram++)
            telegrams.Send(TimeSpan.FromSeconds(2.5), Power(telegram));
        Assert.Empty(telegrams.Registry.Meters);

        telegrams.Send(Power(100));
        Assert.Equal("Garage", telegrams.Meter.Id);
    }

    [Theory]
    [InlineData("tcp://emeter.local:8088", null, "emeter_local")]
    [InlineData("tcp://192.168.1.7:8088", null, "192_168_1_7")]
    [InlineData("serial:///dev/ttyUSB0", null, "ttyUSB0")]
    [InlineData("tcp://emeter.local:8088", "house", "house")]
    public void A_meter_that_never_says_who_it_is_goes_by_name_or_host(string url, string? name, string id)
    {
        Telegrams telegrams = new(url: url, name: name) { MeterId = null };
        telegrams.Send(Power(1));

        Assert.StartsWith(id, telegrams.Meter.Id);
        Assert.Matches("^[a-zA-Z0-9_-]+$", telegrams.Meter.Id);
    }

    [Fact]
    public void The_chip_id_of_an_ESP_comes_before_its_host_name()
    {
        Telegrams telegrams = new() { MeterId = null };
        telegrams.Source.IdentifiedAs("a1b2c3");
        telegrams.Send(Power(1));

        Assert.Equal("a1b2c3", telegrams.Meter.Id);
    }

    [Fact]
    public void A_meter_without_an_id_waits_for_the_chip_id_of_its_ESP_and_loses_no_telegram()
    {
        Telegrams telegrams = Asking();
        telegrams.Send(TimeSpan.FromSeconds(1), Power(100));
        Assert.Empty(telegrams.Registry.Meters);

        telegrams.Source.IdentifiedAs("a1b2c3");
        telegrams.Registry.OnIdle(telegrams.Source, telegrams.Now);
        Assert.Equal("a1b2c3", telegrams.Meter.Id);
        Assert.Equal(100, telegrams.Number("1-0:1.7.0"));
    }

    [Fact]
    public void After_some_seconds_without_an_answer_it_goes_by_the_host()
    {
        Telegrams telegrams = Asking();
        telegrams.Send(TimeSpan.FromSeconds(10), Power(100));
        telegrams.Registry.OnIdle(telegrams.Source, telegrams.Now);
        Assert.Empty(telegrams.Registry.Meters);

        telegrams.Registry.OnIdle(telegrams.Source, telegrams.Now += TimeSpan.FromSeconds(1));
        Assert.StartsWith("emeter_local", telegrams.Meter.Id);
    }

    [Fact]
    public void A_device_that_is_no_ESP_of_ours_is_not_waited_for()
    {
        Telegrams telegrams = Asking();
        telegrams.Source.HasNoChipId(telegrams.Now);
        telegrams.Send(Power(100));
        Assert.StartsWith("emeter_local", telegrams.Meter.Id);
    }

    [Fact]
    public void A_name_of_the_source_comes_before_the_chip_id_and_waits_for_nothing()
    {
        Telegrams telegrams = Asking("Garage");
        telegrams.Send(Power(100));
        Assert.Equal("Garage", telegrams.Meter.Id);
    }

    [Fact]
    public void The_chip_id_of_the_last_run_is_known_before_the_ESP_answers()
    {
        Telegrams before = Asking();
        before.Source.IdentifiedAs("a1b2c3");

        Telegrams after = new(lastRun: before.Registry.Stored()) { MeterId = null };
        after.Source.IsAskedForChip();
        after.Send(Power(1));
        Assert.Equal("a1b2c3", after.Meter.Id);
    }

    [Fact]
    public void An_id_once_given_stays_even_when_a_better_one_could_be_told()
    {
        Telegrams before = new() { MeterId = null };
        before.Send(Power(1));

        Telegrams after = new(lastRun: before.Registry.Stored()) { MeterId = null };
        after.Source.IdentifiedAs("a1b2c3");
        after.Send(Power(2));

        Assert.Equal(before.Meter.Id, after.Meter.Id);
    }

    [Fact]
    public void A_swapped_meter_with_a_new_id_is_a_new_meter_at_once()
    {
        Telegrams telegrams = new();
        telegrams.Send(TimeSpan.FromSeconds(10), Energy(54321));
        telegrams.MeterId = "m2";
        telegrams.Send(Energy(3));

        Assert.Equal(["m1", "m2"], telegrams.Registry.Meters.Select(meter => meter.Id));
        Assert.Empty(telegrams.Withheld);
    }

    [Theory]
    [InlineData("7359992890941742", "7359992890941742")]
    [InlineData("a b", "a_b_")]
    [InlineData("../../+/#", "_")]
    [InlineData("Zähler", "Z_hler_")]
    public void Ids_are_made_safe_for_topics(string id, string start)
    {
        string safe = MeterId.Safe(id);

        Assert.StartsWith(start.TrimEnd('_'), safe.TrimStart('_', '-'));
        Assert.Matches("^[a-zA-Z0-9_-]+$", safe);
    }

    [Theory]
    [InlineData("4530303132333435363738", "E0012345678")]
    [InlineData("7359992890941742", "7359992890941742")]
    [InlineData("0A0145414D4F01020304", "0A0145414D4F01020304")]
    [InlineData("453030313233343536373", "453030313233343536373")]
    [InlineData("emeter", "emeter")]
    public void A_number_is_shown_as_it_is_printed_on_the_meter(string id, string shown) => Assert.Equal(shown, MeterId.Readable(id));

    [Fact]
    public void Ids_that_differ_only_in_what_is_not_safe_stay_different() => Assert.NotEqual(MeterId.Safe("a b"), MeterId.Safe("a.b"));

    [Fact]
    public void A_stream_that_invents_ids_fills_no_memory()
    {
        Telegrams telegrams = new();
        for (int meter = 0; meter < 1000; meter++)
        {
            telegrams.MeterId = $"m{meter}";
            telegrams.Send(Power(1));
        }

        Assert.Equal(64, telegrams.Registry.Meters.Count);
    }

    /// <summary>A meter without an id, whose device is being asked who it is.</summary>
    private static Telegrams Asking(string? name = null)
    {
        Telegrams telegrams = new(name: name) { MeterId = null };
        telegrams.Source.Statistics.LinkIs(LinkState.Connected, telegrams.Now, Sentence.Of("link.connected"));
        telegrams.Source.IsAskedForChip();
        return telegrams;
    }
}
