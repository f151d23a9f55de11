using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EspSmartMeter.Commands;
using EspSmartMeter.Json;
using EspSmartMeter.Options;
using EspSmartMeter.Tests.Sinks.HomeAssistant;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace EspSmartMeter.Tests.Json;

/// <summary>What <c>decode</c> writes and what data.json holds, held against docs/data.schema.json, which knows each of their members and no other.</summary>
public sealed partial class DataSchemaTests
{
    /// <summary>Half a minute before a full hour, at which many meters send more than usually.</summary>
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 10, 59, 30, TimeSpan.Zero);

    /// <summary>The members that were seen, without the names of values, labels and meters.</summary>
    private readonly HashSet<string> _seen = [];

    private readonly HashSet<string> _encodings = [];

    private readonly List<string> _faults = [];

    [Fact]
    public void What_every_simulated_meter_comes_to_fits_and_uses_each_member_and_each_encoding()
    {
        foreach (SimulatedMeter meter in SimulatedMeters.All)
        {
            DecoderOptions told = new() { Keys = RingOf(meter), TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam") };
            CheckLines(meter.Name, Decode(told, Sent(meter, 12)));
            CheckLines($"{meter.Name} on a noisy line", Decode(told with { TimeZone = null }, Noisy(meter)));
            CheckDataJson(meter.Name, Kept(meter, TimeSpan.FromMinutes(1)));
            if (meter.Keys is not null)
                CheckLines($"{meter.Name} without its key", Decode(new DecoderOptions(), Sent(meter, 2)));
        }
        // What none of them does within these minutes: a line that is no data set; a value that a factor corrects; registers that are carried forward.
        CheckLines("unread", Decode(new DecoderOptions(), ["/ESM5EXAMPLE\r\n\r\n1-0:1.7.0(00.503*kW)\r\nno data set\r\n!A4BA\r\n"u8.ToArray()]));
        CheckDataJson("factor", Kept(SimulatedMeters.Find("dsmr42")!, TimeSpan.FromMinutes(1), new ScaleOptions(null, ObisCode.Parse("1-0:1.7.0"), 10)));
        CheckDataJson("live", Kept(SimulatedMeters.Find("aidon")!, TimeSpan.FromMinutes(95)));

        Assert.True(_faults.Count == 0, string.Join('\n', _faults.Take(30)));
        Assert.Equal(Members(DataSchema.Root).Order(), _seen.Order());
        Assert.Equal(DataSchema.Choices("telegram", "properties", "encoding").Order(), _encodings.Order());
    }

    [Fact]
    public async Task What_a_running_app_serves_and_writes_fits()
    {
        await using SimulatedMeterServer meter = RunningApp.Simulate("dsmr5-gas");
        string folder;
        await using (RunningApp app = await RunningApp.Start(Directory.CreateTempSubdirectory("schema-").FullName, null, ("house", $"tcp://127.0.0.1:{meter.EndPoint.Port}")))
        {
            folder = app.Folder;
            CheckDataJson("served", await app.Until("data.json", json => json.GetProperty("meters").EnumerateObject().Any(known => known.Value.TryGetProperty("telegram", out _))));
        }
        CheckDataJson("written", JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "data.json"), TestContext.Current.CancellationToken)).RootElement);
        Directory.Delete(folder, recursive: true);
        Assert.Empty(_faults);
    }

    [Fact]
    public void Its_words_are_those_of_the_program()
    {
        Assert.Equal(MeterDecoder.Framings.Order(), DataSchema.Choices("telegram", "properties", "framing").Order());
        Assert.Equal(Enum.GetValues<TelegramCheck>().Select(check => check.Name()), DataSchema.Choices("telegram", "properties", "check"));
        Assert.Equal(Enum.GetValues<RejectionReason>().Select(reason => reason.Name()), DataSchema.Choices("rejected", "properties", "reason"));
        Assert.Equal(Enum.GetValues<Unit>().Select(unit => unit.Symbol()).OfType<string>(), DataSchema.Choices("unit"));
        // What comes without a frame of its own is refused by what stands above the frames.
        IEnumerable<string> above = typeof(RejectionLayer).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(layer => ((RejectionLayer)layer.GetValue(null)!).Name);
        Assert.Equal(MeterDecoder.Framings.Except(["llc", "apdu"]).Concat(above).Order(), DataSchema.Choices("rejected", "properties", "layer").Order());
    }

    [Theory]
    [InlineData("", "version", "1")]
    [InlineData("", "meters", null)]
    [InlineData("meters", "a meter", "{}")]
    [InlineData("meters/m1", "values", null)]
    [InlineData("meters/m1", "colour", "\"blue\"")]
    [InlineData("meters/m1", "received", "\"yesterday\"")]
    [InlineData("meters/m1/meter", "id", "null")]
    [InlineData("meters/m1/telegram", "check", "\"crc99\"")]
    [InlineData("meters/m1/telegram", "rssi", "-60")]
    [InlineData("meters/m1/values", "power", """{"value": 1}""")]
    [InlineData("meters/m1/values/1-0:1.7.0", "value", "true")]
    [InlineData("meters/m1/values/1-0:1.7.0", "value", null)]
    [InlineData("meters/m1/values/1-0:1.7.0", "unit", "\"kW\"")]
    [InlineData("meters/m1/values/1-0:1.7.0", "scale", "3")]
    [InlineData("meters/m1/values/1-0:1.7.0", "also", "[]")]
    [InlineData("meters/m1/values/1-0:1.7.0", "also", """[{"value": 1, "scale": 3}]""")]
    [InlineData("meters/m1", "live", """{"1-0:1.8.0": {"value": 1.5}}""")]
    public void What_it_does_not_allow_in_data_json_is_found(string at, string member, string? json)
    {
        const string Sound = """
            {"meters": {"m1": {"meter": {"id": "m1", "source": "tcp://emeter.local:8088"}, "received": "2026-11-22T07:12:07.123Z",
              "telegram": {"framing": "p1", "encoding": "p1", "encrypted": false, "check": "crc16", "bytes": 96}, "values": {"1-0:1.7.0": {"value": 503, "unit": "W"}}}}}
            """;
        Assert.Empty(DataSchema.Faults(JsonDocument.Parse(Sound).RootElement));
        Assert.NotEmpty(DataSchema.Faults(Changed(Sound, at, member, json)));
    }

    [Theory]
    [InlineData("", "rejected", """{"reason": "crc"}""")]
    [InlineData("", "reading", null)]
    [InlineData("reading", "received", null)]
    [InlineData("reading", "live", """{"1-0:1.8.0": {"value": 1.5, "unit": "kWh"}}""")]
    [InlineData("reading/telegram", "framing", "\"carrier pigeon\"")]
    [InlineData("reading/values/1-0:1.7.0", "factor", "10")]
    [InlineData("reading", "labels", """{"NGTF": 1}""")]
    public void What_it_does_not_allow_in_a_line_of_decode_is_found(string at, string member, string? json)
    {
        const string Sound = """
            {"reading": {"meter": {"id": null, "source": "-"}, "received": "2026-11-22T07:12:07.123Z",
              "telegram": {"framing": "p1", "encoding": "p1", "encrypted": false, "check": "crc16", "bytes": 96}, "values": {"1-0:1.7.0": {"value": 503, "unit": "W"}}}}
            """;
        Assert.Empty(DataSchema.FaultsOfALine(JsonDocument.Parse(Sound).RootElement));
        Assert.NotEmpty(DataSchema.FaultsOfALine(Changed(Sound, at, member, json)));
    }

    private static JsonElement Changed(string sound, string at, string member, string? json)
    {
        JsonNode document = JsonNode.Parse(sound)!;
        JsonObject changed = at.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(document, (node, name) => node[name]!).AsObject();
        if (json is null)
            Assert.True(changed.Remove(member));
        else
            changed[member] = JsonNode.Parse(json);
        return JsonDocument.Parse(document.ToJsonString()).RootElement;
    }

    private static KeyRing RingOf(SimulatedMeter meter) => meter.Keys is null ? KeyRing.Empty : new KeyRing(new MeterKeys(meter.Keys.Encryption, meter.Keys.Authentication));

    private static IEnumerable<byte[]> Sent(SimulatedMeter meter, int telegrams) => meter.Telegrams(1, Start).Take(telegrams).Select(telegram => telegram.Bytes);

    private static IEnumerable<byte[]> Noisy(SimulatedMeter meter) =>
        LineNoise.Over(meter.Telegrams(2, Start).Take(8), meter.Line, new NoiseOptions(FlippedPercent: 30, CutPercent: 30), seed: 3).Select(stretch => stretch.Bytes);

    /// <summary>The lines that the command writes.</summary>
    private static string[] Decode(DecoderOptions options, IEnumerable<byte[]> bursts)
    {
        using MemoryStream written = new();
        using PipedOutput output = new(written);
        DecodedLines lines = new("meter.bin", Start, output);
        DecoderFeed feed = new(options, lines);
        foreach (byte[] burst in bursts)
            feed.OnBytes(burst);
        feed.OnStreamEnd();
        lines.Flush();
        return Encoding.UTF8.GetString(written.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>data.json, some time after that meter was first heard.</summary>
    private static JsonElement Kept(SimulatedMeter meter, TimeSpan after, params ScaleOptions[] scale)
    {
        AppOptions options = Installation.With(Installation.SourceAt("tcp://emeter.local:8088") with { Keys = RingOf(meter) }) with { Scale = scale };
        using Installation installation = new(options, start: Start);
        installation.Run(meter.Name, after);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonForm.OneLine))
            MetersJson.Write(json, installation.Meters.Meters, installation.Now);
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }

    private void CheckLines(string what, string[] lines)
    {
        if (lines.Length == 0)
            _faults.Add($"{what}: no line");
        foreach (string line in lines)
        {
            JsonElement written = JsonDocument.Parse(line).RootElement;
            Note(written);
            _faults.AddRange(DataSchema.FaultsOfALine(written).Select(fault => $"{what}: {fault} in {line}"));
        }
    }

    private void CheckDataJson(string what, JsonElement dataJson)
    {
        if (!dataJson.GetProperty("meters").EnumerateObject().Any())
            _faults.Add($"{what}: no meter");
        Note(dataJson);
        _faults.AddRange(DataSchema.Faults(dataJson).Select(fault => $"{what}: {fault}"));
    }

    private void Note(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                Note(item);
        }
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (!Code().IsMatch(member.Name))
                _seen.Add(member.Name);
            if (member.Name == "encoding")
                _encodings.Add(member.Value.GetString()!);
            if (member.Name == "meters")
            {
                foreach (JsonProperty meter in member.Value.EnumerateObject())
                    Note(meter.Value);
            }
            else if (member.Name != "labels")
            {
                Note(member.Value);
            }
        }
    }

    /// <summary>The members that a schema names, at any depth.</summary>
    private static HashSet<string> Members(JsonElement schema)
    {
        HashSet<string> members = [];
        if (schema.ValueKind != JsonValueKind.Object)
            return members;
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            if (keyword.Name == "properties")
                members.UnionWith(keyword.Value.EnumerateObject().Select(member => member.Name));
            members.UnionWith(keyword.Name is "properties" or "$defs" ? keyword.Value.EnumerateObject().SelectMany(member => Members(member.Value)) : Members(keyword.Value));
        }
        return members;
    }

    [GeneratedRegex(@"^\d+-\d+:")]
    private static partial Regex Code();
}
