using EspSmartMeter.Sources;
using SmartMeter.Decoding.Readings;

namespace EspSmartMeter.Tests.Sources;

public sealed class RefusedLatelyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    private readonly RefusedLately _refused = new();

    [Theory]
    [InlineData(TelegramCheck.None, 4, 5)]
    [InlineData(TelegramCheck.Crc16, 1, 2)]
    public void Where_telegrams_were_read_a_cause_without_a_check_takes_longer_to_prove(TelegramCheck check, int tooFew, int enough)
    {
        _refused.Clear();
        Add(RejectionReason.KeyWrong, tooFew, check);
        Assert.Null(_refused.Cause);
        Add(RejectionReason.KeyWrong, enough - tooFew, check);
        Assert.Equal(RejectionReason.KeyWrong, _refused.Cause?.Reason);
    }

    [Theory]
    [InlineData(RejectionReason.Unsupported, TelegramCheck.None, false)]
    [InlineData(RejectionReason.KeyWrong, TelegramCheck.None, false)]
    [InlineData(RejectionReason.KeyWrong, TelegramCheck.Sum8, true)]
    [InlineData(RejectionReason.KeyMissing, TelegramCheck.None, true)]
    public void Between_damage_only_what_is_checked_proves_and_a_key_that_is_not_there(RejectionReason reason, TelegramCheck check, bool isProven)
    {
        for (int i = 0; i < 4; i++)
        {
            Add(RejectionReason.Fcs, 1);
            Add(reason, 1, check);
        }
        Assert.Equal(isProven, _refused.Cause is not null);
    }

    [Theory]
    [InlineData(RejectionReason.SegmentMissing)]
    [InlineData(RejectionReason.GbtSequence)]
    [InlineData(RejectionReason.NoData)]
    public void A_failed_check_comes_before_what_follows_from_it(RejectionReason follows)
    {
        Add(RejectionReason.Fcs, 1);
        Add(follows, 20);
        Assert.Equal(RejectionReason.Fcs, _refused.Weighed()?.Reason);
    }

    [Fact]
    public void One_failed_check_among_much_else_is_chance()
    {
        Add(RejectionReason.Garbage, 20);
        Add(RejectionReason.Checksum, 1);
        Assert.Equal(RejectionReason.Garbage, _refused.Weighed()?.Reason);
    }

    [Fact]
    public void Without_failed_checks_the_most_octets_decide()
    {
        Add(RejectionReason.Truncated, 3, octets: 10);
        Add(RejectionReason.Garbage, 1, octets: 100);
        Add(RejectionReason.Truncated, 1, octets: 10);
        Assert.Equal(RejectionReason.Garbage, _refused.Weighed()?.Reason);
    }

    [Theory]
    [InlineData("0F1CAC59", TelegramCheck.None, RejectionReason.Garbage)]
    [InlineData("0F40AC59", TelegramCheck.None, RejectionReason.Malformed)]
    [InlineData("0F1CAC59", TelegramCheck.Crc16, RejectionReason.Malformed)]
    public void A_bare_notification_with_its_reserved_bits_set_is_none(string octets, TelegramCheck check, RejectionReason reason)
    {
        _refused.Add(new Rejected(RejectionLayer.Dlms, RejectionReason.Malformed, 0, Convert.FromHexString(octets)) { Check = check }, isOfJoining: false, Now);
        Assert.Equal(reason, _refused.Weighed()?.Reason);
    }

    [Fact]
    public void It_forgets_what_is_old_and_what_is_too_much()
    {
        Add(RejectionReason.Fcs, 5);
        Add(RejectionReason.Garbage, 1, at: Now.AddMinutes(3));
        Assert.Equal(RejectionReason.Garbage, _refused.Weighed()?.Reason);
        for (int i = 0; i < 5; i++)
        {
            Add(RejectionReason.Fcs, 64, at: Now.AddMinutes(3));
            Add(RejectionReason.Garbage, 64, at: Now.AddMinutes(3));
            Assert.Equal(RejectionReason.Garbage, _refused.Weighed()?.Reason);
        }
        _refused.Clear();
        Assert.Null(_refused.Weighed());
    }

    [Fact]
    public void Bit_seven_is_missed_over_all_that_came_and_what_the_link_joined_counts_too()
    {
        foreach (int from in (int[])[0, 10, 20, 30])
        {
            byte[] octets = [.. Enumerable.Range(from, 10).Select(octet => (byte)octet)];
            Assert.False(_refused.LacksBitSeven);
            _refused.Add(new Rejected(RejectionLayer.Line, RejectionReason.Garbage, 0, octets), isOfJoining: from == 0, Now);
        }
        Assert.True(_refused.LacksBitSeven);
        _refused.Add(new Rejected(RejectionLayer.Line, RejectionReason.Garbage, 0, new byte[] { 0x80 }), isOfJoining: false, Now);
        Assert.False(_refused.LacksBitSeven);
    }

    private void Add(RejectionReason reason, int times, TelegramCheck check = TelegramCheck.None, int octets = 10, DateTimeOffset? at = null)
    {
        for (int i = 0; i < times; i++)
            _refused.Add(new Rejected(RejectionLayer.Ciphering, reason, 0, new byte[octets]) { Check = check }, isOfJoining: false, at ?? Now);
    }
}
