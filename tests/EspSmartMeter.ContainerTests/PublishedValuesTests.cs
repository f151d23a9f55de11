using System.Collections.Concurrent;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Client;

namespace EspSmartMeter.ContainerTests;

public sealed class PublishedValuesTests(ImageUnderTest image) : IClassFixture<ImageUnderTest>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_meters_discovery_is_retained()
    {
        string config = await First("homeassistant/device/#", message => message.Retain && message.ConvertPayloadToString().Contains("power_import", StringComparison.Ordinal));
        using JsonDocument device = JsonDocument.Parse(config);
        Assert.True(device.RootElement.TryGetProperty("cmps", out JsonElement components));
        Assert.NotEmpty(components.EnumerateObject());
    }

    [Fact]
    public async Task Live_values_are_published()
    {
        string live = await First("esp-smart-meter/+/live", _ => true);
        using JsonDocument state = JsonDocument.Parse(live);
        Assert.Equal(JsonValueKind.Number, state.RootElement.GetProperty("power_import").ValueKind);
    }

    [Fact]
    public async Task The_page_has_the_readings()
    {
        await First("esp-smart-meter/+/live", _ => true);
        using HttpClient page = new() { BaseAddress = image.Page };
        using JsonDocument data = JsonDocument.Parse(await page.GetStringAsync(new Uri("data.json", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.NotEmpty(data.RootElement.GetProperty("meters").EnumerateObject());
    }

    /// <summary>The payload of the first message on the filter that fits.</summary>
    private async Task<string> First(string filter, Func<MqttApplicationMessage, bool> fits)
    {
        ConcurrentBag<string> seen = [];
        TaskCompletionSource<string> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IMqttClient client = new MqttFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += received =>
        {
            seen.Add(received.ApplicationMessage.Topic);
            if (fits(received.ApplicationMessage))
                found.TrySetResult(received.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer(image.BrokerHost, image.MappedBrokerPort).Build(), TestContext.Current.CancellationToken);
        await client.SubscribeAsync(filter, cancellationToken: TestContext.Current.CancellationToken);
        try
        {
            return await found.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            (string output, string errors) = await image.App.GetLogsAsync(ct: TestContext.Current.CancellationToken);
            throw new TimeoutException($"Nothing fitting on {filter} within {Patience.TotalSeconds:0} s; seen: {string.Join(", ", seen.Distinct())}\n{output}{errors}");
        }
    }
}
