using System.Globalization;
using System.Text;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Dissection;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Commands;

/// <summary>What a capture is made of, frame by frame, as text for people.</summary>
/// <param name="options">Keys and lists.</param>
/// <param name="output">Where to.</param>
internal sealed class ExplainedFrames(DecoderOptions options, PipedOutput output)
{
    /// <summary>So much of a stream is taken apart.</summary>
    public const int MostOctets = 8 * 1024 * 1024;

    private const int ShownOctets = 8;

    private long _before;

    /// <summary>How many readings there were.</summary>
    public long Readings { get; private set; }

    /// <summary>Writes a stream's frames.</summary>
    /// <exception cref="OutputClosedException">Nobody reads it any more.</exception>
    public void Write(IReadOnlyList<DissectedBurst> stream)
    {
        StringBuilder text = new();
        foreach (FrameDissection frame in FrameDissector.Of(stream, options))
            Write(text, frame);
        _before += stream.Sum(burst => burst.Bytes.Length);
        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private void Write(StringBuilder text, FrameDissection frame)
    {
        Readings += frame.Reading is null ? 0 : 1;
        text.Append(CultureInfo.InvariantCulture, $"{_before + frame.Offset:x8}  {frame.Framing ?? "no frame"}, {frame.Octets[0].Bytes.Length} octets: {Outcome(frame)}\n");
        int shown = 0;
        foreach (DissectedPart part in frame.Parts)
            Write(text, frame, part, depth: 1, ref shown);
        text.Append('\n');
    }

    private void Write(StringBuilder text, FrameDissection frame, DissectedPart part, int depth, ref int shown)
    {
        DissectedOctets octets = frame.Octets[part.Octets];
        if (part.Octets != shown)
            text.Append(CultureInfo.InvariantCulture, $"  {octets.Name}, {octets.Bytes.Length} octets:\n");
        shown = part.Octets;
        long at = part.Octets == 0 ? _before + frame.Offset + part.Start : part.Start;
        bool isLeaf = part.Parts.Count == 0;
        string hex = isLeaf ? Convert.ToHexStringLower(octets.Bytes.Span.Slice(part.Start, Math.Min(part.Length, ShownOctets))) + (part.Length > ShownOctets ? ".." : "") : "";
        text.Append(CultureInfo.InvariantCulture, $"  {at:x8} {part.Length,5}  {hex,-18} {new string(' ', depth * 2)}{part.Name}");
        if (part.Text is string said)
            text.Append(": ").Append(said);
        if (part.Fault is string fault)
            text.Append("  <-- ").Append(fault);
        text.Append('\n');
        foreach (DissectedPart inner in part.Parts)
            Write(text, frame, inner, depth + 1, ref shown);
    }

    private static string Outcome(FrameDissection frame) => frame switch
    {
        { Reading: Reading reading } => $"{reading.Measurements.Length} values of {reading.MeterId ?? "a meter that does not say its number"}",
        { Rejected: Rejected rejected } => $"{rejected.Layer.Name}/{rejected.Reason.Name()}{(rejected.Detail is string detail ? $", {detail}" : "")}",
        _ => "a part of a message that goes on",
    };
}
