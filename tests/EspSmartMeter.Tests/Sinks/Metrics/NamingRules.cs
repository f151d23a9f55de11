namespace EspSmartMeter.Tests.Sinks.Metrics;

/// <summary>The rules of Prometheus's own checker that matter here (promtool check metrics).</summary>
internal static class NamingRules
{
    /// <summary>Units that have a base unit, which is to be used instead; and abbreviations.</summary>
    private static readonly string[] NoBaseUnits =
    [
        "joule", "minutes", "hours", "days", "kilograms", "percent", "gigajoules", "milliseconds", "kilobytes", "kwh", "kw", "w", "v", "a", "hz", "ms", "s", "m", "h", "d", "b", "kb", "mb",
    ];

    public static void Hold(Exposition metrics) => Assert.All(metrics.Families, Hold);

    private static void Hold(Exposition.Family family)
    {
        Assert.NotEmpty(family.Help);
        Assert.Contains(family.Type, (string[])["counter", "gauge"]);
        Assert.Equal(family.Type == "counter", family.Name.EndsWith("_total", StringComparison.Ordinal));
        string[] words = family.Name.Split('_');
        Assert.DoesNotContain(words, word => word is "counter" or "gauge" or "metric");
        Assert.DoesNotContain(words[^1], (string[])["count", "sum", "bucket"]);
        Assert.DoesNotContain(words, NoBaseUnits.Contains);
        Assert.StartsWith(words[0] == "process" ? "process_" : "esp_smart_meter_", family.Name);
        Assert.All(family.Samples, sample => Assert.True(family.Type != "counter" || sample.Value >= 0, $"{sample}"));
    }
}
