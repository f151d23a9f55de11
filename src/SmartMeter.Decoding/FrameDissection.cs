using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding;

/// <summary>One frame of a stream, or a stretch that is none, taken apart for people.</summary>
/// <param name="Framing">The framing's name; null: it is no frame.</param>
/// <param name="Offset">Where it begins in the stream.</param>
/// <param name="At">When its last octets came.</param>
/// <param name="Octets">As received, and behind it what came out of it: joined, deciphered, without escapes.</param>
/// <param name="Parts">What it is made of.</param>
/// <param name="Reading">What came of it; null: nothing, or it is a part of a message that went on.</param>
/// <param name="Rejected">Why not.</param>
public sealed record FrameDissection(
    string? Framing, long Offset, DateTimeOffset At, IReadOnlyList<DissectedOctets> Octets, IReadOnlyList<DissectedPart> Parts, Reading? Reading, Rejected? Rejected);
