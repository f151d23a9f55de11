using EspSmartMeter.Languages;
using EspSmartMeter.Lines;
using EspSmartMeter.Sources;

namespace EspSmartMeter.Tests.Sources;

/// <summary>How a source is read, in virtual time.</summary>
public sealed class SourceLoopTests
{
    private readonly MadeUpScheme _scheme = new();

    [Fact]
    public async Task Silence_is_told_after_100_ms_and_then_each_second()
    {
        await using ReadSource read = Read();
        ScriptedLine line = await _scheme.OpenedAsync();
        line.Bring([1, 2]);
        await read.Until(seen => seen.Told.Contains("0102"));
        Assert.Equal(["receiver", "0102"], read.Told);

        read.Advance(0.1);
        Assert.Equal("idle", read.Told[^1]);
        read.Advance(3);
        Assert.Equal(["receiver", "0102", "idle", "idle", "idle", "idle"], read.Told);

        line.Bring([3]);
        await read.Until(seen => seen.Told[^1] == "03");
        read.Advance(0.09);
        Assert.Equal("03", read.Told[^1]);
        read.Advance(0.02);
        Assert.Equal("idle", read.Told[^1]);
    }

    [Fact]
    public async Task A_burst_whose_end_the_carrier_tells_ends_without_silence()
    {
        await using ReadSource read = Read();
        ScriptedLine line = await _scheme.OpenedAsync();
        line.Bring([1], endsBurst: true);
        line.Bring([2]);
        await read.Until(seen => seen.Told.Contains("02"));
        Assert.Equal(["receiver", "01", "burst", "02"], read.Told);
    }

    [Fact]
    public async Task A_silent_link_is_told_after_a_minute_and_opened_anew_after_ten()
    {
        await using ReadSource read = Read();
        ScriptedLine line = await FirstAsync(read);
        read.Advance(59);
        Assert.Equal(LinkState.Connected, read.Figures.Link);
        read.Advance(3);
        Assert.Equal((LinkState.Silent, "link.silent_minute"), (read.Figures.Link, read.Figures.LinkSentence.Key));
        read.Advance(240);
        Assert.Equal("link.silent_minutes", read.Figures.LinkSentence.Key);
        Assert.False(line.IsDisposed);

        read.Advance(300);
        await read.Until(seen => seen.Figures.Link == LinkState.Lost);
        Assert.Equal("link.quiet", read.Figures.LinkSentence.Key);
        Assert.Equal("end", read.Told[^1]);
        Assert.True(line.IsDisposed);

        await OpenedAsync(read);
    }

    [Fact]
    public async Task A_link_that_was_silent_is_up_again_with_the_first_byte()
    {
        await using ReadSource read = Read();
        ScriptedLine line = await FirstAsync(read);
        read.Advance(70);
        Assert.Equal(LinkState.Silent, read.Figures.Link);
        line.Bring([1]);
        await read.Until(seen => seen.Figures.Link == LinkState.Connected);
    }

    [Fact]
    public async Task A_line_that_breaks_is_told_ended_and_opened_again_by_the_same_receiver()
    {
        await using ReadSource read = Read();
        ScriptedLine line = await _scheme.OpenedAsync();
        line.Bring([1]);
        line.Break(new LineException(Sentence.Of("tcp.closed", "it")));
        await read.Until(seen => seen.Figures.Link == LinkState.Lost);
        (await OpenedAsync(read)).Bring([2]);
        await read.Until(seen => seen.Told[^1] == "02");
        Assert.Equal(["receiver", "01", "end", "02"], read.Told.Where(what => what != "idle"));
    }

    [Fact]
    public async Task A_file_at_its_end_is_not_opened_again()
    {
        await using ReadSource read = Read();
        (await _scheme.OpenedAsync()).Break(new EndOfStreamException());
        await read.Until(seen => seen.Figures.Link == LinkState.Ended);
        read.Advance(100);
        Assert.Single(_scheme.Modes);
    }

    [Theory]
    [InlineData("feed")]
    [InlineData("idle")]
    [InlineData("open")]
    public async Task A_fault_of_the_program_costs_a_pause_and_what_it_was_in_the_middle_of(string where)
    {
        InvalidOperationException fault = new("a fault of ours");
        if (where == "open")
            _scheme.Fault = fault;
        await using ReadSource read = Read();
        if (where != "open")
        {
            ScriptedLine line = await FirstAsync(read);
            read.Fault = fault;
            if (where == "feed")
                line.Bring([1]);
            else
                read.Advance(0.1);
        }
        await read.Until(seen => seen.Figures.Link == LinkState.Lost);
        Assert.Equal(Sentence.Of("link.fault", "InvalidOperationException: a fault of ours"), read.Figures.LinkSentence);

        (await OpenedAsync(read)).Bring([2]);
        await read.Until(seen => seen.Told[^1] == "02");
        Assert.Equal(["receiver", "02"], read.Told.Where(what => what != "idle").TakeLast(2));
    }

    [Fact]
    public async Task Another_mode_opens_the_line_anew_within_a_second_and_without_a_pause()
    {
        await using ReadSource read = Read();
        ScriptedLine line = await FirstAsync(read);
        read.Source.Line.ListenIn(SerialMode.TryParse("2400-8E1")!, found: false);
        read.Advance(1);
        // No time passes.
        await _scheme.OpenedAsync();
        Assert.Equal(["115200-8N1", "2400-8E1"], _scheme.Modes.Select(mode => mode.ToString()));
        Assert.True(line.IsDisposed);
        await read.Until(seen => seen.Figures.Link == LinkState.Connected);
    }

    [Fact]
    public async Task The_pause_before_the_next_opening_grows_to_a_minute_and_is_short_again_after_a_sound_link()
    {
        await using ReadSource read = Read();
        ScriptedLine line = await FirstAsync(read);
        TimeSpan pause = default;
        for (int attempt = 0; attempt < 8; attempt++)
            (line, pause) = await BreakAsync(read, line);
        Assert.True(pause > TimeSpan.FromSeconds(40), $"{pause}");

        read.Advance(31);
        (_, pause) = await BreakAsync(read, line);
        Assert.True(pause < TimeSpan.FromSeconds(10), $"{pause}");
    }

    [Fact]
    public async Task A_scheme_may_allow_less_than_a_minute()
    {
        MadeUpScheme hasty = new() { LongestPause = TimeSpan.FromSeconds(20) };
        await using ReadSource read = new(hasty, "made-up://meter?key=secret");
        (await hasty.OpenedAsync()).Break(new LineException(Sentence.Of("tcp.closed", "it")));
        hasty.Fault = new LineException(Sentence.Of("tcp.closed", "it"));
        await read.UntilGoingOn(_ => read.Clock.GetUtcNow() - read.Clock.Start > TimeSpan.FromMinutes(5));
        DateTimeOffset back = read.Clock.GetUtcNow();
        hasty.Fault = null;
        await read.UntilGoingOn(seen => hasty.TryOpened(out _));
        Assert.InRange(read.Clock.GetUtcNow() - back, TimeSpan.Zero, TimeSpan.FromSeconds(25));
    }

    /// <summary>The line that is opened after this one broke, and the time until it was.</summary>
    private async Task<(ScriptedLine Line, TimeSpan Pause)> BreakAsync(ReadSource read, ScriptedLine line)
    {
        line.Break(new LineException(Sentence.Of("tcp.closed", "it")));
        await read.Until(seen => seen.Figures.Link == LinkState.Lost);
        DateTimeOffset lost = read.Clock.GetUtcNow();
        ScriptedLine next = await OpenedAsync(read);
        return (next, read.Clock.GetUtcNow() - lost);
    }

    private async Task<ScriptedLine> FirstAsync(ReadSource read)
    {
        ScriptedLine line = await _scheme.OpenedAsync();
        await read.Until(seen => seen.Figures.Link == LinkState.Connected);
        return line;
    }

    /// <summary>The line that is opened next, the time going on until it is.</summary>
    private async Task<ScriptedLine> OpenedAsync(ReadSource read)
    {
        ScriptedLine? line = null;
        await read.UntilGoingOn(_ => _scheme.TryOpened(out line));
        await read.Until(seen => seen.Figures.Link == LinkState.Connected);
        return line!;
    }

    private ReadSource Read() => new(_scheme, "made-up://meter?key=secret");
}
