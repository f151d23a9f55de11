using EspSmartMeter.Meters.Live;
using SmartMeter.Decoding.Obis;

namespace EspSmartMeter.Meters;

/// <summary>A register that is carried forward, as state.json keeps it.</summary>
/// <param name="Code">The register.</param>
/// <param name="Reading">Its last reading, in kWh.</param>
/// <param name="Joules">Carried since that reading's stamp.</param>
/// <param name="Shown">The highest it ever showed, in kWh.</param>
/// <param name="Sampled">When the last power came.</param>
/// <param name="Watts">The last power.</param>
/// <param name="GapFrom">A gap in power that no reading has told of yet.</param>
/// <param name="GapTo">Its end.</param>
internal sealed record StoredLive(
    string Code, decimal? Reading, decimal Joules, decimal? Shown, DateTimeOffset? Sampled, decimal? Watts, DateTimeOffset? GapFrom, DateTimeOffset? GapTo)
{
    /// <summary>What is to survive of a value; null where nothing carries it.</summary>
    public static StoredLive? Of(MeterValue value) => value.Live is { MayDiffer: true } && value.Live.Remembered() is LiveMemory memory
        ? new StoredLive(
            value.Code.ToString(), memory.Reading, memory.Joules, memory.Shown, memory.Sampled, memory.Watts, memory.Gap?.From, memory.Gap?.To)
        : null;

    public string? Fault() => !ObisCode.TryParse(Code, out _) ? "code is none" : null;

    public void Resume(LiveRegisters registers)
    {
        PowerGap? gap = GapFrom is DateTimeOffset from && GapTo is DateTimeOffset to ? new PowerGap(from, to) : null;
        if (ObisCode.TryParse(Code, out ObisCode code))
            registers.Resume(code, new LiveMemory(Reading, Joules, Shown, Sampled, Watts, gap));
    }
}
