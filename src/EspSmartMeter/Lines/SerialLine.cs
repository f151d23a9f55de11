using System.IO.Ports;
using System.Runtime.CompilerServices;

namespace EspSmartMeter.Lines;

/// <summary>
/// A serial port: System.IO.Ports sets its mode, keeps other programs away and tells how much waits. The bytes are read from the device itself, for a
/// read through System.IO.Ports polls a thousand times a second, and for two seconds more (measured: 3 % of a core, at rest too).
/// </summary>
internal sealed class SerialLine : ILine
{
    /// <summary>How often it is looked for bytes: within the silence that ends a burst, and for half a percent of a core.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private const int Busy = 16, NotATerminal = 25;

    private readonly string _device;
    private readonly FileStream _bytes;
    private readonly SerialPort _port;
    private readonly SerialMode _mode;
    private readonly PeriodicTimer _ticks;

    private SerialLine(string device, FileStream bytes, SerialPort port, SerialMode mode, TimeProvider time)
    {
        (_device, _bytes, _port, _mode) = (device, bytes, port, mode);
        _ticks = new PeriodicTimer(Tick, time);
    }

    /// <summary>System.IO.Ports tells no parity errors: that of seven bits is read with them.</summary>
    /// <exception cref="LineException">No such device, no right to it, in use, not a serial port, or one that cannot be set so.</exception>
    public static SerialLine Open(string device, SerialMode mode, TimeProvider time)
    {
        SerialMode onTheLine = mode.WithParityInBit7;
        FileStream bytes = DeviceFile.OpenForReading(device);
        SerialPort port = new(device, onTheLine.BaudRate, ParityOf(onTheLine), onTheLine.DataBits, mode.StopBits == 2 ? StopBits.Two : StopBits.One);
        try
        {
            Open(port);
            Power(port);
            // What the driver kept from before the mode was set was read in another mode.
            port.DiscardInBuffer();
            return new SerialLine(device, bytes, port, mode, time);
        }
        catch (Exception failed) when (failed is UnauthorizedAccessException or IOException or ArgumentException or InvalidOperationException)
        {
            port.Dispose();
            bytes.Dispose();
            throw Fault(device, mode, failed);
        }
    }

    /// <summary>
    /// The C library calls a mode invalid of which the device takes nothing that it has not already. A pseudo terminal takes no parity:
    /// a mode with parity can be set there once, and then only after another rate.
    /// </summary>
    private static void Open(SerialPort port)
    {
        try
        {
            port.Open();
        }
        catch (ArgumentException) when (port.Parity != Parity.None || port.DataBits != 8)
        {
            using (SerialPort other = new(port.PortName, port.BaudRate == 9600 ? 19200 : 9600, Parity.None, 8, StopBits.One))
                other.Open();
            port.Open();
        }
    }

    /// <summary>Reading heads take their power from these lines; opening the port through System.IO.Ports has let them fall.</summary>
    private static void Power(SerialPort port)
    {
        try
        {
            port.DtrEnable = true;
            port.RtsEnable = true;
        }
        catch (IOException)
        {
            // A pseudo terminal has none.
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LineRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                int there = _port.BytesToRead;
                if (there > 0)
                    return new LineRead(ReadThere(buffer.Span[..Math.Min(there, buffer.Length)]));
                if (there < 0)
                    throw SerialFault.Unplugged(_device);
                await _ticks.WaitForNextTickAsync(cancellation);
            }
        }
        catch (Exception broken) when (broken is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw SerialFault.Unplugged(_device);
        }
    }

    private int ReadThere(Span<byte> buffer)
    {
        int count = _bytes.Read(buffer);
        if (count == 0)
            throw SerialFault.Unplugged(_device);
        _mode.Turn(buffer[..count]);
        return count;
    }

    public void Dispose()
    {
        try
        {
            _port.Dispose();
        }
        catch (IOException)
        {
            // The device was unplugged: there is nothing left to close.
        }
        _bytes.Dispose();
        _ticks.Dispose();
    }

    /// <summary>Every failed opening is "unauthorized" to System.IO.Ports; the number of Linux's error is in the cause.</summary>
    private static LineException Fault(string device, SerialMode mode, Exception failed) => failed switch
    {
        UnauthorizedAccessException { InnerException.HResult: NotATerminal } => SerialFault.NotSerial(device),
        UnauthorizedAccessException { InnerException.HResult: Busy } => SerialFault.Busy(device),
        UnauthorizedAccessException => SerialFault.Forbidden(device),
        ArgumentException => SerialFault.UnfitMode(device, mode),
        _ => SerialFault.Other(device, failed.Message.TrimEnd('.')),
    };

    private static Parity ParityOf(SerialMode mode) => mode.Parity switch
    {
        SerialParity.Even => Parity.Even,
        SerialParity.Odd => Parity.Odd,
        _ => Parity.None,
    };
}
