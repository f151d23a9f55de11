using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>An open line that bytes come in on: a TCP connection, a serial port, a file. Read by one thread.</summary>
internal interface ILine : IDisposable
{
    /// <summary>Waits up to <paramref name="patience"/> for bytes, and gives those that are there; 0: silence.</summary>
    /// <exception cref="LineException">The line is gone.</exception>
    /// <exception cref="EndOfStreamException">The file is at its end.</exception>
    int Read(Span<byte> buffer, TimeSpan patience);

    /// <summary>Makes a <see cref="Read"/> that waits on another thread return or throw at once.</summary>
    void Abort();
}

/// <summary>A line cannot be opened, or broke.</summary>
/// <param name="sentence">For the user: what, where, what to do.</param>
internal sealed class LineException(Sentence sentence) : Exception(sentence.ToString())
{
    public Sentence Sentence => sentence;
}
