using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.DataSets;

/// <summary>
/// Power factors written without a point: no factor is above 1, so that a telegram with one between 101 and 1000 counts all of them in thousandths
/// (Lithuania). Where the largest lies between 2 and 100 it may as well be hundredths, and nobody knows.
/// </summary>
internal static class PowerFactors
{
    private const byte First = 13, PhaseStep = 20, LastPhase = 73;
    private const decimal Thousandths = 1000, Hundredths = 100;

    public static void Scale(Reading reading)
    {
        decimal largest = 0;
        foreach (ref readonly Measurement measurement in reading.Measurements)
        {
            if (IsWhole(measurement))
                largest = Math.Max(largest, Math.Abs(measurement.Number));
        }
        if (largest <= 1)
            return;
        for (int i = 0; i < reading.Measurements.Length; i++)
        {
            Measurement measurement = reading.Measurements[i];
            if (IsWhole(measurement))
            {
                reading.Replace(i, largest is > Hundredths and <= Thousandths && ExactNumber.TryScale(measurement.Number, -3, out decimal factor)
                    ? measurement with { Number = factor }
                    : measurement with { ScaleKnown = false });
            }
        }
    }

    private static bool IsWhole(in Measurement measurement) =>
        Catalogue.Normal(measurement.Code) is { A: 1, B: 0, C: >= First and <= LastPhase, D: 7 or 4 or 24, E: 0 } code
        && (code.C - First) % PhaseStep == 0 && measurement is { Kind: ValueKind.Number, Unit: Unit.None, Number.Scale: 0 };
}
