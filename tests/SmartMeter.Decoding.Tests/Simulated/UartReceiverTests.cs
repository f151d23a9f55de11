using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>The model of a wrongly set line, against what the bits on paper say.</summary>
public class UartReceiverTests
{
    private static readonly byte[] Every = [.. Enumerable.Range(0, 256).Select(octet => (byte)octet)];

    [Theory]
    [InlineData("115200 8N1")]
    [InlineData("2400 8E1")]
    [InlineData("9600 8O2")]
    public void In_the_senders_mode_every_byte_arrives(string mode)
    {
        UartReceiver uart = new(Line(mode), Line(mode));
        Assert.Equal(Every, uart.Receive(Every));
        Assert.Equal(0, uart.Errors);
    }

    [Fact]
    public void Seven_bits_with_parity_read_as_eight_carry_the_parity_above()
    {
        UartReceiver uart = new(Line("9600 7E1"), Line("9600 8N1"));
        // 'A' has two ones, 'C' three.
        Assert.Equal("41C3"u8.ToArray(), System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString(uart.Receive("AC"u8))));
        Assert.Equal(0, uart.Errors);
    }

    [Fact]
    public void Parity_that_nobody_expects_is_taken_for_the_stop_bit_and_costs_no_byte()
    {
        UartReceiver uart = new(Line("2400 8E1"), Line("2400 8N1"));
        Assert.Equal(Every, uart.Receive(Every));
        Assert.Equal(128, uart.Errors);
    }

    [Fact]
    public void Parity_that_is_not_sent_swallows_the_next_start_bit_so_that_only_the_first_byte_is_sure_to_arrive()
    {
        UartReceiver uart = new(Line("2400 8N1"), Line("2400 8E1"));
        byte[] sent = [0x7E, 0xA0, 0x87, 0x01, 0x02];
        byte[] received = uart.Receive(sent);
        Assert.Equal(0x7E, received[0]);
        Assert.NotEqual(sent, received);
        Assert.True(uart.Errors > 0);
    }

    [Fact]
    public void A_line_that_is_much_slower_than_expected_arrives_as_zeros()
    {
        // U is 0101 0101 from the lowest bit: with start and stop, five times low and high in turn.
        byte[] received = new UartReceiver(Line("2400 8N1"), Line("115200 8N1")).Receive("U"u8);
        Assert.Equal(new byte[5], received);
    }

    // Sent 0 1010 1010 1, 0 1111 1111 1 and 0 0000 0000 1 from the start bit on; inverted, and the line rests low: the first falling edge begins a
    // character, and its stop bit is missing.
    [Theory]
    [InlineData(0x55, 0x55)]
    [InlineData(0xFF, 0x00)]
    [InlineData(0x00, 0x00)]
    public void An_inverted_line_yields_a_character_without_its_stop_bit(byte sent, byte received)
    {
        UartReceiver uart = new(Line("115200 8N1"), Line("115200 8N1"), isInverted: true);
        Assert.Equal([received], uart.Receive([sent]));
        Assert.Equal(1, uart.Errors);
    }

    private static SerialLine Line(string mode) => new(int.Parse(mode.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), mode.Split(' ')[1]);
}
