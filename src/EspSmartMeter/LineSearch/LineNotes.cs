using EspSmartMeter.Languages;
using EspSmartMeter.Sources;

namespace EspSmartMeter.LineSearch;

/// <summary>The notes that the search leaves at its source.</summary>
internal static class LineNotes
{
    public static LineNote Tries(LineSetting setting) => new(LineStage.Seeking, Sentence.Of("line_mode.tries", setting));

    public static LineNote Keeps(LineSetting setting) => new(LineStage.Found, Sentence.Of("line_mode.keeps", setting));

    /// <summary>What the frames hold is not read.</summary>
    public static LineNote HearsFrames(LineSetting setting) => new(LineStage.Found, Sentence.Of("line_mode.hears", setting));

    public static LineNote GivesUp(LineRound round, TimeSpan rest)
    {
        int minutes = Math.Max(1, (int)Math.Round(rest.TotalMinutes));
        return new LineNote(LineStage.Failed, round.BytesCame
            ? Sentence.Of("line_mode.only_noise", round.Tried, minutes)
            : Sentence.Of("line_mode.nothing", round.Tried, minutes));
    }
}
