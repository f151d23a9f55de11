using SmartMeter.Decoding.Obis;

namespace SmartMeter.Simulation.Telegrams;

/// <summary>One value that a telegram holds, exactly: a number in the code's canonical unit, a text as sent, or a time; all null where the meter names the code and sends nothing.</summary>
public sealed record ExpectedValue(ObisCode Code)
{
    public decimal? Number { get; init; }

    public Unit Unit { get; init; }

    /// <summary>False where neither the telegram nor any published list tells what the number counts: it is then shown as sent, without a unit.</summary>
    public bool ScaleKnown { get; init; } = true;

    public string? Text { get; init; }

    /// <summary>The true instant, in the offset of the meter's wall clock: <see cref="DateTimeOffset.DateTime"/> is what the telegram shows.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The stamp that the value itself carries, as <see cref="Time"/>.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>The id, as sent, of the submeter it comes from.</summary>
    public string? Device { get; init; }

    /// <summary><paramref name="mantissa"/> x 10^<paramref name="exponent"/>.</summary>
    internal static ExpectedValue Scaled(ObisCode code, long mantissa, int exponent, Unit unit)
    {
        decimal number = mantissa;
        for (; exponent > 0; exponent--)
            number *= 10m;
        for (; exponent < 0; exponent++)
            number /= 10m;
        return new ExpectedValue(code) { Number = number, Unit = unit };
    }
}
