using EspSmartMeter.Files;
using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartMeter.Decoding.Apdus.Ciphering;
using static EspSmartMeter.Tests.Meters.Telegrams;

namespace EspSmartMeter.Tests.Meters;

public sealed class StateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("state-").FullName;

    private AppOptions Options => new() { Sources = [], DataFolder = _folder };

    private string FileName => Path.Combine(_folder, StateFile.Name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_saved_is_loaded()
    {
        Telegrams telegrams = new();
        telegrams.Send(Power(100), Energy(12345.670m));
        using (StateFile file = new(Options, telegrams.Registry, TimeProvider.System, NullLogger<StateFile>.Instance))
            file.Save();

        Telegrams after = new(lastRun: StateFile.Load(Options, new StoredFiles(NullLogger<StoredFiles>.Instance)));

        Assert.Equal(12345.670m, after.Number("1-0:1.8.0"));
        Assert.Equal("12345.670", after.Number("1-0:1.8.0")!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal([FileName], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Frame_counters_go_on_where_the_last_run_left_them()
    {
        FrameCounter counter = new("5453540000000001", "A1B2C3D4", 4711, Verified: true);
        Telegrams telegrams = new();
        telegrams.Source.FrameCounters.Restore([counter]);
        telegrams.Send(Power(100));
        using (StateFile file = new(Options, telegrams.Registry, TimeProvider.System, NullLogger<StateFile>.Instance))
            file.Save();

        Telegrams after = new(lastRun: StateFile.Load(Options, new StoredFiles(NullLogger<StoredFiles>.Instance)));

        Assert.Equal([counter], after.Source.FrameCounters.Stored());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Registers_that_come_each_hour_cost_no_write_beyond_the_usual_96_a_day_whether_carried_forward_or_not(bool live)
    {
        Telegrams telegrams = new(liveRegisters: live);
        FakeTimeProvider clock = new(telegrams.Now);
        using StateFile file = new(Options, telegrams.Registry, clock, NullLogger<StateFile>.Instance);
        int writes = 0;
        for (int second = 0; second < 24 * 3600; second++)
        {
            if (second % 10 == 0)
                telegrams.Send(TenSeconds, second % 3600 == 0 ? [Power(1000 + (second % 77)), Energy(1000 + (second / 3600))] : [Power(1000 + (second % 77))]);
            clock.Advance(StateFile.Look);
            file.SaveIfDue();
            if (!File.Exists(FileName))
                continue;
            writes++;
            File.Delete(FileName);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{writes} forced writes");
        Assert.InRange(writes, 90, 97);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"version\": 1, \"meters\": [ { \"id\": ")]
    [InlineData("{ \"version\": 99 }")]
    [InlineData("[]")]
    [InlineData("{ \"version\": 1, \"meters\": null }")]
    public void A_file_that_cannot_be_understood_is_set_aside_and_the_app_starts(string content)
    {
        File.WriteAllText(FileName, content);

        Assert.Empty(StateFile.Load(Options, new StoredFiles(NullLogger<StoredFiles>.Instance)).Meters);
        Assert.Equal(content, File.ReadAllText(FileName + ".unread"));
    }
}
