using EspSmartMeter.Meters;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using static EspSmartMeter.Tests.Meters.Telegrams;

namespace EspSmartMeter.Tests.Meters;

/// <summary>What a meter is called beside its kind.</summary>
public class MeterLabelsTests
{
    [Fact]
    public void One_unnamed_source_alone_has_a_meter_without_a_label() => Assert.Equal([null], LabelsOf([("tcp://a:1", null)], (0, "Kaifa", "12345678")));

    [Fact]
    public void Beside_named_ones_too() =>
        Assert.Equal(["House", null], LabelsOf([("tcp://a:1", "House"), ("tcp://b:1", null)], (0, null, "12345678"), (1, null, null)));

    [Fact]
    public void Several_unnamed_ones_go_by_maker_and_last_digits_or_by_their_place() => Assert.Equal(
        ["Kaifa 5678", "4321", "c"],
        LabelsOf([("tcp://a:1", null), ("tcp://b:1", null), ("tcp://c:1", null)], (0, "Kaifa", "12345678"), (1, null, "87654321"), (2, "Aidon", null)));

    [Fact]
    public void What_two_would_share_is_told_apart() => Assert.Equal(
        ["Kaifa 5678", "Kaifa 995678", "a:1", "a:2"],
        LabelsOf([("tcp://a:1", null), ("tcp://a:2", null), ("tcp://b:1", null)], (2, "Kaifa", "12345678"), (2, "Kaifa", "12995678"), (0, null, null), (1, null, null)));

    [Fact]
    public void The_hex_of_letters_is_read() => Assert.Equal(["Kaifa 5678"], LabelsOf([("tcp://a:1", null), ("tcp://b:1", null)], (0, "Kaifa", "4530303132333435363738")));

    [Fact]
    public void A_second_meter_on_a_named_source_has_its_digits_too() =>
        Assert.Equal(["House", "House 4321"], LabelsOf([("tcp://a:1", "House")], (0, null, "12345678"), (0, null, "87654321")));

    [Fact]
    public void Once_decided_it_stays_whatever_the_sources_become()
    {
        StoredState before = Run(new StoredState(), [("tcp://a:1", null)], (0, "Kaifa", "12345678")).Stored();
        MeterRegistry after = Run(before, [("tcp://b:1", null), ("tcp://a:1", "House")], (1, "Kaifa", "12345678"), (0, "Kaifa", "22222222"));
        Assert.Equal([null, "Kaifa 2222"], after.Meters.Select(meter => meter.Label));
    }

    [Fact]
    public void A_key_of_a_source_stays_when_it_is_renamed_or_moves()
    {
        MeterRegistry before = Run(new StoredState(), [("tcp://a:1", "House"), ("tcp://b:1", null)]);
        StoredState stored = before.Stored();
        Assert.Equal(["source_house", "source_b_1"], stored.Sources.Select(source => source.Key));
        Assert.Equal(["source_house", "source_b_1"], Run(stored, [("tcp://a:1", "Hem"), ("tcp://b:1", "Stuga")]).Stored().Sources.Select(source => source.Key));
        Assert.Equal(["source_house"], Run(stored, [("tcp://c:1", "House")]).Stored().Sources.Select(source => source.Key).Take(1));
    }

    private static IEnumerable<string?> LabelsOf((string, string?)[] sources, params (int Source, string? Maker, string? Id)[] meters) =>
        Run(new StoredState(), sources, meters).Meters.Select(meter => meter.Label);

    private static MeterRegistry Run(StoredState lastRun, (string Url, string? Name)[] sources, params (int Source, string? Maker, string? Id)[] meters)
    {
        SourceOptions[] options = [.. sources.Select(source => new SourceOptions(source.Name, new Uri(source.Url), KeyRing.Empty))];
        Source[] made = [.. options.Select(source => new Source(source))];
        MeterRegistry registry = new(new AppOptions { Sources = options, DataFolder = "" });
        registry.Restore(lastRun, made);
        foreach ((int source, string? maker, string? id) in meters)
        {
            Reading reading = new() { MeterId = id, Manufacturer = maker, Received = Start, Check = TelegramCheck.Crc16 };
            reading.Add(Power(1));
            registry.OnReading(made[source], reading);
        }
        return registry;
    }
}
