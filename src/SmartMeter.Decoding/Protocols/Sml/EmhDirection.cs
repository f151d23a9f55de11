using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Protocols.Sml;

/// <summary>
/// EMH's eHZ and ED300L send power without its sign (1-0:15.7.0, |P+|+|P-|); which way it flows stands in the status word of their register
/// 1-0:1.8.0: bit 5 is set while the home delivers (FNN-Lastenheft EDL). Other makers send 1-0:16.7.0, with its sign, themselves. The status
/// words of newer meters are laid out otherwise; bit 7 tells the two apart.
/// </summary>
internal static class EmhDirection
{
    private const ulong Delivers = 0x20, OldLayout = 0x80;

    private static readonly ObisCode Absolute = new(1, 0, 15, 7, 0), Net = new(1, 0, 16, 7, 0);

    /// <summary>True for the register whose status word tells the direction.</summary>
    public static bool IsToldBy(ObisCode code) => code is { A: 1, B: 0, C: 1, D: 8, E: 0, F: 255 };

    /// <summary>Adds the power with its sign where meter and status word tell it; false where there are more values than any meter sends.</summary>
    public static bool Add(Reading reading, ulong? status)
    {
        if (status is not ulong word || (word & OldLayout) == 0 || reading.Manufacturer != "EMH" || reading.TryFind(Net, out _))
            return true;
        if (!reading.TryFind(Absolute, out Measurement power) || power is not { Kind: ValueKind.Number, Unit: Unit.Watt })
            return true;
        return reading.Add(power with { Code = Net, Number = (word & Delivers) == 0 ? power.Number : 0 - power.Number });
    }
}
