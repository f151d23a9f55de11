namespace SmartMeter.Decoding.Lists;

/// <summary>A list table that cannot be read; the message names file and line and says what to do.</summary>
public sealed class ListTableException(string message) : Exception(message);
