using System.Collections.Frozen;
using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Protocols.Tic;

/// <summary>What a label's data are.</summary>
/// <param name="Code">The OBIS code that says the same.</param>
/// <param name="Unit">The unit they are in, where they are a number.</param>
/// <param name="IsText">They are no number.</param>
internal sealed record TicLabel(ObisCode Code, WireUnit Unit, bool IsText = false);

/// <summary>
/// The labels that an OBIS code says the same as (Enedis-NOI-CPT_54E, 6.1 and 6.2). Apparent power is no active power, and none is made of it.
/// </summary>
internal static class TicLabels
{
    private static readonly WireUnit WattHour = new(Unit.KilowattHour, -3), VarHour = new(Unit.KilovarHour, -3), Watt = new(Unit.Watt, 0),
        VoltAmpere = new(Unit.VoltAmpere, 0), Ampere = new(Unit.Ampere, 0), Volt = new(Unit.Volt, 0);

    private static readonly FrozenDictionary<string, TicLabel> ByName = Table.ToFrozenDictionary(
        row => row.Label, row => new TicLabel(ObisCode.Parse(row.Code), row.Unit ?? WireUnit.None, row.Unit is null));

    private static readonly FrozenDictionary<string, TicLabel>.AlternateLookup<ReadOnlySpan<char>> BySpan = ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    private static IEnumerable<(string Label, string Code, WireUnit? Unit)> Table =>
    [
        // Historic: the whole, by the peak and off-peak, by EJP's normal and peak days, by Tempo's blue, white and red days.
        ("BASE", "1-0:1.8.0", WattHour),
        ("HCHC", "1-0:1.8.1", WattHour), ("HCHP", "1-0:1.8.2", WattHour),
        ("EJPHN", "1-0:1.8.1", WattHour), ("EJPHPM", "1-0:1.8.2", WattHour),
        ("BBRHCJB", "1-0:1.8.1", WattHour), ("BBRHPJB", "1-0:1.8.2", WattHour),
        ("BBRHCJW", "1-0:1.8.3", WattHour), ("BBRHPJW", "1-0:1.8.4", WattHour),
        ("BBRHCJR", "1-0:1.8.5", WattHour), ("BBRHPJR", "1-0:1.8.6", WattHour),
        ("IINST", "1-0:31.7.0", Ampere), ("IINST1", "1-0:31.7.0", Ampere), ("IINST2", "1-0:51.7.0", Ampere), ("IINST3", "1-0:71.7.0", Ampere),
        ("PAPP", "1-0:9.7.0", VoltAmpere),
        ("PTEC", "0-0:96.14.0", null),

        ("EAST", "1-0:1.8.0", WattHour),
        ("EASF01", "1-0:1.8.1", WattHour), ("EASF02", "1-0:1.8.2", WattHour), ("EASF03", "1-0:1.8.3", WattHour), ("EASF04", "1-0:1.8.4", WattHour),
        ("EASF05", "1-0:1.8.5", WattHour), ("EASF06", "1-0:1.8.6", WattHour), ("EASF07", "1-0:1.8.7", WattHour), ("EASF08", "1-0:1.8.8", WattHour),
        ("EASF09", "1-0:1.8.9", WattHour), ("EASF10", "1-0:1.8.10", WattHour),
        ("EAIT", "1-0:2.8.0", WattHour),
        ("ERQ1", "1-0:5.8.0", VarHour), ("ERQ2", "1-0:6.8.0", VarHour), ("ERQ3", "1-0:7.8.0", VarHour), ("ERQ4", "1-0:8.8.0", VarHour),
        ("IRMS1", "1-0:31.7.0", Ampere), ("IRMS2", "1-0:51.7.0", Ampere), ("IRMS3", "1-0:71.7.0", Ampere),
        ("URMS1", "1-0:32.7.0", Volt), ("URMS2", "1-0:52.7.0", Volt), ("URMS3", "1-0:72.7.0", Volt),
        ("SINSTS", "1-0:9.7.0", VoltAmpere), ("SINSTS1", "1-0:29.7.0", VoltAmpere), ("SINSTS2", "1-0:49.7.0", VoltAmpere), ("SINSTS3", "1-0:69.7.0", VoltAmpere),
        ("SINSTI", "1-0:10.7.0", VoltAmpere),
        ("CCASN", "1-0:1.5.0", Watt), ("CCAIN", "1-0:2.5.0", Watt),
        ("NTARF", "0-0:96.14.0", null),
    ];

    /// <summary>What the label's data are; null where no OBIS code says the same.</summary>
    public static TicLabel? Find(ReadOnlySpan<byte> label)
    {
        Span<char> name = stackalloc char[label.Length];
        for (int i = 0; i < label.Length; i++)
            name[i] = (char)label[i];
        return BySpan.TryGetValue(name, out TicLabel? found) ? found : null;
    }
}
