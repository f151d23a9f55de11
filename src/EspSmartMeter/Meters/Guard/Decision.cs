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
internal sealed record RegisterMemory(decimal Own, decimal Offset, DateTimeOffset Read, DateTimeOffset Changed, decimal Counted, decimal Hours, RegisterDoubt? Doubt)
{
    /// <summary>As <see cref="GuardedRegister.OffsetSince"/>.</summary>
    public DateTimeOffset? OffsetSince { get; init; }

    /// <summary>As <see cref="GuardedRegister.Continued"/>.</summary>
    public StepTaken? Continued { get; init; }
}

/// <summary>A step after which a register goes on by itself, with an offset.</summary>
/// <param name="Published">What was published, and goes on.</param>
/// <param name="Own">Where the meter's own figure had stepped to.</param>
/// <param name="At">When it was decided.</param>
internal sealed record StepTaken(decimal Published, decimal Own, DateTimeOffset At);

/// <summary>The same with the register's name.</summary>
internal sealed record ContinuedRegister(ObisCode Code, string? Submeter, StepTaken Step);

/// <summary>What an earlier run told the broker of a register before it was published, in case that its own memory is lost or older.</summary>
/// <param name="Code">The register.</param>
/// <param name="Submeter">Whose; null: the meter's own.</param>
/// <param name="Shown">What was published.</param>
/// <param name="Own">The meter's own figure; null: not told.</param>
/// <param name="Offset">What was added to it.</param>
/// <param name="Since">When that was decided; null: never.</param>
internal sealed record CarriedRegister(ObisCode Code, string? Submeter, decimal Shown, decimal? Own, decimal Offset, DateTimeOffset? Since);

/// <summary>A register that waits for its owner's decision.</summary>
/// <param name="Code">Which.</param>
/// <param name="Submeter">Whose; null: the meter's own.</param>
/// <param name="Published">What is published of it.</param>
/// <param name="Own">Where the meter's own figure stepped to.</param>
internal sealed record WaitingRegister(ObisCode Code, string? Submeter, decimal Published, decimal Own);

/// <summary>A value that counts.</summary>
/// <param name="Own">As the meter has it.</param>
/// <param name="Offset">To be added where it is published as a sum that goes on.</param>
/// <param name="OffsetSince">When that was decided; null: never.</param>
internal readonly record struct Believed(Measurement Own, decimal Offset, DateTimeOffset? OffsetSince = null);
