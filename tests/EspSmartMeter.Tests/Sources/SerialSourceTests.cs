using EspSmartMeter.Sources;

namespace EspSmartMeter.Tests.Sources;

/// <summary>A pseudo-terminal stands for the serial port: data, unplugging and replugging are real, baud rate and parity are not.</summary>
public class SerialSourceTests
{
    [Fact]
    public async Task Bytes_come_through_untouched_and_an_unplugged_device_is_found_again_when_plugged_in()
    {
        using VirtualCable cable = new();
        cable.Plug();
        await using RecordingReceiver source = new($"serial://{cable.Device}?mode=9600-8N1");
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
        byte[] every = [.. Enumerable.Range(0, 256).Select(octet => (byte)octet)];
        cable.Send(every);
        await source.Until(seen => seen.Bytes.Length == 256);
        Assert.Equal(every, source.Bytes);

        cable.Unplug();
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Lost);
        Assert.Equal(1, source.Ends);

        cable.Plug();
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
        cable.Send([42]);
        await source.Until(seen => seen.Bytes.Length == 257);
    }

    [Theory]
    [InlineData("300-7E1")]
    [InlineData("2400-8E1")]
    [InlineData("115200-8N1")]
    [InlineData("187500-8N1")]
    public async Task A_port_opens_in_each_mode_and_at_rates_of_no_standard(string mode)
    {
        using VirtualCable cable = new();
        cable.Plug();
        await using RecordingReceiver source = new($"serial://{cable.Device}?mode={mode}");
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
        cable.Send("/SMP5"u8.ToArray());
        await source.Until(seen => seen.Bytes.Length == 5);
        Assert.Equal("/SMP5"u8.ToArray(), source.Bytes);
    }

    [Theory]
    [InlineData("9600-7E1", new byte[] { 0xAF, 0x53, 0x4D, 0x50, 0x35 })]
    [InlineData("9600-7O2", new byte[] { 0x2F, 0xD3, 0xCD, 0xD0, 0xB5 })]
    public async Task Seven_bits_with_parity_come_with_even_parity_in_bit_7_where_the_decoder_checks_it(string mode, byte[] onTheLine)
    {
        using VirtualCable cable = new();
        cable.Plug();
        await using RecordingReceiver source = new($"serial://{cable.Device}?mode={mode}");
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
        cable.Send(onTheLine);
        await source.Until(seen => seen.Bytes.Length == 5);
        Assert.Equal([0xAF, 0x53, 0x4D, 0x50, 0x35], source.Bytes);
    }

    [Theory]
    [InlineData("2400-8E1")]
    [InlineData("9600-7E1")]
    [InlineData("9600-8N1")]
    public async Task A_port_that_was_closed_opens_again_in_the_same_mode(string mode)
    {
        using VirtualCable cable = new();
        cable.Plug();
        for (int opening = 0; opening < 3; opening++)
        {
            await using RecordingReceiver source = new($"serial://{cable.Device}?mode={mode}");
            await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Connected);
            cable.Send("/SMP5"u8.ToArray());
            await source.Until(seen => seen.Bytes.Length == 5);
        }
    }

    [Fact]
    public async Task A_missing_device_is_told_with_what_to_do()
    {
        await using RecordingReceiver source = new("serial:///dev/ttyNONE9");
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Lost);

        Assert.StartsWith("There is no device /dev/ttyNONE9: is the adapter plugged in?", source.Status.Statistics.Figures.LinkSentence.ToString());
    }

    [Fact]
    public async Task A_device_that_is_no_serial_port_is_told_as_such()
    {
        await using RecordingReceiver source = new("serial:///dev/null");
        await source.Until(seen => seen.Status.Statistics.Figures.Link == LinkState.Lost);

        Assert.Equal("/dev/null is no serial port.", source.Status.Statistics.Figures.LinkSentence.ToString());
    }
}
