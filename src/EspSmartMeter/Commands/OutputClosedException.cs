namespace EspSmartMeter.Commands;

/// <summary>Who read our output has gone, such as <c>head</c>: there is nobody left to work for.</summary>
internal sealed class OutputClosedException(Exception cause) : Exception(cause.Message, cause);
