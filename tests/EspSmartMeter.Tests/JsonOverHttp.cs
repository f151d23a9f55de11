using System.Text.Json;

namespace EspSmartMeter.Tests;

/// <summary>What a running app serves as JSON.</summary>
internal static class JsonOverHttp
{
    public static async Task<JsonElement> Json(this HttpClient http, string path) =>
        JsonDocument.Parse(await http.GetStringAsync(path, TestContext.Current.CancellationToken)).RootElement;

    /// <summary>Asks until it is as it should be.</summary>
    public static async Task<JsonElement> Until(this HttpClient http, string path, Func<JsonElement, bool> seen, int seconds = 60)
    {
        JsonElement last = default;
        for (int i = 0; i < seconds * 10; i++)
        {
            last = await http.Json(path);
            if (seen(last))
                return last;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"not seen within {seconds} s: {last}");
        return last;
    }
}
