using System.Text.Json;
using EspSmartMeter.Commands;
using EspSmartMeter.Lines;
using EspSmartMeter.Options;
using Microsoft.AspNetCore.Builder;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>With wrong options the app stays up, and its page says what is wrong.</summary>
public sealed class OptionFaultTests
{
    [Fact]
    public async Task The_page_tells_each_fault_of_the_options()
    {
        string folder = Directory.CreateTempSubdirectory("faults-").FullName;
        File.WriteAllText(Path.Combine(folder, "options.json"), """{"sources": [{"url": "gopher://x"}], "language": "tlh", "mqtt": {"port": "many"}, "log_level": "error"}""");
        AppOptions options = OptionsLoader.Load(["--data", folder, "--http", "0"], new Dictionary<string, string>());
        await using WebApplication app = RunCommand.Build(options, TimeProvider.System);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient http = new() { BaseAddress = new Uri(app.Urls.First()) };

        using JsonDocument overview = JsonDocument.Parse(await http.GetStringAsync("api/overview", TestContext.Current.CancellationToken));
        string[] faults = [.. overview.RootElement.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()!)];
        Assert.Equal(3, faults.Length);
        Assert.Contains($"sources[0].url: gopher:// is not read; {LineSchemes.BuiltIn.Names} are", faults);
        Assert.Equal("ok\n", await http.GetStringAsync("health", TestContext.Current.CancellationToken));

        await app.StopAsync(TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);
    }
}
