using System.Text.Json;
using Docker.DotNet.Models;
using EspSmartMeter.ContainerTests.Parts;

namespace EspSmartMeter.ContainerTests;

public sealed class ImageTests
{
    [Fact]
    public async Task It_is_forty_megabytes_at_most()
    {
        ImageInspectResponse image = await AppContainer.InspectImageAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"{image.Size / 1e6:F1} MB unpacked");
        Assert.InRange(image.Size, 1, 40_000_000);
    }

    [Fact]
    public async Task It_has_the_labels_that_the_Supervisor_reads()
    {
        IDictionary<string, string> labels = (await AppContainer.InspectImageAsync()).Config!.Labels!;
        Assert.Equal("app", labels["io.hass.type"]);
        Assert.NotEmpty(labels["io.hass.version"]);
        Assert.NotEmpty(labels["io.hass.arch"]);
    }

    [Fact]
    public async Task Its_settings_have_no_secret_and_no_path_of_the_build() =>
        Assert.DoesNotMatch("TOKEN|PASSWORD|/source", JsonSerializer.Serialize((await AppContainer.InspectImageAsync()).Config));

    [Fact]
    public async Task The_program_tells_the_version_of_config_yaml() =>
        Assert.Equal($"esp-smart-meter {Yaml.Config["version"]}", await AppContainer.PrintedByAsync("version"));
}
