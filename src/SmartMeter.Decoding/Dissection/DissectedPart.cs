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
/// <param name="Ends">What carried them knows that they end here, as a datagram does; else only a pause tells.</param>
public sealed record DissectedBurst(ReadOnlyMemory<byte> Bytes, DateTimeOffset At, bool Ends = false);

/// <summary>Octets that parts stand in: as received, or what came out of them.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Bytes">They.</param>
public sealed record DissectedOctets(string Name, ReadOnlyMemory<byte> Bytes);
