using System.Buffers;
using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Captures;

/// <summary>A capture as it is read: finds out its form, and hands over the bytes in it.</summary>
/// <param name="form">The form; null: what its beginning looks like.</param>
/// <param name="receiver">Takes the bytes.</param>
internal sealed class CaptureInput(CaptureForm? form, ICaptureReceiver receiver)
{
    private readonly ArrayBufferWriter<byte> _head = new();
    private ICaptureReader? _reader;

    /// <exception cref="CaptureFault">It is not of its form.</exception>
    public void Push(ReadOnlySpan<byte> written)
    {
        if (_reader is null)
        {
            int taken = Math.Min(written.Length, CaptureForm.Beginning - _head.WrittenCount);
            _head.Write(written[..taken]);
            written = written[taken..];
            Decide(isWhole: false);
        }
        _reader?.Push(written);
    }

    /// <summary>There is no more.</summary>
    /// <exception cref="CaptureFault">It is not of its form.</exception>
    public void End()
    {
        Decide(isWhole: true);
        _reader!.End();
        receiver.OnStreamEnd();
    }

    private void Decide(bool isWhole)
    {
        if (_reader is not null || (form ?? CaptureForm.Of(_head.WrittenMemory, isWhole)) is not CaptureForm found)
            return;
        _reader = found.Open(receiver);
        _reader.Push(_head.WrittenSpan[found.Mark(_head.WrittenSpan)..]);
    }
}
