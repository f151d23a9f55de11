using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>A line cannot be opened, or broke.</summary>
/// <param name="sentence">For the user: what, where, what to do.</param>
internal sealed class LineException(Sentence sentence) : Exception(sentence.ToString())
{
    public Sentence Sentence => sentence;

    /// <summary>The line is there and cannot be set to the mode that was asked for.</summary>
    public bool IsOfMode { get; init; }
}
