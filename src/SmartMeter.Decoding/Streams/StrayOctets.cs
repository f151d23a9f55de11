using System.Buffers;

namespace SmartMeter.Decoding.Streams;

/// <summary>What converters and gateways put between frames: too little to be what is left of a lost one.</summary>
internal static class StrayOctets
{
    private const int Most = 4;

    private static readonly SearchValues<byte> Usual = SearchValues.Create([0x00, 0xFF, (byte)'\r', (byte)'\n']);

    public static bool MayStand(ReadOnlySpan<byte> between) => between.Length <= Most && between.IndexOfAnyExcept(Usual) < 0;
}
