using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Simulation.Line;

/// <summary>A piece of a telegram, and when its last byte has come off the line.</summary>
public readonly record struct TimedChunk(ReadOnlyMemory<byte> Bytes, DateTimeOffset At);

/// <summary>
/// Splits a telegram into the pieces that a reader of the line sees: what the line brings in some 20 ms, more or less, at its baud rate.
/// </summary>
public static class LinePace
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>The pieces in order; together they are the telegram.</summary>
    public static IEnumerable<TimedChunk> Chunks(SimulatedTelegram telegram, SerialLine line, int seed)
    {
        Homes.SeededNoise noise = new(seed);
        long usual = Math.Max(1, Look.Ticks / line.Character.Ticks);
        for (int from = 0; from < telegram.Bytes.Length;)
        {
            // Half to one and a half of the usual: a reader's looks are not evenly spaced.
            int length = (int)(Math.Max(1, usual / 2) + noise.Below(1, telegram.At.UtcTicks + from, (int)usual + 1));
            int to = Math.Min(from + length, telegram.Bytes.Length);
            yield return new TimedChunk(telegram.Bytes.AsMemory(from, to - from), telegram.At + (line.Character * to));
            from = to;
        }
    }
}
