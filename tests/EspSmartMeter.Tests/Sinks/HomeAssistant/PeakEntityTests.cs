using System.Text.Json;
using EspSmartMeter.Names;
using EspSmartMeter.Peaks;
using EspSmartMeter.Peaks.Schemes;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Tests.Sinks.HomeAssistant;

/// <summary>The entities of what the grid company bills by the highest power: there where a scheme is chosen, and few rows.</summary>
public sealed class PeakEntityTests
{
    private static readonly string[] Keys = ["peak_window", "peak_forecast", "peak_month", "peak_free"];

    [Fact]
    public void They_are_powers_and_all_but_the_running_mean_are_on()
    {
        using Installation installation = new(peaks: Book("flanders"));
        installation.Connected().Run("dsmr5-gas", TimeSpan.FromMinutes(3));

        Dictionary<string, JsonElement> components = Components(installation);
        foreach (string key in Keys)
        {
            JsonElement component = components[key];
            Assert.Equal(("power", "measurement", "W"), (Text(component, "dev_cla"), Text(component, "stat_cla"), Text(component, "unit_of_meas")));
            Assert.Equal(key != "peak_window", !component.TryGetProperty("en", out _));
        }
        Assert.Equal("Peak tariff, power still free", Text(components["peak_free"], "name"));

        JsonElement state = States(installation).Last();
        // So early in the month it is the floor.
        Assert.Equal(2500, state.GetProperty("peak_month").GetDecimal());
        Assert.All(Keys, key => Assert.Equal(JsonValueKind.Number, state.GetProperty(key).ValueKind));
    }

    [Fact]
    public void Without_a_scheme_there_are_none()
    {
        using Installation installation = new();
        installation.Connected().Run("dsmr5-gas", TimeSpan.FromMinutes(3));

        Assert.NotEmpty(installation.Sent);
        Assert.DoesNotContain(installation.Sent, message => Keys.Any(key => message.Text.Contains(key, StringComparison.Ordinal)));
    }

    [Fact]
    public void They_add_at_most_four_and_a_half_thousand_rows_a_day()
    {
        using Installation installation = new(peaks: Book("flanders"));
        installation.Connected().Run("dsmr5-gas", TimeSpan.FromHours(1));

        int rows = Keys.Where(key => key != "peak_window").Append("peak_warning_reason").Sum(key => Changes([.. States(installation, key)], key));
        Assert.InRange(rows, 30, 4500 / 24);
    }

    private static int Changes(JsonElement[] states, string key) =>
        states.Zip(states.Skip(1)).Count(pair => pair.First.GetProperty(key).GetRawText() != pair.Second.GetProperty(key).GetRawText());

    [Fact]
    public void The_warning_is_a_binary_sensor_with_its_reason_in_the_language_of_the_options()
    {
        // Eleven minutes of 3 kW are 2.2 kW of the quarter already, and up to 2.5 the bill stays.
        using Installation installation = new(Installation.With(Installation.SourceAt("tcp://emeter.local:8088")) with { Language = "de" }, peaks: Book("flanders"));
        installation.Connected();
        for (int second = 0; second < 11 * 60; second += 10)
        {
            installation.Take("m1", ("1-0:1.7.0", 3000, Unit.Watt));
            installation.Advance(10);
        }

        JsonElement component = Component(installation, "peak_warning");
        Assert.Equal(("binary_sensor", "problem", "Leistungstarif, Warnung"), (Text(component, "p"), Text(component, "dev_cla"), Text(component, "name")));
        Assert.False(component.TryGetProperty("en", out _));
        Assert.Contains("peak_warning_reason", Text(component, "json_attr_tpl"), StringComparison.Ordinal);

        JsonElement[] states = [.. States(installation, "peak_warning")];
        Assert.Equal((false, null), (states[0].GetProperty("peak_warning").GetBoolean(), states[0].GetProperty("peak_warning_reason").GetString()));
        Assert.True(states[^1].GetProperty("peak_warning").GetBoolean());
        Assert.Matches("^So wie es läuft, kommt die Periode bis [0-9]{2}:[0-9]{2} auf [0-9]+ W; über 2500 W steigt die Rechnung. Schalte bis dahin [0-9]+ W ab", states[^1].GetProperty("peak_warning_reason").GetString());
    }

    [Fact]
    public void Each_has_a_name_in_each_language()
    {
        foreach (string language in EntityNames.Languages)
            Assert.All(PeakValues.Quantities, quantity => Assert.NotNull(EntityNames.In(language).Find(quantity)));
    }

    private static PeakBook Book(string scheme) => new(PeakSchemes.Named(scheme)!, TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam"));

    private static Dictionary<string, JsonElement> Components(Installation installation) => Keys.ToDictionary(key => key, key => Component(installation, key));

    private static JsonElement Component(Installation installation, string key)
    {
        string config = installation.Sent.Last(message => message.Topic.EndsWith("/config", StringComparison.Ordinal) && message.Text.Contains(key, StringComparison.Ordinal)).Text;
        return JsonDocument.Parse(config).RootElement.GetProperty("cmps").GetProperty(key);
    }

    private static IEnumerable<JsonElement> States(Installation installation, string key = "peak_free") => installation.Sent
        .Where(message => !message.Topic.EndsWith("/config", StringComparison.Ordinal) && message.Text.Contains($"\"{key}\"", StringComparison.Ordinal))
        .Select(message => JsonDocument.Parse(message.Text).RootElement);

    private static string? Text(JsonElement component, string member) => component.TryGetProperty(member, out JsonElement text) ? text.GetString() : null;
}
