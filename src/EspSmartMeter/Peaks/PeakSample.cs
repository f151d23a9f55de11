namespace EspSmartMeter.Peaks;

/// <summary>What a telegram tells of the power taken from the grid.</summary>
/// <param name="At">When it came, in milliseconds since 1970.</param>
internal readonly record struct PeakSample(long At)
{
    /// <summary>The power, as it came with this telegram; null: it tells none.</summary>
    public long? Milliwatts { get; init; }

    /// <summary>How long the power may be silent and still be known, in milliseconds.</summary>
    public long Longest { get; init; }

    /// <summary>The register of energy, as it came with this telegram and fine enough to close a window; null: it tells none.</summary>
    public long? MilliwattHours { get; init; }

    /// <summary>The moment that the register is of.</summary>
    public long RegisterAt { get; init; }

    /// <summary>The meter's own mean of the running quarter, over its whole length (1.4.0); null: it tells none.</summary>
    public long? OwnDemand { get; init; }

    /// <summary>The meter's own highest quarter of the month (1.6.0); null: it tells none.</summary>
    public long? OwnPeak { get; init; }

    /// <summary>When that quarter was, by the meter's stamp; null: it does not tell.</summary>
    public long? OwnPeakAt { get; init; }
}
