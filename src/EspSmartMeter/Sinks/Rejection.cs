using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Sinks;

/// <summary>A refused stretch of bytes, and where and when it came.</summary>
/// <param name="Source">The source's address.</param>
/// <param name="SourceName">What it is called where it has to be told from others.</param>
/// <param name="At">When it was refused.</param>
/// <param name="Rejected">What and why.</param>
internal sealed record Rejection(string Source, string SourceName, DateTimeOffset At, Rejected Rejected)
{
    public RejectionKind Kind => new(Source, Rejected.Layer, Rejected.Reason);
}

/// <summary>Rejections of one kind are a flood when many come within a minute.</summary>
internal readonly record struct RejectionKind(string Source, RejectionLayer Layer, RejectionReason Reason);

/// <summary>The rest of a flood, behind its first.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Count">How many, without the first.</param>
/// <param name="Begun">When the first came.</param>
internal sealed record Repeats(RejectionKind Kind, long Count, DateTimeOffset Begun);
