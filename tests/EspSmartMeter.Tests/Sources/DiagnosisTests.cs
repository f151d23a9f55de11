using EspSmartMeter.Languages;
using EspSmartMeter.Sources;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sources;

public class DiagnosisTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(RejectionReason.Garbage, "the line is inverted or runs at another baud rate")]
    [InlineData(RejectionReason.KeyWrong, "the key does not fit")]
    [InlineData(RejectionReason.TagMismatch, "the key does not fit")]
    [InlineData(RejectionReason.AuthKeyMissing, "auth_key")]
    [InlineData(RejectionReason.Fcs, "arrive damaged (hdlc: fcs)")]
    [InlineData(RejectionReason.UnknownList, "list of values is not known")]
    [InlineData(RejectionReason.NoData, "may not be switched on yet")]
    public void Each_kind_of_failure_has_its_sentence(RejectionReason reason, string sentence)
    {
        SourceFigures figures = new()
        {
            Link = LinkState.Connected,
            LinkSince = Now.AddMinutes(-10),
            LastByteAt = Now,
            LastRejection = new Rejected(new RejectionLayer("hdlc"), reason, 0, new byte[1]),
        };
        Assert.Contains(sentence, Diagnosis.Of(figures, line: null, Now)?.ToString());
    }

    [Theory]
    [InlineData(nameof(LineStage.Seeking), "the app tries the line modes in turn")]
    [InlineData(nameof(LineStage.Failed), "Nothing arrives in any line mode; 10 were tried.")]
    [InlineData(nameof(LineStage.Found), "arrive damaged (hdlc: fcs)")]
    public void While_nothing_decodes_the_search_for_the_line_mode_is_the_diagnosis(string stage, string sentence)
    {
        SourceFigures figures = new()
        {
            Link = LinkState.Connected,
            LinkSince = Now.AddMinutes(-10),
            LastByteAt = Now,
            LastRejection = new Rejected(new RejectionLayer("hdlc"), RejectionReason.Fcs, 0, new byte[1]),
        };
        LineNote line = new(Enum.Parse<LineStage>(stage), Sentence.Of("line_mode.nothing", 10, 5));
        Assert.Contains(sentence, Diagnosis.Of(figures, line, Now)?.ToString());
    }

    [Theory]
    [InlineData(0, null, 3, true)]
    [InlineData(1, null, 60, false)]
    [InlineData(1, null, 181, true)]
    [InlineData(9, 10, 1, false)]
    [InlineData(9, 10, 3, true)]
    [InlineData(9, 900, 40, false)]
    [InlineData(9, 900, 46, true)]
    [InlineData(0, 900, 40, false)]
    public void A_meter_is_silent_when_it_missed_three_of_its_own_intervals(int telegrams, int? intervalSeconds, int minutes, bool silent)
    {
        SourceFigures figures = new()
        {
            Link = LinkState.Silent,
            LinkSince = Now.AddMinutes(-minutes),
            Telegrams = telegrams,
            LastTelegramAt = telegrams == 0 ? null : Now.AddMinutes(-minutes),
            TelegramInterval = intervalSeconds is int seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        Assert.Equal(silent, Diagnosis.Of(figures, line: null, Now)?.ToString().StartsWith("The link is up and the meter sends nothing", StringComparison.Ordinal) ?? false);
    }
}
