namespace SmartMeter.Decoding.Dissection;

/// <summary>A stretch of octets, and what it is.</summary>
/// <param name="Name">What the standard calls it.</param>
/// <param name="Octets">Which octets it stands in: an index into <see cref="FrameDissection.Octets"/>.</param>
/// <param name="Start">Where in them it begins.</param>
/// <param name="Length">How many; 0 where they are missing.</param>
/// <param name="Text">What it says; null: its name says all.</param>
/// <param name="Fault">What is wrong with it, and what was expected; null: nothing.</param>
/// <param name="Parts">What it is made of, in the order of the octets.</param>
public sealed record DissectedPart(string Name, int Octets, int Start, int Length, string? Text, string? Fault, IReadOnlyList<DissectedPart> Parts);

/// <summary>Octets that came together.</summary>
/// <param name="Bytes">They.</param>
/// <param name="At">When the last of them came.</param>
/// <param name="End">What is known of where they end.</param>
public sealed record DissectedBurst(ReadOnlyMemory<byte> Bytes, DateTimeOffset At, BurstEnd End = BurstEnd.Pause);

/// <summary>What is known of where a burst ends.</summary>
public enum BurstEnd
{
    /// <summary>Only a pause tells it.</summary>
    Pause,

    /// <summary>What carried it knows, as a datagram does. A frame may go on in the next.</summary>
    Carrier,

    /// <summary>The stream was over after it: its file was at its end, its connection gone. What was unfinished stays so.</summary>
    Stream,
}

/// <summary>Octets that parts stand in: as received, or what came out of them.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Bytes">They.</param>
public sealed record DissectedOctets(string Name, ReadOnlyMemory<byte> Bytes);
