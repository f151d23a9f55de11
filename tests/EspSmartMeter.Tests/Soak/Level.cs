using System.Globalization;

namespace EspSmartMeter.Tests.Soak;

/// <summary>A figure that is looked at again and again, and must not go on rising.</summary>
/// <param name="name">What it is, with its unit.</param>
/// <param name="slack">By how much its last third may lie above its second; the first is the start's own.</param>
internal sealed class Level(string name, double slack)
{
    private readonly List<double> _seen = [];

    public void Add(double figure) => _seen.Add(figure);

    public double Most => _seen.Max();

    public bool Rises => Late > Early + slack;

    /// <summary>From its first third to its last.</summary>
    public double Rise => Late - First;

    private double First => Median(_seen[..Math.Max(1, _seen.Count / 3)]);

    private double Early => Median(_seen[(_seen.Count / 3)..(2 * _seen.Count / 3)]);

    private double Late => Median(_seen[(2 * _seen.Count / 3)..]);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{name}: {First:0.0}, {Early:0.0}, {Late:0.0} in the thirds, {Most:0.0} at most");

    private static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);
}
