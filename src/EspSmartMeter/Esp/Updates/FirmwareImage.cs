namespace EspSmartMeter.Esp.Updates;

/// <summary>One board's image in the bundle.</summary>
/// <param name="Board">As the device says it: <c>d1_mini</c>.</param>
/// <param name="Path">Of its file.</param>
/// <param name="Bytes">How long it has to be.</param>
/// <param name="Sha256">Of it, lower-case hexadecimal.</param>
internal sealed record FirmwareImage(string Board, string Path, long Bytes, string Sha256);
