using System.Text.Json;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>What goes out when.</summary>
public sealed class PublishingTests
{
    private const string Live = "esp-smart-meter/m1/live", Registers = "esp-smart-meter/m1/registers", Config = "homeassistant/device/esp_smart_meter_m1/config",
        Available = "esp-smart-meter/m1/availability", Status = "esp-smart-meter/status";

    private static readonly (string, decimal, Unit) Power = ("1-0:1.7.0", 500, Unit.Watt), Energy = ("1-0:1.8.0", 1000.5m, Unit.KilowattHour);

    [Fact]
    public void A_meters_first_telegram_brings_discovery_states_and_availability_in_this_order()
    {
        using Installation installation = new();
        installation.Connected().Sent.Clear();
        installation.Take("m1", Power, Energy);
        Assert.Equal([Config, Live, Registers, Available], installation.Sent.Select(message => message.Topic));
        Assert.Equal([true, false, false, true], installation.Sent.Select(message => message.Retain));
        Assert.Equal("""{"power_import":500}""", installation.On(Live).Single());
        Assert.Equal("""{"energy_import":1000.5}""", installation.On(Registers).Single());
    }

    [Fact]
    public void Live_values_go_out_every_ten_seconds_at_most_and_the_newest_then()
    {
        using Installation installation = new();
        installation.Connected();
        for (int second = 0; second < 60; second++)
        {
            installation.Take("m1", ("1-0:1.7.0", second, Unit.Watt));
            installation.Advance(1);
        }
        // The first, its two echoes for new entities, and one each ten seconds.
        decimal[] sent = [.. installation.On(Live).Select(text => JsonDocument.Parse(text).RootElement.GetProperty("power_import").GetDecimal())];
        Assert.Equal([0, 2, 12, 14, 24, 34, 44, 54], sent);
    }

    [Fact]
    public void With_an_interval_of_zero_every_telegram_goes_out()
    {
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://a:1")) with { Publish = new PublishOptions { Live = TimeSpan.Zero } });
        installation.Connected();
        for (int telegram = 0; telegram < 20; telegram++)
            installation.Take("m1", ("1-0:1.7.0", telegram, Unit.Watt));
        Assert.Equal(20, installation.On(Live).Count());
    }

    [Fact]
    public void Registers_go_out_on_change_alone_and_once_a_minute_at_most()
    {
        using Installation installation = new();
        installation.Connected();
        for (int second = 0; second < 600; second += 10)
        {
            installation.Take("m1", ("1-0:1.8.0", 1000 + (second < 300 ? second / 100m : 3), Unit.KilowattHour));
            installation.Advance(10);
        }
        List<decimal> sent = [.. installation.On(Registers).Select(text => JsonDocument.Parse(text).RootElement.GetProperty("energy_import").GetDecimal())];
        Assert.Equal(1003, sent[^1]);
        Assert.InRange(sent.Distinct().Count(), 5, 7);
        // Two echoes repeat a value; nothing does after the register stands still.
        Assert.InRange(sent.Count, 5, 9);
    }

    [Fact]
    public void Diagnostic_values_stand_still_for_five_minutes_while_the_registers_move()
    {
        using Installation installation = new();
        installation.Connected();
        for (int minute = 0; minute < 12; minute++)
        {
            installation.Take("m1", ("1-0:1.8.0", 1000 + minute, Unit.KilowattHour), ("1-0:32.32.0", minute, Unit.None));
            installation.Advance(60);
        }
        long[] sags = [.. installation.On(Registers).Select(text => JsonDocument.Parse(text).RootElement.GetProperty("voltage_sags_l1").GetInt64()).Distinct()];
        Assert.InRange(sags.Length, 2, 4);
    }

    [Fact]
    public void Lists_in_turn_flicker_nothing_and_an_instant_that_stops_coming_becomes_unknown_while_a_register_stays()
    {
        using Installation installation = new();
        installation.Connected();
        for (int telegram = 0; telegram < 30; telegram++)
        {
            if (telegram % 4 == 0)
                installation.Take("m1", Power, ("1-0:32.7.0", 230.1m, Unit.Volt), Energy);
            else
                installation.Take("m1", Power);
            installation.Advance(2.5);
        }
        Assert.All(installation.On(Live), text => Assert.DoesNotContain("null", text));

        for (int telegram = 0; telegram < 30; telegram++)
        {
            installation.Take("m1", Power);
            installation.Advance(2.5);
        }
        JsonElement live = installation.Last(Live);
        Assert.Equal(JsonValueKind.Null, live.GetProperty("voltage_l1").ValueKind);
        Assert.Equal(500, live.GetProperty("power_import").GetDecimal());
        Assert.All(installation.On(Registers), text => Assert.Contains("1000.5", text));
    }

    [Fact]
    public void The_aidon_lists_one_two_and_three_never_make_an_entity_unknown()
    {
        using Installation installation = new();
        installation.Connected().Run("aidon-3phase", TimeSpan.FromHours(2.1));
        string[] states = [.. installation.Sent.Where(message => message.Topic.EndsWith("/live") || message.Topic.EndsWith("/registers")).Select(message => message.Text)];
        Assert.NotEmpty(states);
        Assert.All(states, state => Assert.DoesNotContain("null", state));
    }

    [Fact]
    public void A_meter_that_falls_silent_is_unavailable_and_comes_back_with_its_next_telegram()
    {
        using Installation installation = new();
        installation.Connected();
        for (int telegram = 0; telegram < 5; telegram++)
        {
            installation.Take("m1", Power);
            installation.Advance(10);
        }
        installation.Advance(120);
        Assert.Equal(["online", "offline"], installation.On(Available));
        installation.Take("m1", Power);
        Assert.Equal("online", installation.On(Available).Last());
    }

    [Fact]
    public void What_comes_back_is_told_its_states_first_however_long_their_interval()
    {
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://a:1")) with
        {
            Publish = new PublishOptions { Live = TimeSpan.FromHours(1), Registers = TimeSpan.FromHours(1) },
        });
        installation.Connected();
        for (int telegram = 0; telegram < 10; telegram++)
        {
            installation.Take("m1", Power, Energy);
            installation.Advance(10);
        }
        installation.Advance(120);
        installation.Sent.Clear();

        installation.Take("m1", ("1-0:1.7.0", 700, Unit.Watt), ("1-0:1.8.0", 1001, Unit.KilowattHour));
        Assert.Equal([Live, Registers, Available], installation.Sent.Select(message => message.Topic));
        Assert.Equal("""{"power_import":700}""", installation.On(Live).Single());
        Assert.Equal("""{"energy_import":1001}""", installation.On(Registers).Single());
    }

    [Fact]
    public void Births_bring_all_states_and_availability_again_after_a_short_wait_and_many_count_as_one()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", Power, Energy);
        installation.Advance(120);
        installation.Sent.Clear();

        for (int birth = 0; birth < 100; birth++)
            installation.Birth();
        Assert.Empty(installation.Sent);
        installation.Advance(4);
        Assert.Equal(["esp-smart-meter/bridge/state", Live, Registers, Available, Status], installation.Sent.Select(message => message.Topic));
        Assert.Equal(["online", "online"], installation.Sent.TakeLast(2).Select(message => message.Text));
        Assert.True(installation.Sent.TakeLast(2).All(message => message.Retain));
    }

    [Fact]
    public void A_birth_tells_a_meter_that_is_away_as_away()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", Power, Energy);
        for (int telegram = 0; telegram < 3; telegram++)
        {
            installation.Advance(10);
            installation.Take("m1", Power, Energy);
        }
        installation.Advance(120);
        installation.Sent.Clear();
        installation.Birth();
        installation.Advance(4);
        Assert.Equal("offline", installation.On(Available).Single());
    }

    [Fact]
    public void A_late_will_on_our_own_status_is_put_right()
    {
        using Installation installation = new();
        installation.Connected().Sent.Clear();
        installation.Publisher.OnMessage(EspSmartMeter.Mqtt.MqttMessage.Retained(Status, "offline"), installation.Now);
        Assert.Equal("online", installation.On(Status).Single());
    }

    [Theory]
    [InlineData("offline")]
    [InlineData("")]
    [InlineData("OFFLINE ")]
    [InlineData("unavailable")]
    public void Whatever_somebody_writes_over_our_own_status_is_put_right_and_a_flood_of_it_once_a_second(string text)
    {
        using Installation installation = new();
        installation.Connected().Sent.Clear();
        for (int i = 0; i < 100; i++)
            installation.Publisher.OnMessage(EspSmartMeter.Mqtt.MqttMessage.Retained(Status, text), installation.Now);
        Assert.Equal(["online"], installation.On(Status));
        installation.Advance(3);
        Assert.Equal(["online", "online"], installation.On(Status));
        installation.Publisher.OnMessage(EspSmartMeter.Mqtt.MqttMessage.Retained(Status, "online"), installation.Now);
        installation.Advance(3);
        Assert.Equal(["online", "online"], installation.On(Status));
    }

    [Fact]
    public void After_an_outage_everything_is_sent_again_with_the_newest_states_alone()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", Power, Energy);
        installation.Publisher.OnDisconnected();
        installation.Sent.Clear();
        for (int i = 1; i <= 100; i++)
        {
            installation.Advance(10);
            installation.Take("m1", ("1-0:1.7.0", i, Unit.Watt), ("1-0:1.8.0", 1000 + i, Unit.KilowattHour));
        }
        Assert.Empty(installation.Sent);

        installation.Connected();
        // The will made all unavailable; what ends that comes after the states of now.
        Assert.Equal((Status, "online"), (installation.Sent[^1].Topic, installation.Sent[^1].Text));
        Assert.Single(installation.On(Config));
        Assert.Equal("""{"power_import":100}""", installation.On(Live).Single());
        Assert.Equal("""{"energy_import":1100}""", installation.On(Registers).Single());
    }

    [Fact]
    public void A_state_that_is_told_late_does_not_bring_back_what_was_before()
    {
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://a:1")) with { Publish = new PublishOptions { Registers = TimeSpan.Zero } });
        installation.Connected();
        installation.Take("m1", ("1-0:1.8.0", 1000, Unit.KilowattHour));
        Meter meter = installation.Meters.Meters[0];
        MeterState before = meter.State;
        installation.Take("m1", ("1-0:1.8.0", 1001, Unit.KilowattHour));

        installation.Publisher.OnMeter(meter, before, installation.Now);
        installation.Advance(60);
        Assert.Equal("""{"energy_import":1001}""", installation.On(Registers).Last());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(600)]
    public void Registers_that_are_not_believed_never_reach_the_broker(int secondsBetweenTelegrams)
    {
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://a:1")) with { Publish = new PublishOptions { Registers = TimeSpan.Zero } });
        installation.Connected();
        foreach (decimal register in (decimal[])[1000, 1010, 0, 1010, 99999, 1010, 1020])
        {
            installation.Take("m1", ("1-0:1.8.0", register, Unit.KilowattHour));
            installation.Advance(secondsBetweenTelegrams);
        }
        // RepublishSchedule repeat what is there; a change is what differs from the one before.
        List<decimal> changes = [];
        foreach (string state in installation.On(Registers))
        {
            decimal register = JsonDocument.Parse(state).RootElement.GetProperty("energy_import").GetDecimal();
            if (changes.Count == 0 || changes[^1] != register)
                changes.Add(register);
        }
        Assert.Equal([1000, 1010, 1020], changes);
        Assert.Equal(
            [RejectionReason.Implausible, RejectionReason.Implausible], installation.Withheld.Select(rejected => rejected.Reason));
    }

    [Fact]
    public void After_a_restart_the_entities_are_the_same_and_nothing_old_is_shown_as_fresh()
    {
        using Installation first = new();
        first.Connected();
        first.Take("m1", Power, Energy);
        string config = first.On(Config).Last();

        using Installation second = new(folder: first.Folder, start: first.Now.AddHours(1));
        second.Meters.Restore(first.Meters.Stored(), second.Sources);
        foreach (Meter meter in second.Meters.Meters)
            second.Publisher.OnMeter(meter, meter.State, second.Now);
        second.Connected();
        Assert.Equal(config, second.On(Config).Single());
        Assert.Equal("offline", second.On(Available).Single());
        Assert.True(second.Sent.FindIndex(message => message.Topic == Available) < second.Sent.FindIndex(message => message.Topic == Status));
        second.Advance(60);
        Assert.Empty(second.On(Live).Concat(second.On(Registers)));

        second.Take("m1", Power);
        Assert.Equal("online", second.On(Available).Last());
        Assert.Equal("""{"energy_import":1000.5}""", second.On(Registers).Last());
    }

    [Fact]
    public void What_a_meter_is_announced_as_is_told_again_at_most_once_a_minute()
    {
        using Installation installation = new();
        installation.Connected();
        for (int second = 0; second < 150; second++)
        {
            installation.Take("m1", Power, ($"1-0:99.1.{second}", second, Unit.Watt));
            installation.Advance(1);
        }
        Assert.Equal(3, installation.On(Config).Count());
        installation.Advance(60);
        Assert.Equal(152, installation.Last(Config).GetProperty("cmps").EnumerateObject().Count() + 1);
    }

    [Fact]
    public void After_a_restart_within_seconds_an_instant_of_the_last_run_is_unknown_until_it_comes()
    {
        using Installation first = new();
        first.Connected();
        first.Take("m1", Power, Energy, ("1-0:32.7.0", 230, Unit.Volt));

        using Installation second = new(folder: first.Folder, start: first.Now.AddSeconds(2));
        second.Meters.Restore(first.Meters.Stored(), second.Sources);
        foreach (Meter meter in second.Meters.Meters)
            second.Publisher.OnMeter(meter, meter.State, second.Now);
        second.Connected();
        second.Advance(1);
        second.Take("m1", ("1-0:1.7.0", 700, Unit.Watt));
        second.Advance(1);

        Assert.Equal("""{"power_import":700,"voltage_l1":null}""", second.On(Live).First());
    }

    [Fact]
    public void A_clock_that_is_set_back_silences_nothing()
    {
        using Installation installation = new();
        installation.Connected();
        installation.Take("m1", Power);
        installation.SetClock(installation.Now.AddHours(-2));
        for (int telegram = 0; telegram < 3; telegram++)
        {
            installation.Advance(10);
            installation.Take("m1", ("1-0:1.7.0", 700, Unit.Watt));
        }
        Assert.Equal("""{"power_import":700}""", installation.On(Live).Last());
    }
}
