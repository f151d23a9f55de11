using EspSmartMeter.Captures.Held;

namespace EspSmartMeter.Captures;

/// <summary>The bytes as they came from the line.</summary>
internal sealed class BinaryCapture(ICaptureReceiver receiver) : ICaptureReader
{
    public void Push(ReadOnlySpan<byte> written) => receiver.OnBytes(written);

    public void End()
    {
    }
}
