using EspSmartMeter.Lines;

namespace EspSmartMeter.LineSearch;

/// <summary>The modes that meters' customer ports have, the most likely ones first.</summary>
internal static class LineCandidates
{
    private static readonly SerialMode
        P1 = SerialMode.Default,
        OldP1 = new(9600, 7, SerialParity.Even, 1),
        Han = new(2400, 8, SerialParity.Even, 1),
        HanWithoutParity = new(2400, 8, SerialParity.None, 1),
        Sml = new(9600, 8, SerialParity.None, 1),
        FastHan = new(9600, 8, SerialParity.Even, 1),
        Rare = new(38400, 8, SerialParity.None, 1),
        HistoricTic = new(1200, 7, SerialParity.Even, 1),
        WithoutParity = new(9600, 7, SerialParity.None, 1);

    /// <summary>P1 is what is sometimes wired without the transistor that inverts it; the rest follows for completeness.</summary>
    public static readonly IReadOnlyList<LineSetting> All =
    [
        new(P1, false), new(Han, false), new(Sml, false), new(OldP1, false), new(HanWithoutParity, false), new(P1, true), new(FastHan, false),
        new(OldP1, true), new(Rare, false), new(Han, true), new(HanWithoutParity, true), new(Sml, true), new(FastHan, true), new(Rare, true),
        new(HistoricTic, false), new(WithoutParity, false),
    ];

    /// <summary>What is to be tried where <paramref name="present"/> did not do.</summary>
    public static IReadOnlyList<LineSetting> After(LineSetting present) => [.. All.Where(candidate => candidate != present)];
}
