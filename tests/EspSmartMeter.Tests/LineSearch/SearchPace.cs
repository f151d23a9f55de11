using EspSmartMeter.LineSearch;

namespace EspSmartMeter.Tests.LineSearch;

/// <summary>How fast a line's mode is searched for in tests that run in real time.</summary>
internal static class SearchPace
{
    public static readonly LineSearchPace Brisk = new()
    {
        BeforeWithBytes = TimeSpan.FromSeconds(2),
        BeforeWithoutBytes = TimeSpan.FromSeconds(4),
        Dwell = TimeSpan.FromSeconds(2),
        Mixed = TimeSpan.FromSeconds(1),
    };
}
