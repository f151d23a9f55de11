using System.IO.Ports;

namespace EspSmartMeter.Lines;

/// <summary>A serial port through System.IO.Ports.</summary>
internal sealed class SerialLine : ILine
{
    private const int Busy = 16, NotATerminal = 25;

    private readonly string _device;
    private readonly SerialPort _port;

    private SerialLine(string device, SerialPort port)
    {
        _device = device;
        _port = port;
    }

    /// <exception cref="LineException">No such device, no right to it, in use, or not a serial port.</exception>
    public static SerialLine Open(string device, SerialMode mode)
    {
        if (!File.Exists(device))
            throw SerialFault.Missing(device);
        SerialPort port = new(device, mode.BaudRate, ParityOf(mode), mode.DataBits, mode.StopBits == 2 ? StopBits.Two : StopBits.One)
        {
            Handshake = Handshake.None,
            // A byte of wrong parity is let through: the telegram's checksum decides.
            ParityReplace = 0,
        };
        try
        {
            Open(port);
            port.DiscardInBuffer();
            return new SerialLine(device, port);
        }
        catch (UnauthorizedAccessException denied)
        {
            port.Dispose();
            throw Fault(device, denied);
        }
        catch (Exception failed) when (failed is IOException or ArgumentException or InvalidOperationException)
        {
            port.Dispose();
            throw File.Exists(device) ? SerialFault.Other(device, failed.Message.TrimEnd('.')) : SerialFault.Missing(device);
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

    public int Read(Span<byte> buffer, TimeSpan patience)
    {
        // SerialPort takes an array; the copy costs nothing beside a serial line.
        byte[] bytes = new byte[Math.Min(buffer.Length, 4096)];
        try
        {
            _port.ReadTimeout = Math.Max(1, (int)patience.TotalMilliseconds);
            int count = _port.Read(bytes, 0, bytes.Length);
            if (count == 0)
                throw SerialFault.Unplugged(_device);
            bytes.AsSpan(0, count).CopyTo(buffer);
            return count;
        }
        catch (TimeoutException)
        {
            // The port is not told of a device that is gone while nothing comes.
            return File.Exists(_device) ? 0 : throw SerialFault.Unplugged(_device);
        }
        catch (Exception broken) when (broken is IOException or InvalidOperationException or UnauthorizedAccessException or OperationCanceledException)
        {
            throw SerialFault.Unplugged(_device);
        }
    }

    public void Abort() => Dispose();

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
    }

    /// <summary>Every failed opening is "denied" here; the number of Linux's error is in the cause.</summary>
    private static LineException Fault(string device, UnauthorizedAccessException denied) => denied.InnerException?.HResult switch
    {
        Busy => SerialFault.Busy(device),
        NotATerminal => SerialFault.NotSerial(device),
        _ => SerialFault.Forbidden(device),
    };

    private static Parity ParityOf(SerialMode mode) => mode.Parity switch
    {
        SerialParity.Even => Parity.Even,
        SerialParity.Odd => Parity.Odd,
        _ => Parity.None,
    };
}
