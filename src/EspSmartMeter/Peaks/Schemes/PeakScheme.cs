namespace EspSmartMeter.Peaks.Schemes;

/// <summary>How a grid company bills the highest windows.</summary>
/// <param name="Name">As the option <c>peak_scheme</c> names it.</param>
/// <param name="Components">One or more, all of windows of the same length.</param>
internal sealed record PeakScheme(string Name, IReadOnlyList<PeakComponent> Components)
{
    /// <summary>One that is in no table.</summary>
    public const string Own = "own";

    /// <summary>Where it is told; null: nowhere.</summary>
    public string? Source { get; init; }

    /// <summary>The time zones of the country that it is found in: where one of them is set, the page offers it.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    public DateOnly? ValidFrom { get; init; }

    /// <summary>The last day it is known to hold. It goes on after that, and the page says that it may have changed.</summary>
    public DateOnly? ValidUntil { get; init; }

    public int WindowMinutes => Components[0].WindowMinutes;

    /// <summary>Which windows count and as what; where it changes, the months before are of no use.</summary>
    public string Measured => string.Join(" + ", Components.Select(component => component.Measured));

    public bool MayHaveChanged(DateOnly today) => today > ValidUntil;
}
