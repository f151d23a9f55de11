using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;
using static EspSmartMeter.Tests.Meters.Telegrams;

namespace EspSmartMeter.Tests.Meters;

/// <summary>One meter is one identity, and one identity is one meter: over sources, addresses, forms of a number, and restarts.</summary>
public class MeterIdentityTests
{
    private static readonly DateTimeOffset Start = Telegrams.Start;

    [Fact]
    public void Two_meters_without_an_id_behind_one_host_are_two()
    {
        House house = new(("tcp://192.0.2.1:1", null), ("tcp://192.0.2.1:2", null));
        house.Send(0, null, Power(1));
        house.Send(1, null, Power(2));
        Assert.Equal(2, house.Ids.Distinct().Count());
    }

    [Fact]
    public void Who_answers_first_changes_no_identity()
    {
        (string, string?)[] sources = [("tcp://192.0.2.1:1", null), ("tcp://192.0.2.1:2", null), ("tcp://192.0.2.1:3", "Hut"), ("tcp://192.0.2.2:1", "Hut")];
        House one = new(sources), other = new(sources);
        for (int i = 0; i < sources.Length; i++)
        {
            one.Send(i, null, Power(1));
            other.Send(sources.Length - 1 - i, null, Power(1));
        }
        Assert.Equal(4, one.Ids.Distinct().Count());
        Assert.Equal(one.IdsBySource, other.IdsBySource);
    }

    [Fact]
    public void An_identity_once_made_stays_when_another_source_joins_in_front()
    {
        House before = new(("tcp://192.0.2.1:2", null));
        before.Send(0, null, Power(1));

        House after = new(before.Registry.Stored(), ("tcp://192.0.2.1:1", null), ("tcp://192.0.2.1:2", null));
        after.Send(0, null, Power(1));
        after.Send(1, null, Power(1));
        Assert.Equal(before.Ids[0], after.IdsBySource["tcp://192.0.2.1:2"]);
        Assert.Equal(2, after.Ids.Distinct().Count());
    }

    [Fact]
    public void A_named_source_keeps_its_meter_at_another_address()
    {
        House before = new(("tcp://192.0.2.1:1", "House"));
        before.Send(0, null, Energy(1000));

        House after = new(before.Registry.Stored(), ("tcp://192.0.2.9:7", "House"));
        Assert.Equal(before.Ids, after.Ids);
        after.Send(0, null, Energy(1001));
        Assert.Equal(before.Ids, after.Ids);
        Assert.Equal("tcp://192.0.2.9:7", after.Registry.Meters[0].Source.Address);
    }

    [Fact]
    public void A_source_that_is_renamed_keeps_its_meter_and_two_that_swap_their_addresses_keep_theirs()
    {
        House before = new(("tcp://a:1", "one"), ("tcp://b:1", "two"));
        before.Send(0, null, Power(1));
        before.Send(1, null, Power(2));

        House renamed = new(before.Registry.Stored(), ("tcp://a:1", "uno"), ("tcp://b:1", "two"));
        renamed.Send(0, null, Power(1));
        Assert.Equal(before.Ids, renamed.Ids);

        House swapped = new(before.Registry.Stored(), ("tcp://b:1", "one"), ("tcp://a:1", "two"));
        swapped.Send(0, null, Power(3));
        Assert.Equal(3, swapped.Registry.Meters.Single(meter => meter.Id == "one").State.Find(ObisCode.Parse("1-0:1.7.0"))!.Measurement.Number);
    }

    [Fact]
    public void Of_two_makers_under_one_identity_the_first_is_read_and_the_other_told()
    {
        House house = new(("tcp://a:1", null));
        for (int i = 0; i < 200; i++)
        {
            house.SendOf("Kaifa", Energy(1000));
            house.SendOf("Aidon", Energy(5));
        }
        Meter meter = Assert.Single(house.Registry.Meters);
        Assert.Equal(("Kaifa", 1000), (meter.State.Manufacturer, meter.State.Find(ObisCode.Parse("1-0:1.8.0"))!.Measurement.Number));
        Assert.Contains("Kaifa and one of Aidon", Assert.Single(house.Registry.Faults).ToString());
        Assert.Equal(200, house.Refused.Count);
    }

    [Fact]
    public void After_ten_minutes_of_the_new_maker_alone_the_meter_was_swapped()
    {
        House house = new(("tcp://a:1", null));
        house.SendOf("Kaifa", Power(1));
        for (int i = 0; i <= 60; i++)
        {
            house.Now += TimeSpan.FromSeconds(10);
            house.SendOf("Aidon", Power(2));
        }
        Assert.Equal("Aidon", Assert.Single(house.Registry.Meters).State.Manufacturer);
        Assert.Empty(house.Registry.Faults);
    }

    [Fact]
    public void Of_one_meter_heard_on_two_sources_one_leads_and_the_other_counts_after_three_silent_intervals()
    {
        House house = new(("tcp://a:1", null), ("tcp://b:1", null));
        for (int i = 0; i < 5; i++)
        {
            house.Send(0, "m1", Power(100 + i));
            house.Send(1, "m1", Power(900 + i));
            house.Now += TimeSpan.FromSeconds(10);
        }
        Meter meter = Assert.Single(house.Registry.Meters);
        Assert.Equal((5, 104), (meter.State.Telegrams, Watts(meter)));

        // 10 s have passed since the leader's last.
        house.Now += TimeSpan.FromSeconds(20);
        house.Send(1, "m1", Power(910));
        Assert.Equal(104, Watts(meter));
        house.Now += TimeSpan.FromSeconds(1);
        house.Send(1, "m1", Power(911));
        Assert.Equal(911, Watts(meter));
        house.Send(0, "m1", Power(120));
        Assert.Equal(911, Watts(meter));
    }

    [Theory]
    [InlineData("E0012345678", "4530303132333435363738")]
    [InlineData("4530303132333435363738", "E0012345678")]
    public void A_number_is_one_in_digits_and_in_the_hex_of_digits_also_after_a_restart(string first, string then)
    {
        House before = new(("tcp://a:1", null));
        before.Send(0, first, Power(1));
        before.Send(0, then, Power(2));
        Assert.Equal([first], before.Ids);

        House after = new(before.Registry.Stored(), ("tcp://a:1", null));
        after.Send(0, then, Power(3));
        Assert.Equal([first], after.Ids);
        Assert.Equal(first, after.Registry.Meters[0].State.SerialNumber);

        House moved = new(before.Registry.Stored(), ("tcp://b:1", null));
        moved.Send(0, then, Power(3));
        Assert.Equal([first], moved.Ids);
    }

    [Fact]
    public void A_submeters_number_is_one_in_both_forms_too()
    {
        House before = new(("tcp://a:1", null));
        before.Send(0, "m1", Gas(1, "4730303132333435363738", 10, Start.DateTime));
        before.Now += TimeSpan.FromMinutes(5);
        before.Send(0, "m1", Gas(1, "G0012345678", 10.1m, Start.DateTime.AddMinutes(5)));
        Assert.Equal(["4730303132333435363738"], before.Registry.Meters[0].State.Submeters.Select(submeter => submeter.Id));

        House after = new(before.Registry.Stored(), ("tcp://a:1", null)) { Now = before.Now.AddMinutes(5) };
        after.Send(0, "m1", Gas(1, "G0012345678", 10.2m, Start.DateTime.AddMinutes(10)));
        Submeter gas = Assert.Single(after.Registry.Meters[0].State.Submeters);
        Assert.Equal(10.2m, gas.Values.Single(value => value.Code.D == 2).Measurement.Number);
    }

    [Fact]
    public void Two_device_ids_of_one_telegram_are_both_its_meters_also_after_a_restart()
    {
        House before = new(("tcp://a:1", null));
        before.Send(0, "A1", [.. Ids("A1", "X1"), Power(1)]);
        before.Send(0, "X1", Power(2));
        Assert.Equal(["A1"], before.Ids);

        House after = new(before.Registry.Stored(), ("tcp://b:1", null));
        after.Send(0, "X1", Power(3));
        Assert.Equal(["A1"], after.Ids);
    }

    [Fact]
    public void Two_meters_that_agree_in_one_device_id_alone_are_two()
    {
        House house = new(("tcp://a:1", null), ("tcp://b:1", null));
        house.Send(0, "A1", [.. Ids("A1", "X"), Power(1)]);
        house.Send(1, "A2", [.. Ids("A2", "X"), Power(2)]);
        house.Send(1, "A1", [.. Ids("A1", "Y"), Power(3)]);
        Assert.Equal(["A1", "A2", "Y"], house.Ids);

        // What both have names neither: it is of the one that this source last named.
        house.Now += TimeSpan.FromHours(1);
        house.Send(0, "X", Power(4));
        Assert.Equal(["A1", "A2", "Y"], house.Ids);
        Assert.Equal(4, Watts(house.Registry.Meters[0]));
    }

    [Fact]
    public void A_meter_that_begins_to_send_a_second_device_id_stays_itself_on_its_source()
    {
        House house = new(("tcp://a:1", null));
        house.Send(0, "X1", Power(1));
        house.Send(0, "A1", [.. Ids("A1", "X1"), Power(2)]);
        house.Send(0, "A1", Power(3));
        Assert.Equal(["X1"], house.Ids);
    }

    [Fact]
    public void No_simulated_meter_is_taken_for_two()
    {
        foreach (SimulatedMeter simulated in SimulatedMeters.All)
        {
            House house = new(("tcp://a:1", null));
            Reader reader = new(house, simulated);
            reader.Read(TimeSpan.FromHours(1.1));
            Assert.DoesNotContain(house.Refused, refused => refused.Layer == RejectionLayer.Meter);
            Assert.True(house.Ids.Count <= 1, $"{simulated.Name}: {string.Join(' ', house.Ids)}");
        }
    }

    private static decimal? Watts(Meter meter) => meter.State.Find(ObisCode.Parse("1-0:1.7.0"))?.Measurement.Number;

    private static Measurement[] Ids(string first, string second) =>
        [Measurement.OfText(ObisCode.Parse("0-0:96.1.0"), first), Measurement.OfText(ObisCode.Parse("0-0:96.1.1"), second)];

    /// <summary>Several sources, in virtual time.</summary>
    private sealed class House : IMeterObserver
    {
        public House(params (string Url, string? Name)[] sources)
            : this(new StoredState(), sources)
        {
        }

        public House(StoredState lastRun, params (string Url, string? Name)[] sources)
        {
            SourceOptions[] options = [.. sources.Select(source => new SourceOptions(source.Name, new Uri(source.Url), KeyRing.Empty))];
            Sources = [.. options.Select(source => new Source(source))];
            Registry = new MeterRegistry(new AppOptions { Sources = options, DataFolder = "" });
            Registry.Subscribe(this);
            Registry.Restore(lastRun, Sources);
        }

        public DateTimeOffset Now { get; set; } = Start;

        public IReadOnlyList<Source> Sources { get; }

        public MeterRegistry Registry { get; }

        public List<Rejected> Refused { get; } = [];

        public IReadOnlyList<string> Ids => [.. Registry.Meters.Select(meter => meter.Id)];

        public SortedDictionary<string, string> IdsBySource => new(Registry.Meters.ToDictionary(meter => meter.Source.Address, meter => meter.Id));

        public void Send(int source, string? meterId, params Measurement[] values) => Send(source, new Reading { MeterId = meterId }, values);

        public void SendOf(string maker, params Measurement[] values) => Send(0, new Reading { Manufacturer = maker }, values);

        public void OnTelegram(Meter meter, MeterState state)
        {
        }

        public void OnRejected(Source source, Rejected rejected, DateTimeOffset at) => Refused.Add(rejected);

        private void Send(int source, Reading reading, Measurement[] values)
        {
            (reading.Received, reading.Check) = (Now, TelegramCheck.Crc16);
            foreach (Measurement value in values)
                reading.Add(value);
            Registry.OnReading(Sources[source], reading);
        }
    }

    /// <summary>A simulated meter's bytes, decoded, into a house.</summary>
    private sealed class Reader(House house, SimulatedMeter meter) : IDecoderSink
    {
        public void Read(TimeSpan duration)
        {
            KeyRing keys = meter.Keys is SimulatedKeys sent ? new KeyRing(new MeterKeys(sent.Encryption, sent.Authentication)) : KeyRing.Empty;
            MeterDecoder decoder = new(new DecoderOptions { Keys = keys, TimeZone = TimeZoneInfo.Utc }, this);
            foreach (SimulatedTelegram telegram in meter.Telegrams(1, Start).TakeWhile(telegram => telegram.At < Start + duration))
            {
                decoder.Feed(telegram.Bytes, telegram.At);
                decoder.Idle(telegram.At + TimeSpan.FromMilliseconds(200));
            }
        }

        public void OnReading(Reading reading) => house.Registry.OnReading(house.Sources[0], reading);

        public void OnRejected(Rejected rejected)
        {
        }
    }
}
