namespace EspSmartMeter.Captures.Held;

/// <summary>A capture is not of the form that it was taken for. The message names the place in it, and shows nothing of it: it may hold a key.</summary>
internal sealed class CaptureFault(string message) : Exception(message);
