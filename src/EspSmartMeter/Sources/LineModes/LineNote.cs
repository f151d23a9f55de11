namespace EspSmartMeter.Sources.LineModes;

internal enum LineStage : byte { Found, Seeking, Failed }

/// <summary>What the search for a line's mode has to say.</summary>
/// <param name="Stage">Where it is.</param>
/// <param name="Sentence">For the user.</param>
internal sealed record LineNote(LineStage Stage, string Sentence)
{
    public static LineNote Tries(LineSetting setting) => new(LineStage.Seeking, $"Looking for the line mode: {setting} is tried.");

    public static LineNote Keeps(LineSetting setting) => new(LineStage.Found, $"Telegrams decode at {setting}: the line mode is kept.");

    /// <summary>What the frames hold is not read.</summary>
    public static LineNote HearsFrames(LineSetting setting) => new(LineStage.Found, $"Whole frames arrive at {setting}: the line is listened to so.");

    public static LineNote GivesUp(LineRound round, TimeSpan rest)
    {
        string again = $"The next try is in about {Math.Max(1, (int)Math.Round(rest.TotalMinutes))} minutes.";
        return new LineNote(LineStage.Failed, round.BytesCame
            ? $"Bytes arrive, but no line mode brings a telegram that decodes; {round.Tried} were tried. Check that the receive pin is right, the cable and its ground, and the interface's pull-up. {again}"
            : $"Nothing arrives in any line mode; {round.Tried} were tried. {again}");
    }
}
