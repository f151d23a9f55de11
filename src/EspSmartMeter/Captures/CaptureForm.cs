using EspSmartMeter.Captures.Held;
using EspSmartMeter.Captures.Pcap;

namespace EspSmartMeter.Captures;

/// <summary>A form in which people keep bytes, as <c>--format</c> names it.</summary>
/// <param name="Name">For <c>--format</c>.</param>
/// <param name="Fits">Whether a beginning is all of that form, or may become it.</param>
/// <param name="Open">A reader of it.</param>
internal sealed record CaptureForm(string Name, Func<ReadOnlyMemory<byte>, Extent, bool> Fits, Func<ICaptureReceiver, ICaptureReader> Open)
{
    /// <summary>So much of a beginning decides.</summary>
    public const int Beginning = 4096;

    /// <summary>The bytes themselves.</summary>
    public static readonly CaptureForm Binary = new("binary", (_, _) => true, receiver => new BinaryCapture(receiver));

    /// <summary>All, the more telling before the less: hex digits are base64 as well, and anything is binary.</summary>
    public static readonly IReadOnlyList<CaptureForm> All =
    [
        new("pcap", (head, _) => PcapCapture.Fits(head.Span), receiver => new PcapCapture(receiver)),
        new("log", LogCapture.Fits, receiver => new LogCapture(receiver)),
        new("hex", HexCapture.Fits, receiver => new HexCapture(receiver)),
        new("c", CArrayCapture.Fits, receiver => new CArrayCapture(receiver)),
        new("base64", Base64Capture.Fits, receiver => new Base64Capture(receiver)),
        Binary,
    ];

    /// <summary>The one of that name; null: there is none.</summary>
    public static CaptureForm? Named(string name) => All.FirstOrDefault(form => form.Name == name);

    /// <summary>The form of a beginning; null: only more of it tells.</summary>
    /// <param name="head">At most <see cref="Beginning"/> octets of it.</param>
    /// <param name="isWhole">Nothing follows.</param>
    public static CaptureForm? Of(ReadOnlyMemory<byte> head, bool isWhole)
    {
        Extent extent = isWhole ? Extent.Whole : head.Length >= Beginning ? Extent.Enough : Extent.Begun;
        ReadOnlyMemory<byte> text = head[MarkIn(head.Span)..];
        CaptureForm form = All.First(form => form.Fits(text, extent));
        return form == Binary || extent != Extent.Begun ? form : null;
    }

    /// <summary>How long the mark is with which some editors begin their texts (UTF-8's byte order mark).</summary>
    public int Mark(ReadOnlySpan<byte> head) => this == Binary ? 0 : MarkIn(head);

    private static int MarkIn(ReadOnlySpan<byte> head) => head.StartsWith("\uFEFF"u8) ? 3 : 0;
}
