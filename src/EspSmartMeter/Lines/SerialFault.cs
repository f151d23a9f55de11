using EspSmartMeter.Languages;

namespace EspSmartMeter.Lines;

/// <summary>The sentences for a serial port that fails.</summary>
internal static class SerialFault
{
    public static LineException Missing(string device) => new(Sentence.Of("serial.missing", device));

    public static LineException Forbidden(string device) => new(Sentence.Of("serial.forbidden", device));

    public static LineException Busy(string device) => new(Sentence.Of("serial.busy", device));

    public static LineException NotSerial(string device) => new(Sentence.Of("serial.not_serial", device));

    public static LineException UnfitMode(string device, SerialMode mode) => new(Sentence.Of("serial.unfit_mode", device, mode)) { IsOfMode = true };

    public static LineException Unplugged(string device) => new(Sentence.Of("serial.unplugged", device));

    public static LineException Other(string device, string reason) => new(Sentence.Of("serial.other", device, reason));
}
