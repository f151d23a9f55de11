using EspSmartMeter.Sources;

namespace EspSmartMeter.Tests.Sources;

/// <summary>A source whose carrier brings several lines over time.</summary>
public sealed class CarrierTests
{
    private readonly MadeUpCarrierScheme _scheme = new();

    [Fact]
    public async Task Each_line_is_a_source_of_its_own_with_a_receiver_of_its_own()
    {
        await using ReadSource read = Read();
        MadeUpCarrierScheme.Carrier carrier = await _scheme.OpenedAsync();
        Assert.Empty(read.Source.Lines);
        carrier.Bring("cellar").Bring([1, 2]);
        await read.Until(seen => seen.Told.Contains("cellar: 0102"));
        carrier.Bring("attic/1").Bring([3], endsBurst: true);
        await read.Until(seen => seen.Told.Contains("attic/1: burst"));

        Assert.Equal(["cellar: found", "cellar: receiver", "cellar: 0102", "attic/1: found", "attic/1: receiver", "attic/1: 03", "attic/1: burst"], read.Told);
        Assert.Equal(["made-up-many://broker#cellar", "made-up-many://broker#attic%2F1"], read.Source.Lines.Select(line => line.Address));
        Assert.Equal(["made-up-many://broker cellar", "made-up-many://broker attic/1"], read.Source.Lines.Select(line => line.Name));
        Assert.Equal([2, 1], read.Source.Lines.Select(line => line.Statistics.Figures.Bytes));
        Assert.Equal(3, read.Figures.Bytes);
    }

    [Fact]
    public async Task Lines_of_a_carrier_that_broke_are_the_same_sources_when_they_come_again()
    {
        await using ReadSource read = Read();
        MadeUpCarrierScheme.Carrier carrier = await _scheme.OpenedAsync();
        carrier.Bring("cellar").Bring([1]);
        await read.Until(seen => seen.Told.Contains("cellar: 01"));
        Source line = Assert.Single(read.Source.Lines);

        carrier.Break();
        await read.Until(seen => seen.Figures.Link == LinkState.Lost && line.Statistics.Figures.Link == LinkState.Lost);
        MadeUpCarrierScheme.Carrier? again = null;
        await read.UntilGoingOn(_ => _scheme.TryOpened(out again));
        again!.Bring("cellar").Bring([2]);
        await read.UntilGoingOn(seen => seen.Told.Contains("cellar: 02"));
        Assert.Equal(["cellar: found", "cellar: receiver", "cellar: 01", "cellar: end", "cellar: 02"], read.Told.Where(what => what != "cellar: idle"));
        Assert.Same(line, Assert.Single(read.Source.Lines));
        Assert.Equal(LinkState.Connected, read.Figures.Link);
    }

    [Fact]
    public async Task A_fault_of_the_program_at_one_line_costs_that_line_alone()
    {
        await using ReadSource read = Read();
        MadeUpCarrierScheme.Carrier carrier = await _scheme.OpenedAsync();
        ScriptedLine cellar = carrier.Bring("cellar"), attic = carrier.Bring("attic");
        await read.Until(seen => seen.Source.Lines.Count == 2 && seen.Source.Lines.All(line => line.Statistics.Figures.Link == LinkState.Connected));
        read.Fault = new InvalidOperationException("a fault of ours");
        cellar.Bring([1]);
        await read.Until(seen => seen.Source.Lines[0].Statistics.Figures.Link == LinkState.Lost);
        Assert.Equal("link.fault", read.Source.Lines[0].Statistics.Figures.LinkSentence.Key);
        Assert.True(cellar.IsDisposed);

        attic.Bring([2]);
        carrier.Bring("cellar").Bring([3]);
        await read.UntilGoingOn(seen => seen.Told.Contains("attic: 02") && seen.Told.Contains("cellar: 03"));
        Assert.Equal(LinkState.Connected, read.Figures.Link);
    }

    [Fact]
    public async Task A_line_that_falls_silent_says_what_brings_it_back()
    {
        await using ReadSource read = Read();
        MadeUpCarrierScheme.Carrier carrier = await _scheme.OpenedAsync();
        ScriptedLine cellar = carrier.Bring("cellar");
        await read.Until(seen => seen.Source.Lines.Count == 1 && seen.Source.Lines[0].Statistics.Figures.Link == LinkState.Connected);
        await read.UntilGoingOn(_ => cellar.IsDisposed);
        await read.Until(seen => seen.Source.Lines[0].Statistics.Figures.Link == LinkState.Lost);
        Assert.Equal("Nothing came for 10 minutes; it is read again when something comes.", read.Source.Lines[0].Statistics.Figures.LinkSentence.ToString());

        carrier.Bring("cellar").Bring([3]);
        await read.UntilGoingOn(seen => seen.Told.Contains("cellar: 03"));
    }

    [Fact]
    public async Task More_lines_than_a_carrier_may_have_are_not_read_and_that_is_said()
    {
        await using ReadSource read = Read();
        MadeUpCarrierScheme.Carrier carrier = await _scheme.OpenedAsync();
        for (int i = 0; i < Source.MostLines; i++)
            carrier.Bring($"line {i}");
        ScriptedLine tooMuch = carrier.Bring("one more");
        await read.Until(_ => tooMuch.IsDisposed);
        await read.Until(seen => seen.Figures.LinkSentence.Key == "link.too_many_lines");
        Assert.Equal($"{Source.MostLines} meter sources are read here, and the rest is not: name fewer in the address.", read.Figures.LinkSentence.ToString());
        Assert.Equal(Source.MostLines, read.Source.Lines.Count);
    }

    private ReadSource Read() => new(_scheme, "made-up-many://broker");
}
