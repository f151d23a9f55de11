using System.Runtime.InteropServices;

namespace EspSmartMeter.Lines;

/// <summary>A serial port through the kernel's own calls: any baud rate, and unplugging is noticed at once.</summary>
internal sealed class SerialLine : ILine
{
    private readonly string _device;
    private readonly int _port;
    private readonly int _abort;
    private int _closed;

    private SerialLine(string device, int port, int abort)
    {
        _device = device;
        _port = port;
        _abort = abort;
    }

    /// <exception cref="LineException">No such device, no right to it, in use, or not a serial port.</exception>
    public static SerialLine Open(string device, SerialMode mode)
    {
        int port = Libc.Open(device, Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking | Libc.CloseOnExec);
        if (port < 0)
            throw Fault(device, Marshal.GetLastPInvokeError());
        Termios2 settings = Termios2.Raw(mode);
        if (Libc.IoControl(port, Libc.SetTermios2, ref settings) < 0)
        {
            LineException fault = Fault(device, Marshal.GetLastPInvokeError());
            _ = Libc.Close(port);
            throw fault;
        }
        _ = Libc.IoControl(port, Libc.Exclusive, 0);
        // What the driver kept from before the mode was set was read in another mode.
        _ = Libc.IoControl(port, Libc.Flush, 0);
        return new SerialLine(device, port, Libc.EventFd(0, Libc.CloseOnExec | Libc.NonBlocking));
    }

    public unsafe int Read(Span<byte> buffer, TimeSpan patience)
    {
        Libc.PollFd* fds = stackalloc Libc.PollFd[2];
        fds[0] = new Libc.PollFd { Fd = _port, Events = Libc.PollIn };
        fds[1] = new Libc.PollFd { Fd = _abort, Events = Libc.PollIn };
        int ready = Libc.Poll(fds, 2, (int)patience.TotalMilliseconds);
        if (ready < 0 && Marshal.GetLastPInvokeError() != Libc.Interrupted)
            throw Fault(_device, Marshal.GetLastPInvokeError());
        if (ready <= 0)
            return 0;
        if (fds[1].Occurred != 0)
            throw SerialFault.ClosedHere(_device);
        if ((fds[0].Occurred & Libc.PollIn) == 0)
            throw SerialFault.Unplugged(_device);
        return ReadReady(buffer);
    }

    private unsafe int ReadReady(Span<byte> buffer)
    {
        nint count;
        fixed (byte* start = buffer)
            count = Libc.Read(_port, start, (nuint)buffer.Length);
        if (count > 0)
            return (int)count;
        int error = Marshal.GetLastPInvokeError();
        return count < 0 && error is Libc.TryAgain or Libc.Interrupted ? 0 : throw SerialFault.Unplugged(_device);
    }

    public unsafe void Abort()
    {
        ulong one = 1;
        _ = Libc.Write(_abort, (byte*)&one, sizeof(ulong));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        // A pseudo-terminal keeps the mark when it is closed; a serial port loses it.
        _ = Libc.IoControl(_port, Libc.NotExclusive, 0);
        _ = Libc.Close(_port);
        _ = Libc.Close(_abort);
    }

    private static LineException Fault(string device, int error) => error switch
    {
        Libc.NoEntry or Libc.NoDevice or Libc.NoSuchDevice => SerialFault.Missing(device),
        Libc.AccessDenied or Libc.NotPermitted => SerialFault.Forbidden(device),
        Libc.Busy => SerialFault.Busy(device),
        Libc.NotATerminal => SerialFault.NotSerial(device),
        Libc.InputOutput => SerialFault.Unplugged(device),
        _ => SerialFault.Other(device, Marshal.GetPInvokeErrorMessage(error)),
    };
}
