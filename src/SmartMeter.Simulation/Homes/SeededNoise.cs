namespace SmartMeter.Simulation.Homes;

/// <summary>
/// Numbers that look random and are a function of a seed, a stream and an index: any moment can be computed without those before it,
/// in integers alone, so that every platform gives the same telegrams.
/// </summary>
internal readonly struct SeededNoise(int seed)
{
    /// <summary>64 bits for one index of a stream (the finaliser of SplitMix64).</summary>
    public ulong Bits(int stream, long index)
    {
        ulong x = unchecked(((ulong)(uint)seed << 32) ^ ((ulong)(uint)stream * 0x9E3779B97F4A7C15UL) ^ ((ulong)index * 0xD1B54A32D192ED03UL));
        unchecked
        {
            x += 0x9E3779B97F4A7C15UL;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
            return x ^ (x >> 31);
        }
    }

    /// <summary>From 0 up to and without <paramref name="bound"/>.</summary>
    public int Below(int stream, long index, int bound) => (int)(Bits(stream, index) % (uint)bound);

    /// <summary>From -<paramref name="amplitude"/> to +<paramref name="amplitude"/>, changing from one index to the next.</summary>
    public int Around(int stream, long index, int amplitude) => Below(stream, index, (2 * amplitude) + 1) - amplitude;

    /// <summary>From -<paramref name="amplitude"/> to +<paramref name="amplitude"/>, in straight lines between a value every <paramref name="period"/> seconds.</summary>
    public int Smooth(int stream, long second, int period, int amplitude)
    {
        long knot = Math.DivRem(second, period, out long within);
        long from = Around(stream, knot, amplitude), to = Around(stream, knot + 1, amplitude);
        return (int)(from + ((to - from) * within / period));
    }

    /// <summary>
    /// True for <paramref name="on"/> seconds of each <paramref name="period"/>, which begin up to <paramref name="jitter"/> seconds late and last up to half of that
    /// longer: what a thermostat does.
    /// </summary>
    public bool IsOn(int stream, long second, int period, int on, int jitter)
    {
        long turn = Math.DivRem(second, period, out long within);
        int start = Below(stream, turn, jitter);
        return within >= start && within < start + on + Below(stream, ~turn, (jitter / 2) + 1);
    }
}
