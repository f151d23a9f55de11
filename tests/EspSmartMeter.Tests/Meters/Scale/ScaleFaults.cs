using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Meters.Scale;

/// <summary>The scale faults that a meter can have and that what it sends can prove: one quantity of one meter, by a factor.</summary>
internal static class ScaleFaults
{
    private static readonly decimal[] Decimals = [10, 100, 1000, 0.1m, 0.01m, 0.001m],
        All = [.. Decimals, 20, 40, 60, 80, 120, 1 / 20m, 1 / 30m, 1 / 50m, 1 / 100m, 1 / 200m];

    /// <summary>Each quantity by each factor, in turn.</summary>
    /// <param name="codes">What the meter sends and its home moves.</param>
    public static IEnumerable<ScaleFault> Of(IReadOnlyCollection<ObisCode> codes)
    {
        (string Name, ObisCode[] Codes, decimal[] Factors)[] quantities = [.. Quantities(codes)];
        for (int turn = 0; turn < All.Length; turn++)
        {
            for (int number = 0; number < quantities.Length; number++)
            {
                (string name, ObisCode[] its, decimal[] factors) = quantities[number];
                if (turn < factors.Length)
                    yield return new ScaleFault(name, its, factors[(turn + (number * 5)) % factors.Length]);
            }
        }
    }

    private static IEnumerable<(string Name, ObisCode[] Codes, decimal[] Factors)> Quantities(IReadOnlyCollection<ObisCode> codes)
    {
        ObisCode[] Where(Func<Quantity, bool> wanted) => [.. codes.Where(code => Catalogue.Find(code) is { Processing: Processing.None } quantity && wanted(quantity))];

        ObisCode[] net = Where(quantity => quantity is { Kind: QuantityKind.Instant, Subject: Subject.ActivePower, Phase: 0, Direction: Direction.Net });
        ObisCode[] volts = Where(quantity => quantity is { Kind: QuantityKind.Instant, Subject: Subject.Voltage, Phase: > 0 });
        ObisCode[] amperes = Where(quantity => quantity is { Kind: QuantityKind.Instant, Stem: "current", Phase: > 0 });
        ObisCode[] phases = Where(quantity => quantity is { Kind: QuantityKind.Instant, Subject: Subject.ActivePower, Phase: > 0 });
        bool apparent = volts.Length > 0 && amperes.Length == volts.Length;
        foreach (Direction direction in new[] { Direction.Import, Direction.Export })
        {
            ObisCode[] power = Where(quantity => quantity is { Kind: QuantityKind.Instant, Subject: Subject.ActivePower, Phase: 0 } && quantity.Direction == direction);
            ObisCode[] registers = Where(quantity => quantity is { Kind: QuantityKind.Register, Subject: Subject.ActivePower, Phase: 0 } && quantity.Direction == direction);
            bool hasPower = power.Length + net.Length > 0;
            if (power.Length > 0 && (registers.Length > 0 || apparent))
                yield return ($"power {direction}", power, registers.Length > 0 ? All : Decimals);
            bool hasTotal = registers.Any(register => register.E == 0) && registers.Length > 2;
            if (hasPower || hasTotal)
            {
                foreach (ObisCode register in registers)
                    yield return ($"register {direction}", [register], All);
            }
        }
        if (net.Length > 0 && Where(quantity => quantity is { Kind: QuantityKind.Register, Subject: Subject.ActivePower }).Length > 0)
            yield return ("net power", net, All);
        if (volts.Length > 0)
            yield return ("voltages", volts, Decimals);
        if (apparent && (phases.Length > 0 || net.Length > 0 || Where(quantity => quantity.Key == "power_import").Length > 0))
            yield return ("currents", amperes, Decimals);
        if (apparent && phases.Length > 0)
            yield return ("powers of phases", phases, Decimals);
    }
}
