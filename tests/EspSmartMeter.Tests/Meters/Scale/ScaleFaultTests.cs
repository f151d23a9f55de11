using EspSmartMeter.Meters.Scale;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;
using Xunit;

namespace EspSmartMeter.Tests.Meters.Scale;

/// <summary>A day of every simulated meter, in virtual time, with each scale fault that what it sends can prove.</summary>
public sealed class ScaleFaultTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 4, 14, 5, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1), TenSeconds = TimeSpan.FromSeconds(10);

    [Theory(Explicit = true)]
    [InlineData(25)]
    public void Of_a_thousand_scale_faults_nineteen_of_twenty_are_found_within_a_day_and_named(int faultsAMeter)
    {
        int all = 0, named = 0;
        for (int number = 0; number < SimulatedMeters.All.Count; number++)
        {
            SimulatedMeter meter = SimulatedMeters.All[number];
            (ScaleFault sound, List<ScaleFault> faults) = Live(meter, seed: 70 + number, new HomeBehind((HomeKind)(number % 5), 500 + number), faultsAMeter);
            int right = faults.Count(fault => fault.IsNamed);
            output.WriteLine($"{meter.Name}, {(HomeKind)(number % 5)}: {right} of {faults.Count}{(sound.Doubts.Count > 0 ? $", FALSE ALARM {sound}" : "")}");
            foreach (ScaleFault missed in faults.Where(fault => !fault.IsNamed))
                output.WriteLine($"    {missed}");
            (all, named) = (all + faults.Count, named + right);
        }
        output.WriteLine($"{named} of {all}");
        Assert.True(named * 20 >= all * 19, $"{named} of {all}");
    }

    private static (ScaleFault Sound, List<ScaleFault> Faults) Live(SimulatedMeter meter, int seed, HomeBehind home, int most)
    {
        ScaleFault sound = ScaleFault.None();
        List<ScaleFault> faults = [];
        List<Measurement> values = [];
        DateTimeOffset? last = null;
        foreach (SimulatedTelegram telegram in meter.Telegrams(seed, Start, home))
        {
            if (telegram.At >= Start + Day)
                break;
            // Those that send each second are heard each ten.
            if (last is DateTimeOffset before && telegram.At - before < TenSeconds && meter.Framing == "p1")
                continue;
            last = telegram.At;
            values.Clear();
            values.AddRange(telegram.Values.Where(value => value is { Number: not null, Device: null }).Select(value =>
                Measurement.OfNumber(value.Code, value.Number!.Value, value.Unit, value.ScaleKnown)));
            if (faults.Count == 0)
            {
                ObisCode[] codes = [.. values.Where(value => value is { Number: not 0, ScaleKnown: true } || home.Kind == HomeKind.Clouds).Select(value => value.Code)];
                faults.AddRange(ScaleFaults.Of(codes).Take(most));
            }
            MeterTime? stamp = telegram.Timestamp is DateTimeOffset clock ? new MeterTime(clock.DateTime, (short)clock.Offset.TotalMinutes) : null;
            sound.Hear(telegram.At, stamp, values);
            foreach (ScaleFault fault in faults)
                fault.Hear(telegram.At, stamp, values);
        }
        return (sound, faults);
    }
}
