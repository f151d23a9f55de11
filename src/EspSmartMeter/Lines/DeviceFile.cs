using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EspSmartMeter.Lines;

/// <summary>
/// Opens a device to read from. .NET's own opening would wait for a modem's carrier, and make the port the terminal of a program that has none, as in a
/// container: unplugging would then end it.
/// </summary>
internal static partial class DeviceFile
{
    // Of Linux (asm-generic/fcntl.h), the same on x86-64 and aarch64.
    private const int ReadOnly = 0, NoControllingTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const int NotPermitted = 1, NoEntry = 2, NoSuchDevice = 6, AccessDenied = 13, Busy = 16, NoDevice = 19;

    /// <summary>A read of it never waits; with nothing there it fails.</summary>
    /// <exception cref="LineException">No such device, no right to it, or in use.</exception>
    public static FileStream OpenForReading(string device)
    {
        int descriptor = Open(device, ReadOnly | NoControllingTerminal | NonBlocking | CloseOnExec);
        if (descriptor < 0)
            throw Fault(device, Marshal.GetLastPInvokeError());
        return new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
    }

    private static LineException Fault(string device, int error) => error switch
    {
        NoEntry or NoSuchDevice or NoDevice => SerialFault.Missing(device),
        AccessDenied or NotPermitted => SerialFault.Forbidden(device),
        Busy => SerialFault.Busy(device),
        _ => SerialFault.Other(device, Marshal.GetPInvokeErrorMessage(error)),
    };

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
