using EspSmartMeter.Languages;

namespace EspSmartMeter.Sources;

/// <summary>Tells how a source's link stands: its statistics, the log, and whoever takes its bytes.</summary>
internal sealed partial class SourceLink(Source source, IByteReceivers receivers, ILogger log)
{
    public void Is(LinkState link, DateTimeOffset at, Sentence sentence)
    {
        if (!source.Statistics.LinkIs(link, at, sentence))
            return;
        LogLink(link is LinkState.Lost or LinkState.Silent ? LogLevel.Warning : LogLevel.Information, source.Name, sentence);
        receivers.Link(source);
    }

    [LoggerMessage("{Source}: {Sentence}")]
    private partial void LogLink(LogLevel level, string source, Sentence sentence);
}
