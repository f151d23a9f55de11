using EspSmartMeter.Files;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using Microsoft.Extensions.Logging.Abstractions;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Sources;

/// <summary>A ciphered telegram that was sent before is refused, by the app that heard it and by the one started after it.</summary>
public sealed class ReplayTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly SimulatedMeter Meter = SimulatedMeters.Find("kamstrup-denmark")!;

    private readonly string _folder = Directory.CreateTempSubdirectory("replay-").FullName;
    private readonly SimulatedTelegram[] _telegrams = [.. Meter.Telegrams(1, Start).Take(6)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Also_after_a_restart()
    {
        using (Run first = new(_folder))
        {
            Assert.Equal(3, first.Bring(_telegrams[..3]));
            Assert.Equal(0, first.Bring(_telegrams[1..3]));
            first.State.Save();
        }
        using Run second = new(_folder);
        Assert.Equal(0, second.Bring(_telegrams[..3]));
        Assert.Equal(2, second.Bring(_telegrams[3..5]));
        Assert.Equal(KeyValuePair.Create((RejectionLayer.Ciphering, RejectionReason.Replayed), 3L), Assert.Single(second.Status.Statistics.Figures.Rejections));
    }

    [Fact]
    public void But_not_under_another_key()
    {
        using (Run first = new(_folder))
        {
            Assert.Equal(3, first.Bring(_telegrams[3..]));
            first.State.Save();
        }
        File.WriteAllText(
            Path.Combine(_folder, StateFile.Name),
            File.ReadAllText(Path.Combine(_folder, StateFile.Name)).Replace(Run.KeyName(_folder), "00000000", StringComparison.Ordinal));
        using Run second = new(_folder);
        Assert.Equal(3, second.Bring(_telegrams[..3]));
    }

    [Fact]
    public void No_digit_of_a_key_is_in_the_state_file()
    {
        using Run run = new(_folder);
        Assert.Equal(3, run.Bring(_telegrams[..3]));
        run.State.Save();
        string state = File.ReadAllText(Path.Combine(_folder, StateFile.Name));
        Assert.Contains("frame_counters", state, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(Meter.Keys!.Encryption)[..8], state, StringComparison.OrdinalIgnoreCase);
    }

    // The part of the app that a source's bytes go through, from the receiver to the state file.
    private sealed class Run : IDisposable
    {
        private readonly DecodingReceiver _receiver;
        private DateTimeOffset _now = Start;

        public Run(string folder)
        {
            KeyRing keys = new(new MeterKeys(Meter.Keys!.Encryption, Meter.Keys.Authentication));
            AppOptions options = new() { Sources = [new SourceOptions(null, new Uri("tcp://emeter.local:8088"), keys)], DataFolder = folder };
            Status = new Source(options.Sources[0]);
            MeterRegistry registry = new(options);
            registry.Restore(StateFile.Load(options, new StoredFiles(NullLogger<StoredFiles>.Instance)), [Status]);
            State = new StateFile(options, registry, TimeProvider.System, NullLogger<StateFile>.Instance);
            _receiver = new DecodingReceiver(Status, new DecoderOptions { Keys = keys, Live = true, FrameCounters = Status.FrameCounters }, registry, () => 1);
        }

        public Source Status { get; }

        public StateFile State { get; }

        /// <summary>How many of the telegrams are read.</summary>
        public long Bring(SimulatedTelegram[] telegrams)
        {
            long before = Status.Statistics.Figures.Telegrams;
            foreach (SimulatedTelegram telegram in telegrams)
                _receiver.Feed(telegram.Bytes, _now += TimeSpan.FromSeconds(10));
            _receiver.End(_now);
            return Status.Statistics.Figures.Telegrams - before;
        }

        public static string KeyName(string folder) =>
            StateFile.Load(new AppOptions { Sources = [], DataFolder = folder }, new StoredFiles(NullLogger<StoredFiles>.Instance)).Sources.Single().FrameCounters!.Single().KeyName;

        public void Dispose() => State.Dispose();
    }
}
