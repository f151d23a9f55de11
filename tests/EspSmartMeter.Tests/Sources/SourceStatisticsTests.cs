using EspSmartMeter.Languages;
using EspSmartMeter.Sources;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sources;

public sealed class SourceStatisticsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Who_looks_again_at_what_stands_still_gets_the_same_snapshot()
    {
        SourceStatistics statistics = new();
        statistics.Refused(new Rejected(new RejectionLayer("hdlc"), RejectionReason.Fcs, 0, new byte[1]), Now);
        SourceFigures first = statistics.Figures;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Assert.Same(first, statistics.Figures);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Bytes_that_come_copy_no_counts_of_rejections()
    {
        SourceStatistics statistics = new();
        statistics.Refused(new Rejected(new RejectionLayer("hdlc"), RejectionReason.Fcs, 0, new byte[1]), Now);
        SourceFigures first = statistics.Figures;
        statistics.Received(10, Now);
        Assert.Equal(10, statistics.Figures.Bytes);
        Assert.Same(first.Rejections, statistics.Figures.Rejections);
    }

    [Fact]
    public void A_snapshot_is_of_its_moment()
    {
        SourceStatistics statistics = new();
        statistics.LinkIs(LinkState.Connected, Now, Sentence.Of("link.connected"));
        SourceFigures first = statistics.Figures;
        statistics.Refused(new Rejected(new RejectionLayer("hdlc"), RejectionReason.Fcs, 0, new byte[1]), Now);
        statistics.LinkIs(LinkState.Lost, Now, Sentence.Of("tcp.closed", "it"));
        Assert.Empty(first.Rejections);
        Assert.Equal(LinkState.Connected, first.Link);
        Assert.Equal(1, statistics.Figures.Rejections[(new RejectionLayer("hdlc"), RejectionReason.Fcs)]);
    }

    [Fact]
    public void What_comes_and_what_is_refused_allocates_nothing_once_its_kind_is_known()
    {
        SourceStatistics statistics = new();
        Rejected rejected = new(new RejectionLayer("hdlc"), RejectionReason.Fcs, 0, new byte[1]);
        // The first time is the compiler's.
        RefuseOften();
        long before = GC.GetAllocatedBytesForCurrentThread();
        RefuseOften();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void RefuseOften()
        {
            for (int i = 0; i < 200; i++)
            {
                statistics.Received(10, Now);
                statistics.Refused(rejected, Now);
            }
        }
    }
}
