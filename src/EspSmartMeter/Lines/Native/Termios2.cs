using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EspSmartMeter.Lines;

/// <summary>
/// <c>struct termios2</c> of Linux (asm-generic/termbits.h), 44 bytes: unlike POSIX's termios it takes any baud rate.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Termios2
{
    public const uint StripTo7Bits = 0x20;
    public const uint OtherRate = 0x1000, SevenBits = 0x20, EightBits = 0x30, TwoStopBits = 0x40, Receive = 0x80, Parity = 0x100, OddParity = 0x200, NoModem = 0x800;

    [InlineArray(19)]
    public struct ControlCharacters
    {
        private byte _first;
    }

    public uint InputFlags;
    public uint OutputFlags;
    public uint ControlFlags;
    public uint LocalFlags;
    public byte LineDiscipline;
    public ControlCharacters Characters;
    public uint InputSpeed;
    public uint OutputSpeed;

    /// <summary>A raw line in this mode: no echo, no translation, no flow control, no modem lines. Bytes of wrong parity are let through: the telegram's checksum decides.</summary>
    public static Termios2 Raw(SerialMode mode)
    {
        uint control = OtherRate | Receive | NoModem | (mode.DataBits == 7 ? SevenBits : EightBits);
        if (mode.StopBits == 2)
            control |= TwoStopBits;
        if (mode.Parity != SerialParity.None)
            control |= Parity;
        if (mode.Parity == SerialParity.Odd)
            control |= OddParity;
        return new Termios2
        {
            ControlFlags = control,
            InputFlags = mode.DataBits == 7 ? StripTo7Bits : 0,
            InputSpeed = (uint)mode.BaudRate,
            OutputSpeed = (uint)mode.BaudRate,
        };
    }
}
