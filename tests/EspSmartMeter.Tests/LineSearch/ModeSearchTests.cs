using EspSmartMeter.LineSearch;
using EspSmartMeter.Lines;
using EspSmartMeter.Sources;
using SmartMeter.Decoding;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;
using SerialLine = SmartMeter.Simulation.Telegrams.SerialLine;

namespace EspSmartMeter.Tests.LineSearch;

/// <summary>The app finds the mode of a line by what decodes.</summary>
public class LineSearchTests
{
    private static readonly LineSetting P1 = new(SerialMode.Default, false);

    /// <summary>Every simulated meter with a checksum that sends at least each ten seconds.</summary>
    public static TheoryData<string> Meters() => [.. SimulatedMeters.All
        .Where(meter => meter.Checksummed && IntervalOf(meter) <= TimeSpan.FromSeconds(10))
        .Select(meter => meter.Name)];

    [Theory]
    [MemberData(nameof(Meters))]
    public async Task A_meter_of_any_kind_is_found_within_two_minutes_whatever_the_line_is_set_to_and_the_device_keeps_its_mode(string name)
    {
        foreach (LineSetting first in LineCandidates.All)
        {
            WrongLine line = new(SimulatedMeters.Find(name)!) { Present = first, Stored = first };
            await line.Until(seen => seen.Kept, TimeSpan.FromMinutes(2));

            Assert.Equal(line.Present, line.Stored);
            Assert.False(line.Find);
            long telegrams = line.Status.Statistics.Figures.Telegrams;
            await line.Run(TimeSpan.FromSeconds(40));
            Assert.True(line.Status.Statistics.Figures.Telegrams >= telegrams + 3, $"what was kept does not decode: {line.Present}, first {first}");
        }
    }

    [Fact]
    public async Task A_wrong_parity_that_yields_plausible_frame_starts_is_not_kept()
    {
        // A Kamstrup sends 8N1; 8E1 at the same rate is tried before, and brings the flag that each frame begins with.
        WrongLine line = new(SimulatedMeters.Find("kamstrup")!);
        await line.Until(seen => seen.Present.Mode.ToString() == "2400-8E1", TimeSpan.FromMinutes(2));
        int received = line.Received.Count, rejections = line.Rejections.Count;
        await line.Until(seen => seen.Present.Mode.ToString() != "2400-8E1", TimeSpan.FromMinutes(1));
        Assert.Contains((byte)0x7E, line.Received.Skip(received));
        Assert.True(line.Rejections.Count > rejections);
        Assert.False(line.Kept);

        await line.Until(seen => seen.Kept, TimeSpan.FromMinutes(2));
        Assert.Equal("2400-8N1", line.Present.Mode.ToString());
        Assert.True(line.Elapsed < TimeSpan.FromMinutes(2), $"took {line.Elapsed}");
    }

    [Fact]
    public async Task Parity_that_the_device_does_not_check_costs_nothing_where_the_bytes_come_right()
    {
        // Sent 8E1, listened to 8N1: the parity bit is taken for the stop bit, and each byte is right. What decodes is kept.
        WrongLine line = new(SimulatedMeters.Find("aidon")!) { Present = Set("2400-8N1"), Stored = Set("2400-8N1") };
        await line.Until(seen => seen.Kept, TimeSpan.FromMinutes(1));
        Assert.Empty(line.Tried);
    }

    [Theory]
    [InlineData("dsmr5-gas", "115200-8N1")]
    [InlineData("dsmr42", "115200-8N1")]
    public async Task A_line_without_an_inverting_circuit_is_found_too(string name, string mode)
    {
        WrongLine line = new(SimulatedMeters.Find(name)!, isInverted: true);
        await line.Until(seen => seen.Kept, TimeSpan.FromMinutes(2));
        Assert.Equal(new LineSetting(SerialMode.TryParse(mode)!, true), line.Present);
    }

    [Fact]
    public async Task A_meter_whose_key_is_not_set_is_left_as_it_is()
    {
        WrongLine line = new(SimulatedMeters.Find("p1-poland")!, withKeys: false);
        await line.Run(TimeSpan.FromHours(1));
        Assert.Empty(line.Tried);
        Assert.Null(line.Says);
        Assert.False(line.Kept);
    }

    [Fact]
    public async Task Telegrams_without_a_checksum_count_when_several_came()
    {
        WrongLine line = new(SimulatedMeters.Find("dsmr22")!);
        await line.Until(seen => seen.Kept, TimeSpan.FromMinutes(3));
        Assert.True(line.Status.Statistics.Figures.Telegrams >= 3);
        Assert.Equal(0, line.Status.Statistics.Figures.ProvenTelegrams);
    }

    [Fact]
    public async Task A_line_that_decodes_is_kept_as_it_is_and_never_touched_again()
    {
        WrongLine line = new(SimulatedMeters.Find("dsmr5-gas")!);
        await line.Run(TimeSpan.FromHours(1));
        Assert.Empty(line.Tried);
        Assert.True(line.Kept);
        Assert.Equal(P1, line.Stored);
    }

    [Fact]
    public async Task A_device_that_does_not_let_the_app_is_never_set()
    {
        WrongLine line = new(SimulatedMeters.Find("aidon")!) { Find = false };
        await line.Run(TimeSpan.FromHours(1));
        Assert.Empty(line.Tried);
        Assert.False(line.Kept);
        Assert.Null(line.Says);

        line.Find = true;
        await line.Until(seen => seen.Kept, TimeSpan.FromMinutes(7));
    }

    [Fact]
    public async Task A_ciphered_meter_without_its_key_settles_the_mode_but_is_not_kept_until_a_telegram_decodes()
    {
        WrongLine line = new(SimulatedMeters.Find("kaifa-austria")!, withKeys: false);
        await line.Until(seen => !seen.IsSeeking && seen.Tried.Count > 0, TimeSpan.FromMinutes(2));
        Assert.Equal("2400-8E1", line.Present.Mode.ToString());
        await line.Run(TimeSpan.FromMinutes(30));
        Assert.Single(line.Tried);
        Assert.False(line.Kept);
        Assert.True(line.Find);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_meter_that_sends_by_the_quarter_hour_is_found_though_it_takes_hours(bool renewed)
    {
        WrongLine line = new(EachQuarter(SimulatedMeters.Find("aidon")!), SimulatedMeters.Find("aidon")!.Line) { IsRenewedWhenSilent = renewed };
        await line.Until(seen => seen.Kept, TimeSpan.FromHours(4));
        Assert.Equal("2400-8E1", line.Present.Mode.ToString());
    }

    [Fact]
    public async Task A_line_that_no_mode_fits_gets_its_first_mode_back_and_is_tried_ever_more_rarely()
    {
        WrongLine line = new(Garbage(), new SerialLine(115200, "8N1"));
        await line.Until(seen => seen.Status.Line.Note?.Stage == LineStage.Failed, TimeSpan.FromMinutes(5));
        await line.Run(TimeSpan.FromSeconds(3));
        Assert.Equal(P1, line.Present);
        Assert.StartsWith("Bytes arrive, but no line mode brings a telegram that decodes; 15 were tried.", line.Says);
        Assert.False(line.IsSeeking);

        await line.Run(TimeSpan.FromHours(12));
        int perRound = LineCandidates.After(P1).Count + 1;
        Assert.InRange(line.Tried.Count, 3 * perRound, 10 * perRound);
        Assert.False(line.Kept);
    }

    [Fact]
    public async Task A_silent_line_is_tried_once_and_waited_for()
    {
        WrongLine line = new(Late(SimulatedMeters.Find("kaifa")!, TimeSpan.FromHours(5)), SimulatedMeters.Find("kaifa")!.Line);
        await line.Run(TimeSpan.FromHours(4));
        Assert.StartsWith("Nothing arrives in any line mode", line.Says);
        await line.Until(seen => seen.Kept, TimeSpan.FromHours(2));
        Assert.Equal("2400-8E1", line.Present.Mode.ToString());
    }

    [Fact]
    public async Task A_device_that_starts_anew_in_the_middle_is_set_again()
    {
        WrongLine line = new(SimulatedMeters.Find("kamstrup")!);
        await line.Until(seen => seen.Present.Mode.ToString() == "2400-8N1", TimeSpan.FromMinutes(2));
        await line.RebootDevice();
        Assert.Equal(P1, line.Present);
        await line.Until(seen => seen.Kept, TimeSpan.FromMinutes(1));
        Assert.Equal("2400-8N1", line.Present.Mode.ToString());
    }

    [Fact]
    public async Task An_app_that_starts_anew_in_the_middle_goes_on_from_where_the_line_is()
    {
        WrongLine line = new(SimulatedMeters.Find("kaifa")!);
        await line.Until(seen => seen.Tried.Count == 1, TimeSpan.FromMinutes(2));
        line.Present = Set("9600-8N1");
        line.RestartApp();
        await line.Until(seen => seen.Kept, TimeSpan.FromMinutes(2));
        Assert.Equal("2400-8E1", line.Present.Mode.ToString());
    }

    [Fact]
    public async Task An_app_that_is_stopped_in_the_middle_leaves_the_line_as_it_found_it()
    {
        WrongLine line = new(Garbage(), new SerialLine(115200, "8N1"));
        await line.Until(seen => seen.Tried.Count == 3, TimeSpan.FromMinutes(2));
        await line.StopApp();
        Assert.Equal(P1, line.Present);
    }

    [Fact]
    public async Task An_app_that_is_stopped_just_after_the_last_mode_leaves_the_line_as_it_found_it()
    {
        WrongLine line = new(Garbage(), new SerialLine(115200, "8N1"));
        await line.Until(seen => seen.Status.Line.Note?.Stage == LineStage.Failed, TimeSpan.FromMinutes(5));
        Assert.NotEqual(P1, line.Present);
        await line.StopApp();
        Assert.Equal(P1, line.Present);
    }

    [Fact]
    public async Task A_mode_that_a_person_sets_in_the_middle_is_given_way_to()
    {
        WrongLine line = new(Garbage(), new SerialLine(115200, "8N1"));
        await line.Until(seen => seen.Tried.Count == 3, TimeSpan.FromMinutes(2));
        LineSetting theirs = line.Present = Set("19200-8N1");
        await line.Run(TimeSpan.FromMinutes(2));
        Assert.Equal(theirs, line.Present);
        Assert.Equal(3, line.Tried.Count);
    }

    [Fact]
    public async Task A_user_who_turns_it_off_in_the_middle_ends_it()
    {
        WrongLine line = new(Garbage(), new SerialLine(115200, "8N1"));
        await line.Until(seen => seen.Tried.Count == 3, TimeSpan.FromMinutes(2));
        line.Find = false;
        await line.Run(TimeSpan.FromHours(1));
        Assert.Equal(3, line.Tried.Count);
        Assert.Null(line.Says);
    }

    [Fact]
    public async Task A_telegram_that_was_under_way_when_the_mode_was_changed_proves_nothing()
    {
        WrongLine line = new(Garbage(), new SerialLine(115200, "8N1"));
        await line.Until(seen => seen.Tried.Count == 3, TimeSpan.FromMinutes(2));
        line.Status.Statistics.Decoded(line.Now, proven: true);
        await line.Run(TimeSpan.FromMinutes(2));
        Assert.False(line.Kept);
    }

    [Fact]
    public async Task A_line_that_cannot_invert_is_spared_those_modes()
    {
        WrongLine line = new(Garbage(), new SerialLine(115200, "8N1")) { CanInvert = false };
        await line.Until(seen => seen.Status.Line.Note?.Stage == LineStage.Failed, TimeSpan.FromMinutes(5));
        await line.Run(TimeSpan.FromSeconds(3));
        Assert.DoesNotContain(line.Tried, setting => setting.Inverted);
        Assert.Equal(P1, line.Present);
    }

    [Fact]
    public async Task The_sentence_says_what_goes_on()
    {
        WrongLine line = new(SimulatedMeters.Find("aidon")!);
        await line.Until(seen => seen.IsSeeking, TimeSpan.FromMinutes(1));
        Assert.Equal("Looking for the line mode: 2400-8E1 is tried.", line.Says);
        await line.Until(seen => seen.Kept, TimeSpan.FromMinutes(1));
        Assert.Equal("Telegrams decode at 2400-8E1: the line mode is kept.", line.Says);
    }

    private static LineSetting Set(string mode) => new(SerialMode.TryParse(mode)!, false);

    private static TimeSpan IntervalOf(SimulatedMeter meter)
    {
        DateTimeOffset[] two = [.. meter.Telegrams(1, WrongLine.Start).Take(2).Select(telegram => telegram.At)];
        return two[1] - two[0];
    }

    /// <summary>Bytes that are no telegram, each second.</summary>
    private static IEnumerable<(DateTimeOffset At, byte[] Bytes)> Garbage()
    {
        Random random = new(5);
        for (DateTimeOffset at = WrongLine.Start; ; at += TimeSpan.FromSeconds(1))
        {
            byte[] bytes = new byte[200];
            random.NextBytes(bytes);
            yield return (at, bytes);
        }
    }

    private static IEnumerable<(DateTimeOffset At, byte[] Bytes)> EachQuarter(SimulatedMeter meter) =>
        meter.Telegrams(7, WrongLine.Start).Where((_, number) => number % 360 == 0).Select(telegram => (telegram.At, telegram.Bytes));

    private static IEnumerable<(DateTimeOffset At, byte[] Bytes)> Late(SimulatedMeter meter, TimeSpan by) =>
        meter.Telegrams(7, WrongLine.Start + by).Select(telegram => (telegram.At, telegram.Bytes));
}
