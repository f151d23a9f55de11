using System.Text.Json;

namespace EspSmartMeter.ContainerTests;

public sealed class PublishedValuesTests(ImageUnderTest image) : IClassFixture<ImageUnderTest>
{
    [Fact]
    public async Task The_meters_discovery_is_retained()
    {
        await FirstLiveState();
        string[] devices = await image.HearAsync("-t", "homeassistant/device/#", "--retained-only", "-W", "3");
        string meter = Assert.Single(devices, device => device.Contains("power_import", StringComparison.Ordinal));
        using JsonDocument device = JsonDocument.Parse(meter);
        Assert.NotEmpty(device.RootElement.GetProperty("cmps").EnumerateObject());
    }

    [Fact]
    public async Task Live_values_are_published()
    {
        using JsonDocument state = JsonDocument.Parse(await FirstLiveState());
        Assert.Equal(JsonValueKind.Number, state.RootElement.GetProperty("power_import").ValueKind);
    }

    [Fact]
    public async Task The_page_has_the_readings()
    {
        await FirstLiveState();
        using HttpClient page = new() { BaseAddress = image.Page };
        using JsonDocument data = JsonDocument.Parse(await page.GetStringAsync(new Uri("data.json", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.NotEmpty(data.RootElement.GetProperty("meters").EnumerateObject());
    }

    private async Task<string> FirstLiveState()
    {
        Assert.SkipWhen(image.Missing is not null, image.Missing ?? "");
        string[] heard = await image.HearAsync("-t", "esp-smart-meter/+/live", "-C", "1", "-W", "60");
        Assert.True(heard.Length == 1, $"Nothing was published within 60 s; the app says:\n{await image.LogAsync()}");
        return heard[0];
    }
}
