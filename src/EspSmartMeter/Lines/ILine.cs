namespace EspSmartMeter.Lines;

/// <summary>An open line that bytes come in on: a TCP connection, a serial port, a file. One read at a time.</summary>
internal interface ILine : IDisposable
{
    /// <summary>Waits for bytes for as long as none come. A read that is cancelled has taken none.</summary>
    /// <exception cref="LineException">The line is gone.</exception>
    /// <exception cref="EndOfStreamException">A file is at its end.</exception>
    ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation);

    /// <summary>The address that was found under its device's name; null where it goes by none.</summary>
    string? FoundAt => null;
}

/// <summary>What one read brought.</summary>
/// <param name="Count">Bytes at the buffer's start; at least one.</param>
/// <param name="EndsBurst">The line's carrier tells that a burst of the meter ends here: one datagram, one payload. Others leave it to the silence.</param>
internal readonly record struct LineRead(int Count, bool EndsBurst = false);
