using System.Runtime.CompilerServices;
using EspSmartMeter.Lines;

namespace EspSmartMeter.Tests.Lines;

/// <summary>Pseudo-terminals have no parity and no rate: what the kernel is asked for is looked at instead.</summary>
public class TermiosTests
{
    [Fact]
    public void The_struct_has_the_kernels_size() => Assert.Equal(44, Unsafe.SizeOf<Termios2>());

    [Theory]
    [InlineData("2400-8E1", Termios2.EightBits | Termios2.Parity, 0u)]
    [InlineData("115200-8N1", Termios2.EightBits, 0u)]
    [InlineData("9600-7E1", Termios2.SevenBits | Termios2.Parity, Termios2.StripTo7Bits)]
    [InlineData("300-7O2", Termios2.SevenBits | Termios2.Parity | Termios2.OddParity | Termios2.TwoStopBits, Termios2.StripTo7Bits)]
    public void A_mode_becomes_the_kernels_flags(string mode, uint control, uint input)
    {
        SerialMode parsed = SerialMode.Of(new Uri($"serial:///dev/ttyUSB0?mode={mode}"));

        Termios2 settings = Termios2.Raw(parsed);

        Assert.Equal(control | Termios2.OtherRate | Termios2.Receive | Termios2.NoModem, settings.ControlFlags);
        Assert.Equal((input, 0u, 0u), (settings.InputFlags, settings.LocalFlags, settings.OutputFlags));
        Assert.Equal((uint)parsed.BaudRate, settings.InputSpeed);
        Assert.Equal(mode, parsed.ToString());
    }
}
