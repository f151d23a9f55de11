namespace EspSmartMeter.Options;

/// <summary>The command line, an option or a setting is wrong. The message names it, says what is wrong and what would be right.</summary>
internal sealed class UsageException(string message) : Exception(message);
