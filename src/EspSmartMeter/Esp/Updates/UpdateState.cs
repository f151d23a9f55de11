using EspSmartMeter.Languages;

namespace EspSmartMeter.Esp.Updates;

/// <summary>How a device's firmware stands.</summary>
/// <param name="Installed">The version it runs.</param>
/// <param name="Newest">The version it may get; the installed one where it gets none.</param>
/// <param name="Told">What came of the last installation, else why there is no update, or what it takes.</param>
/// <param name="IsUnderWay">One is being installed.</param>
/// <param name="Percentage">Of the image, that is sent; null before and after.</param>
internal sealed record UpdateState(string Installed, string Newest, Sentence Told, bool IsUnderWay, int? Percentage);
