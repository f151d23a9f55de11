using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EspSmartMeter.ContainerTests.Parts;

/// <summary>The page of an app that serves loopback.</summary>
internal static partial class LocalPage
{
    private static readonly HttpClient Client = new() { BaseAddress = new Uri("http://127.0.0.1:8099/"), Timeout = TimeSpan.FromSeconds(5) };

    public static Task<string> GetAsync(string path) => Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>True once a meter's telegram was read.</summary>
    public static async Task<bool> HasReadingAsync()
    {
        try
        {
            return JsonNode.Parse(await GetAsync("data.json"))!["meters"]!.AsObject().Any(meter => meter.Value!["values"]!.AsObject().Count > 0);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>So many rejections by reason, of the metrics; the reasons without one left out.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> RejectionsAsync() => Rejections().Matches(await GetAsync("metrics"))
        .Select(sample => KeyValuePair.Create(sample.Groups[1].Value, int.Parse(sample.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)))
        .Where(reason => reason.Value > 0)
        .ToDictionary();

    [GeneratedRegex("""source_rejections_total\{.*reason="([\w-]+)"\} (\d+)""")]
    private static partial Regex Rejections();
}
