using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;
using Xunit;

namespace EspSmartMeter.Tests.Meters.Scale;

/// <summary>Simulated meters in virtual time: scale faults are found and named within a day, and sound homes are asked nothing.</summary>
public sealed class ScaleFaultTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 4, 14, 5, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1), TenSeconds = TimeSpan.FromSeconds(10);

    [Fact]
    public void Of_the_scale_faults_of_ten_meters_nineteen_of_twenty_are_found_within_a_day_and_named() => Find(
        faultsAMeter: 10,
        ["dsmr42", "aidon-3phase", "kaifa-sweden", "kamstrup", "landis-e570", "egd-czechia", "wrapper", "linky-standard", "iec62056-mt174", "sagemcom-graz"]);

    /// <summary>It takes minutes: on request, with <c>--explicit on</c>.</summary>
    [Fact(Explicit = true)]
    public void Of_a_thousand_scale_faults_of_all_meters_nineteen_of_twenty_are_found_within_a_day_and_named() =>
        Assert.True(Find(faultsAMeter: 25, [.. SimulatedMeters.All.Select(meter => meter.Name)]) >= 1000);

    [Fact]
    public void A_year_of_twelve_sound_homes_a_month_of_each_is_asked_nothing() => AskNothing(days: 31);

    /// <summary>It takes minutes: on request, with <c>--explicit on</c>.</summary>
    [Fact(Explicit = true)]
    public void A_year_of_each_of_twelve_sound_homes_is_asked_nothing() => AskNothing(days: 365);

    private static void AskNothing(int days)
    {
        SoundHome[] homes = [.. SoundHomes.All.Select((habits, number) => new SoundHome(habits, 300 + number))];
        Parallel.For(0, homes.Length, number => homes[number].Live(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(30 * number), days));
        for (int number = 0; number < homes.Length; number++)
        {
            Assert.True(homes[number].Telegrams > 1000, $"{SoundHomes.All[number]}: nothing was heard");
            Assert.True(homes[number].Asked.Count == 0, $"{SoundHomes.All[number]}: {string.Join("; ", homes[number].Asked)}");
        }
    }

    /// <returns>How many faults there were.</returns>
    private int Find(int faultsAMeter, string[] meters)
    {
        int all = 0, named = 0;
        foreach (string name in meters)
        {
            SimulatedMeter meter = SimulatedMeters.Find(name)!;
            int number = SimulatedMeters.All.ToList().IndexOf(meter);
            HomeBehind home = new((HomeKind)(number % 5), 500 + number);
            ScaleFault sound = ScaleFault.None();
            ScaleFault[] faults = Live(meter, seed: 70 + number, home, sound, faultsAMeter);
            Assert.True(sound.Doubts.Count == 0, $"{name} without a fault: {sound}");
            int right = faults.Count(fault => fault.IsNamed);
            output.WriteLine($"{name}, {home.Kind}: {right} of {faults.Length}");
            foreach (ScaleFault missed in faults.Where(fault => !fault.IsNamed))
                output.WriteLine($"    {missed}");
            (all, named) = (all + faults.Length, named + right);
        }
        output.WriteLine($"{named} of {all}");
        Assert.True(all > 0 && named * 20 >= all * 19, $"{named} of {all}");
        return all;
    }

    /// <returns>The faults of what the home moved that day.</returns>
    private static ScaleFault[] Live(SimulatedMeter meter, int seed, HomeBehind home, ScaleFault sound, int most)
    {
        HashSet<ObisCode> codes = [.. meter.Telegrams(seed, Start, home).Take(60).SelectMany(telegram => telegram.Values).Where(IsNumber).Select(value => value.Code)];
        ScaleFault[] faults = [.. ScaleFaults.Of(codes).Take(most)];
        MovedValues moved = new();
        List<Measurement> values = [];
        DateTimeOffset? last = null;
        foreach (SimulatedTelegram telegram in meter.Telegrams(seed, Start, home).TakeWhile(telegram => telegram.At < Start + Day))
        {
            // Of those that send each second, and all in each telegram, one in ten is heard.
            if (last is DateTimeOffset before && telegram.At - before < TenSeconds && meter.Framing == "p1")
                continue;
            last = telegram.At;
            values.Clear();
            values.AddRange(telegram.Values.Where(IsNumber).Select(value => Measurement.OfNumber(value.Code, value.Number!.Value, value.Unit)));
            moved.See(values);
            MeterTime? stamp = telegram.Timestamp is DateTimeOffset clock ? new MeterTime(clock.DateTime, (short)clock.Offset.TotalMinutes) : null;
            sound.Hear(telegram.At, stamp, values);
            foreach (ScaleFault fault in faults)
                fault.Hear(telegram.At, stamp, values);
        }
        return Array.FindAll(faults, moved.Tells);
    }

    private static bool IsNumber(ExpectedValue value) => value is { Number: not null, ScaleKnown: true, Device: null };
}
