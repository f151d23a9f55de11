using EspSmartMeter.Lines;

namespace EspSmartMeter.Sources;

/// <summary>The reading of one source, from its opening until it breaks.</summary>
internal interface ISourceReading
{
    /// <summary>Returns where it is to be opened anew at once.</summary>
    /// <exception cref="LineException">It cannot be opened, or broke.</exception>
    /// <exception cref="EndOfStreamException">A file was read to its end.</exception>
    Task ReadAsync(CancellationToken cancellation);

    /// <summary>What it began has ended too. To be asked for once it is cancelled.</summary>
    Task EndAsync();
}
