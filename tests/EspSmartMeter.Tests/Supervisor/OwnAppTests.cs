using EspSmartMeter.Supervisor;
using EspSmartMeter.Tests.Mqtt;

namespace EspSmartMeter.Tests.Supervisor;

/// <summary>Where the app's configuration stands in Home Assistant.</summary>
public sealed class OwnAppTests
{
    [Theory]
    [InlineData("2026.11.0", "/config/app/a1b2c3d4_esp_smart_meter/config")]
    [InlineData("2025.6.3", "/hassio/addon/a1b2c3d4_esp_smart_meter/config")]
    public async Task Under_the_Supervisor_its_form_has_a_path(string core, string path)
    {
        using HttpServer supervisor = new(200, $$$"""{"result":"ok","data":{"slug":"a1b2c3d4_esp_smart_meter","homeassistant":"{{{core}}}"}}""");
        using HttpClient http = new() { BaseAddress = supervisor.Address };
        OwnApp app = new(http, "the-token");
        await app.FindAsync();
        Assert.Equal(path, app.ConfigurationPath);
    }

    [Fact]
    public async Task Elsewhere_there_is_none()
    {
        OwnApp app = new(new HttpClient(), null);
        await app.FindAsync();
        Assert.Null(app.ConfigurationPath);
        Assert.False(app.IsSupervised);
    }
}
