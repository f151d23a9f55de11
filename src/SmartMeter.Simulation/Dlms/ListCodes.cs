using SmartMeter.Decoding.Obis;

namespace SmartMeter.Simulation.Dlms;

/// <summary>The codes that makers' DLMS lists share.</summary>
internal static class ListCodes
{
    public static readonly ObisCode ListVersion = ObisCode.Parse("1-1:0.2.129");
    public static readonly ObisCode SerialNumber = ObisCode.Parse("0-0:96.1.0");
    public static readonly ObisCode Model = ObisCode.Parse("0-0:96.1.7");
    public static readonly ObisCode Clock = ObisCode.Parse("0-0:1.0.0");
    public static readonly ObisCode LogicalDeviceName = ObisCode.Parse("0-0:42.0.0");

    /// <summary>An instant of electricity: C.7.0 on channel <paramref name="channel"/>.</summary>
    public static ObisCode Instant(byte c, byte channel = 0) => new(1, channel, c, 7, 0);

    /// <summary>A register of electricity: C.8.tariff.</summary>
    public static ObisCode Register(byte c, byte tariff = 0, byte channel = 0) => new(1, channel, c, 8, tariff);
}
