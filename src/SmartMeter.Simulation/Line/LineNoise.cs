using SmartMeter.Simulation.Homes;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Line;

/// <summary>How bad a line is. Percentages are of all telegrams.</summary>
/// <param name="GarbageAtMost">Before each telegram come up to this many random bytes.</param>
/// <param name="FlippedPercent">One bit of the telegram is wrong.</param>
/// <param name="CutPercent">The telegram ends at a random byte.</param>
/// <param name="GluedPercent">The telegram follows the one before with neither garbage nor pause.</param>
public sealed record NoiseOptions(int GarbageAtMost = 64, int FlippedPercent = 5, int CutPercent = 5, int GluedPercent = 1);

public enum Damage { None, BitFlipped, Cut }

/// <summary>A stretch of a noisy line: random bytes, or a telegram as it arrives.</summary>
/// <param name="Offset">Where it begins in the stream.</param>
/// <param name="Bytes">What arrives.</param>
/// <param name="At">When its first byte arrives.</param>
/// <param name="Telegram">The telegram as it was sent; null for random bytes.</param>
/// <param name="Damage">What happened to it.</param>
/// <param name="DamagedAt">The byte, from its start, that has the wrong bit, or the first that is missing; -1 when intact.</param>
public sealed record LineStretch(long Offset, byte[] Bytes, DateTimeOffset At, SimulatedTelegram? Telegram, Damage Damage, int DamagedAt)
{
    public bool IsIntactTelegram => Telegram is not null && Damage == Damage.None;
}

/// <summary>Does to telegrams what long cables, loose plugs and restarts do, by a seed.</summary>
public static class LineNoise
{
    private enum Stream { Fate = 1, GarbageLength, Garbage, Glued, Byte, Bit }

    /// <summary>The stream's stretches in order, without gaps between them in bytes.</summary>
    public static IEnumerable<LineStretch> Over(IEnumerable<SimulatedTelegram> telegrams, SerialLine line, NoiseOptions options, int seed)
    {
        SeededNoise noise = new(seed);
        long offset = 0, number = 0;
        DateTimeOffset free = DateTimeOffset.MinValue;
        foreach (SimulatedTelegram telegram in telegrams)
        {
            number++;
            bool glued = number > 1 && noise.Below((int)Stream.Glued, number, 100) < options.GluedPercent;
            DateTimeOffset at = glued || telegram.At < free ? free : telegram.At;
            byte[] garbage = glued ? [] : Garbage(noise, number, options.GarbageAtMost);
            if (garbage.Length > 0)
            {
                yield return new LineStretch(offset, garbage, at, null, Damage.None, -1);
                offset += garbage.Length;
                at += line.Character * garbage.Length;
            }
            LineStretch arrived = Arrive(telegram, noise, number, options, offset, at);
            yield return arrived;
            offset += arrived.Bytes.Length;
            free = at + (line.Character * arrived.Bytes.Length);
        }
    }

    private static byte[] Garbage(SeededNoise noise, long number, int atMost)
    {
        byte[] bytes = new byte[noise.Below((int)Stream.GarbageLength, number, atMost + 1)];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)noise.Bits((int)Stream.Garbage, (number * 4096) + i);
        return bytes;
    }

    private static LineStretch Arrive(
        SimulatedTelegram telegram, SeededNoise noise, long number, NoiseOptions options, long offset, DateTimeOffset at)
    {
        int fate = noise.Below((int)Stream.Fate, number, 100);
        byte[] bytes = telegram.Bytes;
        if (fate < options.FlippedPercent)
        {
            int where = noise.Below((int)Stream.Byte, number, bytes.Length);
            bytes = [.. bytes];
            bytes[where] ^= (byte)(1 << noise.Below((int)Stream.Bit, number, 8));
            return new LineStretch(offset, bytes, at, telegram, Damage.BitFlipped, where);
        }
        if (fate < options.FlippedPercent + options.CutPercent)
        {
            int kept = 1 + noise.Below((int)Stream.Byte, number, bytes.Length - 1);
            return new LineStretch(offset, bytes[..kept], at, telegram, Damage.Cut, kept);
        }
        return new LineStretch(offset, bytes, at, telegram, Damage.None, -1);
    }
}
