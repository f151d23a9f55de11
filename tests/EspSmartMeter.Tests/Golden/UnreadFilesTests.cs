using System.Text.Json;
using System.Text.Json.Nodes;
using EspSmartMeter.Tests.Mqtt;

namespace EspSmartMeter.Tests.Golden;

/// <summary>A stored file that is damaged, or another version's, is never answered with an empty one in silence: it is kept, and told of.</summary>
public sealed class UnreadFilesTests
{
    private const string State = "state.json", Published = "home-assistant.json";
    private static readonly DateTimeOffset Updated = GoldenFolder.Stopped.AddMinutes(1);

    /// <summary>Each makes of the file what must not be taken for a state; the last says what the user is told of it.</summary>
    public static TheoryData<string, string, string> Damages => new()
    {
        { State, "empty", "damaged, or of a form that is not known, at $" },
        { State, "cut", "damaged, or of a form that is not known, at $.meters[" },
        { State, "zeros", "damaged, or of a form that is not known, at $" },
        { State, "no json", "damaged, or of a form that is not known, at $" },
        { State, "null", "it holds nothing" },
        { State, "[]", "of a form that is not known" },
        { State, "{}", "of a form that is not known" },
        { State, """{"version": 1, "devices": []}""", "of a form that is not known" },
        { State, "version = 2", "its version is 2, and this app reads 1" },
        { State, "version = \"1\"", "at $.version" },
        { State, "meters = null", "of a form that is not known" },
        { State, "meters[1] = null", "meters[1] is null" },
        { State, "meters[1].id = null", "at $.meters[1].id" },
        { State, "meters[1].id = 7", "at $.meters[1].id" },
        { State, "meters[1].id = \"a/b\"", "meters[1].id is none" },
        { State, "meters[1].id = \"30000009\"", "meters[2].id comes twice" },
        { State, "meters[1].source = null", "at $.meters[1].source" },
        { State, "meters[1].values = {}", "at $.meters[1].values" },
        { State, "meters[1].values[3] = null", "meters[1].values[3] is null" },
        { State, "meters[1].values[3].number = \"much\"", "at $.meters[1].values[3].number" },
        { State, "meters[1].values[3].code = \"energy\"", "meters[1].values[3].code is none" },
        { State, "meters[1].values[3].unit = \"parsecs\"", "meters[1].values[3].unit is not known" },
        { State, "meters[0].submeters[1] = null", "meters[0].submeters[1] is null" },
        { State, "meters[0].submeters[1].kind = 99", "meters[0].submeters[1].kind is none" },
        { State, "sources[2] = null", "sources[2] has no address" },
        { State, "sources[2].frame_counters[0] = null", "sources[2].frame_counters" },
        { State, "sources[2].frame_counters[0].last = -1", "at $.sources[2].frame_counters[0].last" },
        { Published, "empty", "damaged, or of a form that is not known, at $" },
        { Published, "cut", "damaged, or of a form that is not known, at $" },
        { Published, "{}", "of a form that is not known" },
        { Published, "version = 2", "its version is 2, and this app reads 1" },
        { Published, "devices[0] = null", "one of its devices is null" },
        { Published, "devices[0] = {}", "at $.devices[0]" },
        { Published, "bridge_components.problem = null", "one of its bridge_components is null" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task It_is_kept_and_the_log_and_the_page_tell_which_why_and_what_to_do(string name, string damage, string reason)
    {
        using GoldenFolder folder = new();
        byte[] damaged = Damaged(File.ReadAllBytes(folder.PathOf(name)), damage);
        File.WriteAllBytes(folder.PathOf(name), damaged);

        await using (GoldenApp app = await GoldenApp.Start(folder, Updated))
        {
            string logged = Assert.Single(app.Log, line => line.Contains(name));
            Assert.StartsWith($"{folder.PathOf(name)} cannot be read (", logged);
            Assert.Contains(reason, logged);
            Assert.Contains($"keeps the file as {name}.unread", logged);
            Assert.Contains(name == State ? "restore the app's backup" : "delete them in Home Assistant", logged);

            string shown = Assert.Single((await app.Json("api/overview")).GetProperty("faults").EnumerateArray()).GetString()!;
            Assert.StartsWith($"{folder.PathOf(name)} kan niet gelezen worden (", shown);
            Assert.Contains($"{name}.unread", shown);
        }
        Assert.Equal(damaged, File.ReadAllBytes(folder.PathOf($"{name}.unread")));
    }

    [Fact]
    public async Task The_problem_entity_tells_it_too()
    {
        using MosquittoBroker broker = MosquittoBroker.Run();
        using Subscriber everybody = new(broker, "esp-smart-meter/bridge/state");
        using GoldenFolder folder = new(broker: broker.Port);
        File.WriteAllText(folder.PathOf(State), "{");

        await using GoldenApp app = await GoldenApp.Start(folder, Updated);
        await everybody.Until(lines => lines.Count > 0);

        JsonElement bridge = JsonDocument.Parse(everybody.Lines[0].Split(' ', 3)[2]).RootElement;
        Assert.True(bridge.GetProperty("problem").GetBoolean());
        Assert.StartsWith($"{folder.PathOf(State)} kan niet gelezen worden (", bridge.GetProperty("diagnosis").GetString());
    }

    [Fact]
    public async Task Of_one_file_five_are_kept_and_the_oldest_stay()
    {
        using GoldenFolder folder = new();
        for (int start = 1; start <= 7; start++)
        {
            File.WriteAllText(folder.PathOf(State), $"damage {start}");
            await using GoldenApp app = await GoldenApp.Start(folder, Updated);
        }
        string[] kept = [.. Directory.EnumerateFiles(folder.Path, $"{State}.unread*").Order(StringComparer.Ordinal)];
        Assert.Equal(["", ".2", ".3", ".4", ".5"], kept.Select(path => path[folder.PathOf($"{State}.unread").Length..]));
        Assert.Equal(["damage 1", "damage 2", "damage 3", "damage 4", "damage 7"], kept.Select(File.ReadAllText));
    }

    [Fact]
    public async Task What_cannot_be_moved_aside_is_left_where_it_is()
    {
        using GoldenFolder folder = new();
        File.Delete(folder.PathOf(State));
        Directory.CreateDirectory(folder.PathOf(State));

        await using (GoldenApp app = await GoldenApp.Start(folder, Updated))
            Assert.Contains($"{folder.PathOf(State)} cannot be read (it is a folder), nor moved aside (it is a folder): the app starts without what it holds. Restore the app's backup, or remove the file.", app.Log);

        Assert.True(Directory.Exists(folder.PathOf(State)));
    }

    [Fact]
    public async Task Where_none_was_stored_none_is_missed()
    {
        using GoldenFolder folder = new();
        File.Delete(folder.PathOf(State));
        File.Delete(folder.PathOf(Published));

        await using GoldenApp app = await GoldenApp.Start(folder, Updated);

        Assert.DoesNotContain(app.Log, line => line.Contains(".json"));
        Assert.Empty((await app.Json("api/overview")).GetProperty("faults").EnumerateArray());
    }

    private static byte[] Damaged(byte[] content, string damage) => damage switch
    {
        "empty" => [],
        "cut" => content[..(content.Length / 2)],
        "zeros" => new byte[content.Length],
        "no json" => "<html>not found</html>"u8.ToArray(),
        _ when damage.IndexOf(" = ", StringComparison.Ordinal) is int at and > 0 => Changed(content, damage[..at], JsonNode.Parse(damage[(at + 3)..])),
        _ => System.Text.Encoding.UTF8.GetBytes(damage),
    };

    /// <summary>The same file with another value at one place.</summary>
    private static byte[] Changed(byte[] content, string place, JsonNode? value)
    {
        JsonNode whole = JsonNode.Parse(content)!, inner = whole;
        string[] steps = place.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        foreach (string step in steps[..^1])
            inner = step[0] == '[' ? inner[int.Parse(step[1..^1])]! : inner[step]!;
        if (steps[^1][0] == '[')
            inner[int.Parse(steps[^1][1..^1])] = value;
        else
            inner[steps[^1]] = value;
        return System.Text.Encoding.UTF8.GetBytes(whole.ToJsonString());
    }
}
