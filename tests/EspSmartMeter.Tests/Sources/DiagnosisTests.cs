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
    [InlineData(RejectionReason.KeyWrong, "the decryption key does not fit")]
    [InlineData(RejectionReason.TagMismatch, "the decryption key does not fit")]
    [InlineData(RejectionReason.AuthKeyMissing, "auth_key")]
    [InlineData(RejectionReason.Fcs, "arrive damaged (hdlc: fcs)")]
    [InlineData(RejectionReason.UnknownList, "list of values is not known")]
    [InlineData(RejectionReason.NoData, "may not be switched on yet")]
    public void Each_kind_of_failure_has_its_sentence(RejectionReason reason, string sentence)
    {
        SourceFigures figures = Refusing(new Rejected(new RejectionLayer("hdlc"), reason, 0, new byte[1]));
        Assert.Contains(sentence, Diagnosis.Of(figures, line: null, Now)?.ToString());
    }

    /// <summary>Layer, reason, what the sentence says, and the next step it names.</summary>
    [Theory]
    [InlineData("line", RejectionReason.Garbage, "no frame start", "another baud rate")]
    [InlineData("p1", RejectionReason.Garbage, "no frame start", "another baud rate")]
    [InlineData("p1", RejectionReason.Truncated, "arrive damaged (p1: truncated)", "check parity")]
    [InlineData("p1", RejectionReason.Crc, "arrive damaged (p1: crc)", "check parity")]
    [InlineData("p1", RejectionReason.Malformed, "arrive damaged (p1: malformed)", "check parity")]
    [InlineData("hdlc", RejectionReason.Hcs, "arrive damaged (hdlc: hcs)", "check parity")]
    [InlineData("mbus", RejectionReason.Checksum, "arrive damaged (mbus: checksum)", "check parity")]
    [InlineData("tic", RejectionReason.Checksum, "arrive damaged (tic: checksum)", "check parity")]
    [InlineData("hdlc", RejectionReason.SegmentMissing, "Parts of the telegrams get lost", "check the signal")]
    [InlineData("gbt", RejectionReason.GbtSequence, "Parts of the telegrams get lost", "check the signal")]
    [InlineData("dlms", RejectionReason.Malformed, "arrive sound and their contents are not understood", "report log.txt")]
    [InlineData("sml", RejectionReason.Malformed, "arrive sound and their contents are not understood", "report log.txt")]
    [InlineData("ciphering", RejectionReason.KeyMissing, "no decryption key is set", "ask your grid operator")]
    [InlineData("ciphering", RejectionReason.KeyWrong, "the decryption key does not fit", "compare that of the meter source")]
    [InlineData("ciphering", RejectionReason.TagMismatch, "the decryption key does not fit", "compare that of the meter source")]
    [InlineData("ciphering", RejectionReason.AuthKeyWrong, "The decryption key fits and the authentication key does not", "auth_key of the meter source empty, or correct it")]
    [InlineData("ciphering", RejectionReason.AuthKeyMissing, "need the authentication key too", "set auth_key of the meter source")]
    [InlineData("ciphering", RejectionReason.Unsupported, "of a kind that is not read", "report log.txt")]
    [InlineData("ciphering", RejectionReason.Replayed, "does not move on", "believed after ten minutes")]
    [InlineData("list", RejectionReason.UnknownList, "list of values is not known", "report log.txt")]
    [InlineData("dlms", RejectionReason.NoData, "answers without values", "may not be switched on yet")]
    public void Each_reason_has_its_sentence_and_its_next_step(string layer, RejectionReason reason, string sentence, string step)
    {
        Rejected rejected = new(new RejectionLayer(layer), reason, 0, new byte[1]) { Check = layer is "dlms" or "sml" ? TelegramCheck.Crc16 : TelegramCheck.None };
        string? told = Diagnosis.Of(Refusing(rejected), line: null, Now)?.ToString();
        Assert.Contains(sentence, told);
        Assert.Contains(step, told);
        if (reason is RejectionReason.SegmentMissing or RejectionReason.GbtSequence || (reason == RejectionReason.Malformed && layer is "dlms" or "sml"))
            Assert.DoesNotContain("parity", told);
    }

    [Fact]
    public void Binary_bytes_without_their_highest_bit_are_named_for_what_they_are()
    {
        byte[] cleared = [.. Enumerable.Range(0, 80).Select(i => (byte)(i % 3 == 0 ? 0x7E : i % 64))];
        Assert.Contains("eight data bits", Diagnosis.Of(Refusing(new Rejected(RejectionLayer.Line, RejectionReason.Garbage, 0, cleared)), line: null, Now)?.ToString());
    }

    [Fact]
    public void A_meter_that_only_polls_says_nothing_yet() =>
        Assert.Contains("may not be switched on yet", Diagnosis.Of(Refusing(null) with { LinkBytes = 500 }, line: null, Now)?.ToString());

    [Fact]
    public void A_gateway_that_changes_bytes_is_told_while_readings_come() =>
        Assert.Contains("(CR LF for LF)", Diagnosis.Of(Reading() with { OctetsChanged = "CR LF for LF" }, line: null, Now)?.ToString());

    [Theory]
    [InlineData(100, 60, true)]
    [InlineData(100, 20, false)]
    public void Where_half_the_stream_is_refused_that_is_told_too(long telegrams, long refused, bool told)
    {
        Rejected rejected = new(new RejectionLayer("ciphering"), RejectionReason.KeyWrong, 0, new byte[1]);
        SourceFigures figures = Reading() with
        {
            Telegrams = telegrams,
            LastRejection = rejected,
            LastRejectionAt = Now.AddSeconds(-5),
            Rejections = new Dictionary<(RejectionLayer, RejectionReason), long> { [(rejected.Layer, rejected.Reason)] = refused },
        };
        Assert.Equal(told, Diagnosis.Of(figures, line: null, Now)?.ToString().Contains("many are refused (ciphering: key-wrong)", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void Joining_in_the_middle_of_a_telegram_is_no_fault_to_be_shown()
    {
        SourceStatistics statistics = new();
        statistics.LinkIs(LinkState.Connected, Now, Sentence.None);
        Rejected half = new(new RejectionLayer("hdlc"), RejectionReason.SegmentMissing, 0, new byte[30]);
        statistics.Refused(half, Now);
        Assert.Null(statistics.Figures.LastRejection);
        statistics.Refused(half, Now);
        Assert.NotNull(statistics.Figures.LastRejection);
    }

    [Theory]
    [InlineData(RejectionReason.KeyMissing, "no decryption key is set")]
    [InlineData(RejectionReason.KeyWrong, "the decryption key does not fit")]
    [InlineData(RejectionReason.AuthKeyWrong, "the authentication key does not")]
    [InlineData(RejectionReason.UnknownList, "list of values is not known")]
    [InlineData(RejectionReason.Unsupported, "of a kind that is not read")]
    public void What_a_telegram_proves_is_told_with_the_second_one(RejectionReason reason, string sentence)
    {
        SourceStatistics statistics = new();
        statistics.LinkIs(LinkState.Connected, Now, Sentence.None);
        Rejected rejected = new(RejectionLayer.Ciphering, reason, 0, new byte[30]);
        statistics.Refused(rejected, Now);
        Assert.Null(Diagnosis.Of(statistics.Figures, line: null, Now));
        statistics.Refused(rejected, Now.AddSeconds(10));
        Assert.Contains(sentence, Diagnosis.Of(statistics.Figures, line: null, Now.AddSeconds(10))?.ToString());
        Assert.False(Diagnosis.IsReading(statistics.Figures, Now.AddSeconds(10)));
    }

    [Fact]
    public void Damage_between_two_telegrams_changes_nothing_in_what_they_prove()
    {
        SourceStatistics statistics = new();
        statistics.LinkIs(LinkState.Connected, Now, Sentence.None);
        foreach (RejectionReason reason in (RejectionReason[])[RejectionReason.KeyMissing, RejectionReason.Fcs, RejectionReason.KeyMissing])
            statistics.Refused(new Rejected(RejectionLayer.Ciphering, reason, 0, new byte[30]), Now);
        Assert.Contains("no decryption key is set", Diagnosis.Of(statistics.Figures, line: null, Now)?.ToString());
    }

    [Fact]
    public void A_telegram_that_is_read_clears_it()
    {
        SourceStatistics statistics = new();
        statistics.LinkIs(LinkState.Connected, Now, Sentence.None);
        for (int i = 0; i < 3; i++)
            statistics.Refused(new Rejected(RejectionLayer.List, RejectionReason.UnknownList, 0, new byte[30]), Now);
        statistics.Decoded(Now, proven: true);
        statistics.Refused(new Rejected(RejectionLayer.List, RejectionReason.UnknownList, 0, new byte[30]), Now);
        Assert.Null(Diagnosis.Of(statistics.Figures, line: null, Now));
        Assert.True(Diagnosis.IsReading(statistics.Figures, Now));
    }

    [Fact]
    public void Noise_alone_is_no_proof_and_waits()
    {
        SourceStatistics statistics = new();
        statistics.LinkIs(LinkState.Connected, Now, Sentence.None);
        for (int i = 0; i < 20; i++)
            statistics.Refused(new Rejected(new RejectionLayer("hdlc"), RejectionReason.Fcs, 0, new byte[30]), Now);
        Assert.Null(Diagnosis.Of(statistics.Figures, line: null, Now.AddSeconds(30)));
    }

    // Twice: the link may have joined the first in its middle.
    private static SourceFigures Refusing(Rejected? rejected)
    {
        SourceStatistics statistics = new();
        statistics.LinkIs(LinkState.Connected, Now.AddMinutes(-10), Sentence.None);
        statistics.Received(1, Now);
        for (int i = 0; i < 2 && rejected is not null; i++)
            statistics.Refused(rejected, Now);
        return statistics.Figures;
    }

    private static SourceFigures Reading() => Refusing(null) with { Telegrams = 50, LastTelegramAt = Now.AddSeconds(-10) };

    [Theory]
    [InlineData(nameof(LineStage.Seeking), "the app tries the line modes in turn")]
    [InlineData(nameof(LineStage.Failed), "Nothing arrives in any line mode; 10 were tried.")]
    [InlineData(nameof(LineStage.Found), "arrive damaged (hdlc: fcs)")]
    public void While_nothing_decodes_the_search_for_the_line_mode_is_the_diagnosis(string stage, string sentence)
    {
        SourceFigures figures = Refusing(new Rejected(new RejectionLayer("hdlc"), RejectionReason.Fcs, 0, new byte[1]));
        LineNote line = new(Enum.Parse<LineStage>(stage), Sentence.Of("line_mode.nothing", 10, 5));
        Assert.Contains(sentence, Diagnosis.Of(figures, line, Now)?.ToString());
    }

    [Theory]
    [InlineData(0, null, 3, true)]
    [InlineData(1, null, 60, false)]
    [InlineData(1, null, 181, true)]
    [InlineData(9, 10, 1, true)]
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
