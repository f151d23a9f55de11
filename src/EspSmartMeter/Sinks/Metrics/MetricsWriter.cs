using System.Globalization;
using System.Text;

namespace EspSmartMeter.Sinks.Metrics;

/// <summary>Writes the text format of Prometheus, version 0.0.4: families, and behind each its samples.</summary>
internal sealed class MetricsWriter
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public void Counter(string name, string help) => Family(name, "counter", help);

    public void Gauge(string name, string help) => Family(name, "gauge", help);

    /// <summary>A gauge without labels.</summary>
    public void Single(string name, string help, decimal value)
    {
        Gauge(name, help);
        Sample(name, value);
    }

    /// <summary>A label that says nothing is left out: to Prometheus that is the same.</summary>
    public void Sample(string name, decimal value, params ReadOnlySpan<(string Name, string? Value)> labels)
    {
        _text.Append(name);
        char before = '{';
        foreach ((string label, string? its) in labels)
        {
            if (string.IsNullOrEmpty(its))
                continue;
            _text.Append(before).Append(label).Append("=\"").Append(Escaped(its)).Append('"');
            before = ',';
        }
        _text.Append(before == ',' ? "} " : " ").Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>Seconds since 1970, as Prometheus has its times.</summary>
    public static decimal Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000m;

    private void Family(string name, string type, string help) =>
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static string Escaped(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
