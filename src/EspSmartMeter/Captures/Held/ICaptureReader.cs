namespace EspSmartMeter.Captures.Held;

/// <summary>Takes the bytes out of the form that they are written in, as it comes.</summary>
internal interface ICaptureReader
{
    /// <exception cref="CaptureFault">This is not of its form.</exception>
    void Push(ReadOnlySpan<byte> written);

    /// <summary>There is no more.</summary>
    /// <exception cref="CaptureFault">Something is missing.</exception>
    void End();
}
