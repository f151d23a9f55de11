using EspSmartMeter.Languages;

namespace EspSmartMeter.Sources;

internal enum LineStage : byte { Found, Seeking, Failed }

/// <summary>What the search for a line's mode has to say.</summary>
/// <param name="Stage">Where it is.</param>
/// <param name="Sentence">For the user.</param>
internal sealed record LineNote(LineStage Stage, Sentence Sentence);
