using System.Text.Json;
using Microsoft.Playwright;

namespace EspSmartMeter.Tests.Sinks.Web;

/// <summary>axe-core: what keeps people with a screen reader, a keyboard or weak eyes from using a page.</summary>
internal static class Axe
{
    private static readonly string Script = Repository.PathOf("tests", "page", "node_modules", "axe-core", "axe.min.js");

    public static void SkipWhereMissing() => Assert.SkipUnless(File.Exists(Script), "axe-core is not here (npm ci --prefix tests/page)");

    /// <summary>What it finds, a line a rule and element.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsOn(IPage page)
    {
        // Not as a script of the page, which its policy would refuse.
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
            await page.EvaluateAsync(await File.ReadAllTextAsync(Script));
        string found = await page.EvaluateAsync<string>("axe.run().then(result => JSON.stringify(result.violations))");
        using JsonDocument violations = JsonDocument.Parse(found);
        return [.. violations.RootElement.EnumerateArray().SelectMany(rule => rule.GetProperty("nodes").EnumerateArray().Select(node =>
            $"{rule.GetProperty("id").GetString()}: {node.GetProperty("html").GetString()} ({node.GetProperty("failureSummary").GetString()})"))];
    }
}
