using SmartMeter.Decoding.Obis;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Meters.Guard;

/// <summary>How a doubt about a meter's registers ends.</summary>
internal enum Decision : byte
{
    /// <summary>What was published goes on: of the step nothing counts, what was used since does.</summary>
    Continue,

    /// <summary>What the meter says is published.</summary>
    AsItIs,
}

/// <summary>What of a register survives a restart, beside the value that was last shown.</summary>
/// <param name="Own">What is believed of the meter's own figure.</param>
/// <param name="Offset">What is added to it.</param>
/// <param name="Read">When it last came.</param>
/// <param name="Changed">Since when it stands.</param>
/// <param name="Counted">What it counted over <paramref name="Hours"/>.</param>
/// <param name="Hours">So long is known.</param>
/// <param name="Doubt">Null: there is none.</param>
internal sealed record RegisterMemory(decimal Own, decimal Offset, DateTimeOffset Read, DateTimeOffset Changed, decimal Counted, decimal Hours, RegisterDoubt? Doubt);

/// <summary>A register that waits for its owner's decision.</summary>
/// <param name="Code">Which.</param>
/// <param name="Submeter">Whose; null: the meter's own.</param>
/// <param name="Published">What is published of it.</param>
/// <param name="Own">Where the meter's own figure stepped to.</param>
internal sealed record WaitingRegister(ObisCode Code, string? Submeter, decimal Published, decimal Own);

/// <summary>A value that counts.</summary>
/// <param name="Own">As the meter has it.</param>
/// <param name="Offset">To be added where it is published as a sum that goes on.</param>
internal readonly record struct Believed(Measurement Own, decimal Offset);
