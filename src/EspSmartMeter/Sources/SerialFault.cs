namespace EspSmartMeter.Sources;

/// <summary>The sentences for a serial port that fails.</summary>
internal static class SerialFault
{
    public static LineException Missing(string device) =>
        new($"There is no device {device}: is the adapter plugged in? `ls -l /dev/serial/by-id` lists those that are, under names that do not change.");

    public static LineException Forbidden(string device) =>
        new($"{device} may not be opened by this user: add it to the group dialout (`sudo usermod -aG dialout $USER`, then log in anew); in Home Assistant, choose the device in the app's options.");

    public static LineException Busy(string device) => new($"{device} is in use by another program: stop that, or read another port.");

    public static LineException NotSerial(string device) => new($"{device} is no serial port.");

    public static LineException Unplugged(string device) => new($"{device} was unplugged, or its adapter failed.");

    public static LineException Other(string device, string reason) => new($"{device} cannot be read: {reason}.");
}
