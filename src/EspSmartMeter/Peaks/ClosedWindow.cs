namespace EspSmartMeter.Peaks;

/// <summary>A window that is over.</summary>
/// <param name="Start">When it began.</param>
/// <param name="Milliwatts">Its mean; 0 where it is not whole.</param>
/// <param name="IsWhole">False where too much of it was not heard, and no registers around it tell: it is no peak.</param>
/// <param name="ByRegisters">Its mean is the difference of two registers.</param>
internal readonly record struct ClosedWindow(long Start, long Milliwatts, bool IsWhole, bool ByRegisters);
