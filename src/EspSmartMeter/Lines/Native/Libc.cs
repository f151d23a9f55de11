using System.Runtime.InteropServices;

namespace EspSmartMeter.Lines;

/// <summary>The calls of Linux that a serial port needs. Numbers are those of x86-64 and aarch64.</summary>
internal static partial class Libc
{
    public const int ReadWrite = 0x2, NoControllingTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;
    public const short PollIn = 0x1, PollError = 0x8, PollHangup = 0x10, PollInvalid = 0x20;
    public const int NoEntry = 2, TryAgain = 11, Interrupted = 4, InputOutput = 5, NoDevice = 19, NoSuchDevice = 6, AccessDenied = 13, NotPermitted = 1, Busy = 16, NotATerminal = 25;

    public const nuint GetTermios2 = 0x802C542A, SetTermios2 = 0x402C542B, Exclusive = 0x540C, NotExclusive = 0x540D, Flush = 0x540B;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Occurred;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode = 0);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static unsafe partial nint Read(int fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(int fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static unsafe partial int Poll(PollFd* fds, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int IoControl(int fd, nuint request, ref Termios2 settings);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int IoControl(int fd, nuint request, nint argument);
}
