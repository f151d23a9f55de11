using System.Globalization;
using System.Text.RegularExpressions;

namespace EspSmartMeter.Tests.Sinks.Metrics;

/// <summary>Metrics, taken apart again: families with their samples. Fails on what Prometheus would not take.</summary>
internal sealed partial class Exposition
{
    private readonly List<Family> _families = [];

    public Exposition(string text)
    {
        Assert.EndsWith("\n", text);
        foreach (string line in text.TrimEnd('\n').Split('\n'))
            Take(line);
    }

    public sealed record Family(string Name, string Help)
    {
        public string Type { get; set; } = "";

        public List<Sample> Samples { get; } = [];
    }

    public sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
    {
        public string this[string label] => Labels.GetValueOrDefault(label, "");
    }

    public IReadOnlyList<Family> Families => _families;

    public IEnumerable<Sample> Samples => _families.SelectMany(family => family.Samples);

    public IEnumerable<Sample> Of(string name) => _families.Where(family => family.Name == name).SelectMany(family => family.Samples);

    private void Take(string line)
    {
        if (line.StartsWith("# HELP ", StringComparison.Ordinal))
        {
            string[] parts = line.Split(' ', 4);
            Assert.DoesNotContain(_families, family => family.Name == parts[2]);
            _families.Add(new Family(parts[2], parts[3]));
        }
        else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
        {
            Assert.Equal(_families[^1].Name, line.Split(' ')[2]);
            _families[^1].Type = line.Split(' ')[3];
        }
        else
        {
            Match match = Line().Match(line);
            Assert.True(match.Success, line);
            Assert.Equal(_families[^1].Name, match.Groups[1].Value);
            _families[^1].Samples.Add(new Sample(
                match.Groups[1].Value, Label().Matches(match.Groups[2].Value).ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value),
                double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture)));
        }
    }

    [GeneratedRegex("""^([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\]|\\.)*",?)+\})? (-?[0-9.]+)$""")]
    private static partial Regex Line();

    [GeneratedRegex("""([a-z_]+)="((?:[^"\\]|\\.)*)""")]
    private static partial Regex Label();
}
