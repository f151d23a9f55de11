using EspSmartMeter.Lines;
using EspSmartMeter.Tests.Restarts;

namespace EspSmartMeter.Tests.Lines;

public class TelnetLineTests
{
    /// <summary>What ser2net 4.3 opens a Telnet connection with.</summary>
    private const string Ser2net = "FFFB03 FFFD03 FFFB01 FFFE01 FFFD00 FFFB00";

    [Fact]
    public async Task A_raw_connection_is_passed_on_byte_for_byte()
    {
        Assert.Equal("7EA0FFFB03FFFF0D007E", await Read("7EA0FFFB03FFFF0D007E"));
    }

    [Fact]
    public async Task The_opening_negotiation_is_no_meter_data()
    {
        Assert.Equal("7EA0", await Read(Ser2net + "7EA0"));
    }

    [Fact]
    public async Task A_doubled_FF_is_one_once_the_connection_is_Telnet()
    {
        Assert.Equal("41FF42FFFF43", await Read(Ser2net + "41 FFFF 42 FFFFFFFF 43"));
    }

    [Fact]
    public async Task Commands_and_subnegotiations_in_between_are_taken_out()
    {
        Assert.Equal("4142434445", await Read(Ser2net + "41 FFF1 42 FFFA2C0100FFFF00FFF0 43 FFFB01 44 FFF9 45"));
    }

    [Fact]
    public async Task A_carriage_return_is_left_as_it_is()
    {
        Assert.Equal("0D000D0A", await Read(Ser2net + "0D00 0D0A"));
    }

    [Theory]
    [InlineData("FFFB99 41", "FFFB9941")]
    [InlineData("FF7E", "FF7E")]
    [InlineData("FF FFFB03", "FFFFFB03")]
    public async Task A_beginning_that_is_no_known_option_is_the_meters(string sent, string read)
    {
        Assert.Equal(read, await Read(sent));
    }

    [Theory]
    [InlineData("FF")]
    [InlineData("FFFB")]
    public async Task A_beginning_that_goes_no_further_is_given_out_with_the_silence(string sent)
    {
        Assert.Equal(sent, await Read(sent, silence: true));
    }

    [Fact]
    public async Task The_cuts_between_reads_do_not_matter()
    {
        string sent = Ser2net + "41 FFFF FFFA2C01FFF0 42 0D00 FFFFFFFF 7E";
        string whole = await Read(sent);
        for (int size = 1; size <= 7; size++)
            Assert.Equal(whole, await Read(sent, size));
    }

    /// <summary>What the line gives when the hex bytes come in pieces of that size, and silence after them if asked.</summary>
    private static async Task<string> Read(string hex, int size = 4096, bool silence = false)
    {
        byte[] sent = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        using TelnetLine line = new(new Pieces(sent, size, silence), new HastyClock(DateTimeOffset.UnixEpoch, 100));
        List<byte> read = [];
        byte[] buffer = new byte[64];
        try
        {
            while (true)
            {
                LineRead next = await line.ReadAsync(buffer, TestContext.Current.CancellationToken);
                Assert.InRange(next.Count, 1, buffer.Length);
                read.AddRange(buffer.AsSpan(0, next.Count));
            }
        }
        catch (EndOfStreamException)
        {
            return Convert.ToHexString([.. read]);
        }
    }

    private sealed class Pieces(byte[] bytes, int size, bool silence) : ILine
    {
        private int _given;
        private bool _silent = !silence;

        public async ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            int count = Math.Min(Math.Min(size, buffer.Length), bytes.Length - _given);
            if (count == 0 && _silent)
                throw new EndOfStreamException();
            if (count == 0)
            {
                _silent = true;
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            bytes.AsSpan(_given, count).CopyTo(buffer.Span);
            _given += count;
            return new LineRead(count);
        }

        public void Dispose()
        {
        }
    }
}
