namespace EspSmartMeter.Lines;

/// <summary>
/// What brings several lines. A name comes again when its line was disposed of, or has ended: of one name there is one line at a time.
/// </summary>
internal interface ILineCarrier : IDisposable
{
    /// <summary>Waits for a line that is not read yet. Whoever takes it disposes of it.</summary>
    /// <exception cref="LineException">The carrier is gone; the reads of its lines fail too.</exception>
    ValueTask<CarriedLine> NextAsync(CancellationToken cancellation);
}

/// <param name="Name">What tells it from the others, the same each time.</param>
/// <param name="Line">Open.</param>
internal sealed record CarriedLine(string Name, ILine Line);
