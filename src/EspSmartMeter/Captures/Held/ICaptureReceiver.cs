namespace EspSmartMeter.Captures.Held;

/// <summary>Takes the bytes that a capture holds, in their order.</summary>
internal interface ICaptureReceiver
{
    void OnBytes(ReadOnlySpan<byte> bytes);

    /// <summary>A datagram ends here: what comes next is another burst.</summary>
    void OnBurstEnd();

    /// <summary>What comes next did not follow on the line: another stream, or there are bytes missing between.</summary>
    void OnStreamEnd();
}
