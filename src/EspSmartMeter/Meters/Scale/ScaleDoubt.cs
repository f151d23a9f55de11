using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Meters.Scale;

/// <summary>What a factor would have to be.</summary>
/// <param name="Code">Of which value.</param>
/// <param name="Set">What the user has set; null: nothing.</param>
/// <param name="Factor">What would make it agree with the others; 1: none.</param>
internal sealed record ScaleCorrection(ObisCode Code, decimal? Set, decimal Factor);

/// <summary>Values that show another scale than what tells of the same.</summary>
/// <param name="Corrections">One a value that is off.</param>
/// <param name="Times">How many times what it should be they show.</param>
/// <param name="Against">What says so; null: the voltage of the grid.</param>
/// <param name="Other">Where nothing tells which of both is off, what would have to be set instead; null: it is told.</param>
internal sealed record ScaleDoubt(IReadOnlyList<ScaleCorrection> Corrections, decimal Times, ObisCode? Against, ScaleCorrection? Other)
{
    public bool Equals(ScaleDoubt? other) =>
        other is not null && Times == other.Times && Against == other.Against && Other == other.Other && Corrections.SequenceEqual(other.Corrections);

    public override int GetHashCode() => HashCode.Combine(Times, Against, Corrections.Count);
}
