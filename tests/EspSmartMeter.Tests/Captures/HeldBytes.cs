using EspSmartMeter.Captures;
using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Tests.Captures;

/// <summary>What a capture holds: its streams, each as hex with <c>/</c> where a burst ended.</summary>
internal sealed class HeldBytes : ICaptureReceiver
{
    private readonly List<string> _streams = [];
    private string _stream = "";

    /// <param name="written">The capture.</param>
    /// <param name="form">As <c>--format</c> names it; null: guessed.</param>
    /// <param name="step">So many octets at a time.</param>
    public static IReadOnlyList<string> In(ReadOnlySpan<byte> written, string? form = null, int step = 4096)
    {
        HeldBytes held = new();
        CaptureInput input = new(form is null ? null : CaptureForm.Named(form), held);
        for (int at = 0; at < written.Length; at += step)
            input.Push(written.Slice(at, Math.Min(step, written.Length - at)));
        input.End();
        return held._streams;
    }

    public void OnBytes(ReadOnlySpan<byte> bytes) => _stream += Convert.ToHexStringLower(bytes);

    public void OnBurstEnd() => _stream += "/";

    public void OnStreamEnd()
    {
        if (_stream != "")
            _streams.Add(_stream);
        _stream = "";
    }
}
