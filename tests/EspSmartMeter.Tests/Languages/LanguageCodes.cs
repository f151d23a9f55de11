using EspSmartMeter.Names;

namespace EspSmartMeter.Tests.Languages;

/// <summary>The languages that all that a user reads stands in.</summary>
public static class LanguageCodes
{
    public static TheoryData<string> All => [.. EntityNames.Languages];
}
