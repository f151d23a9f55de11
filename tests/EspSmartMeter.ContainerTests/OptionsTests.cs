using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EspSmartMeter.ContainerTests.Parts;

namespace EspSmartMeter.ContainerTests;

/// <summary>The schema of config.yaml and the program agree on the options.</summary>
public sealed partial class OptionsTests : IDisposable
{
    /// <summary>Where the app runs, and what came with it, is not the user's to choose in Home Assistant.</summary>
    private static readonly string[] NotOffered = ["data", "http", "bind", "firmware"];

    private readonly Folders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task The_program_knows_every_option_that_Home_Assistant_offers()
    {
        await using AppContainer app = await WithOptionsAsync(AllOptions().ToJsonString());
        Assert.True(await app.HasLoggedAsync("Version"));
        Assert.DoesNotContain("there is no option", await app.LogAsync(), StringComparison.Ordinal);
        Assert.True(await app.IsRunningAsync(), await app.LogAsync());
    }

    [Fact]
    public async Task Home_Assistant_offers_every_option_that_the_program_knows()
    {
        JsonObject schema = Yaml.Config["schema"]!.AsObject();
        JsonObject surplus = AllOptions();
        JsonObject[] groups = [surplus, .. surplus.Select(option => Group(option.Value)).OfType<JsonObject>()];
        foreach (JsonObject group in groups)
            group["zz"] = "1";
        await using AppContainer app = await WithOptionsAsync(surplus.ToJsonString());

        HashSet<string> known = [];
        await Waiting.HoldsWithin(20, async () => Known().Count(await app.LogAsync()) >= groups.Length);
        foreach (Match listed in Known().Matches(await app.LogAsync()))
            known.UnionWith(listed.Groups[1].Value.Split(", "));
        Assert.Equal(NamesOf(schema, "").Order(), known.Except(NotOffered).Order());
    }

    [Theory]
    [InlineData("""{"sources": [{"url": "gopher://x"}], "mqtt": {"port": "many"}, "publish": {"live": -3}, "language": "tlh", "scale": "2"}""", "sources", "mqtt", "publish", "language", "scale")]
    [InlineData("""{"sources": [""", "options.json cannot be read")]
    public async Task What_is_wrong_is_told_in_a_sentence_in_the_log_and_on_the_page_and_the_app_stays_up(string options, params string[] named)
    {
        await using AppContainer app = await WithOptionsAsync(options);
        Assert.True(await Waiting.HoldsWithin(20, Ingress.IsHealthyAsync), await app.LogAsync());
        string overview = (await Ingress.GetAsync("/api/overview")).Text;
        string faults = string.Join('\n', JsonNode.Parse(overview)!["faults"]!.AsArray());
        string log = await app.LogAsync();
        foreach (string name in named)
        {
            Assert.Contains(name, log, StringComparison.Ordinal);
            Assert.Contains(name, faults, StringComparison.Ordinal);
        }
        AppContainer.HasNoStackTrace(log);
    }

    private Task<AppContainer> WithOptionsAsync(string options) =>
        AppContainer.RunAsync(_folders.AsData(_folders.Make("data", options), $"SUPERVISOR_TOKEN={Supervisor.Token}"));

    private static JsonObject AllOptions() => Example(Yaml.Config["schema"]!.AsObject());

    private static JsonObject? Group(JsonNode? option) => option as JsonObject ?? (option as JsonArray)?[0] as JsonObject;

    /// <summary>A value for each option of a group, by its form; <c>url</c> is left to <c>device</c>, for a source has one of them.</summary>
    private static JsonObject Example(JsonObject schema) => new(
        schema.Where(option => option.Key != "url").Select(option => KeyValuePair.Create(option.Key, option.Value switch
        {
            JsonArray list => new JsonArray(list[0] is JsonObject element ? Example(element) : Example(option.Key, $"{list[0]}")),
            JsonObject group => Example(group),
            JsonNode form => Example(option.Key, $"{form}"),
            null => null,
        })));

    private static JsonNode Example(string name, string form) => name switch
    {
        "token" => "0123456789abcdef",
        "device" => "/dev/ttyMETER",
        "obis" => "1-0:1.8.0",
        "allow" => "192.168.1.0/24",
        "hosts" => "meter.example.com",
        "meter" => "m1",
        "name" => "House",
        "base_topic" => "esm",
        "time_zone" => "Europe/Oslo",
        _ when form.StartsWith("list(", StringComparison.Ordinal) => form[5..].Split('|', ')')[0],
        _ when form.StartsWith("int", StringComparison.Ordinal) => 5,
        _ when form.StartsWith("float", StringComparison.Ordinal) => 2,
        _ when form.StartsWith("bool", StringComparison.Ordinal) => false,
        _ when form.StartsWith("port", StringComparison.Ordinal) => 1883,
        _ => "",
    };

    private static IEnumerable<string> NamesOf(JsonObject schema, string prefix) => schema.SelectMany(option => option.Value switch
    {
        JsonArray { Count: 1 } list when list[0] is JsonObject element => [prefix + option.Key, .. NamesOf(element, $"{prefix}{option.Key}[0].")],
        JsonObject group => [prefix + option.Key, .. NamesOf(group, $"{prefix}{option.Key}.")],
        _ => (IEnumerable<string>)[prefix + option.Key],
    });

    [GeneratedRegex(@"there is no option \S+ \(known: (.*?)\)")]
    private static partial Regex Known();
}
