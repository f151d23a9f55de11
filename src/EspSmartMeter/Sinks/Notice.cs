using EspSmartMeter.Languages;

namespace EspSmartMeter.Sinks;

/// <summary>Something that the program has to say, and goes on to say until it is no longer so.</summary>
/// <param name="Source">The name of the source it is about; null: the app as a whole.</param>
/// <param name="Sentence">What is, and what to do.</param>
/// <param name="IsNews">It happened, and asks for nothing.</param>
internal sealed record Notice(string? Source, Sentence Sentence, bool IsNews = false);
