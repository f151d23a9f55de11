namespace EspSmartMeter.EspHome;

/// <summary>Why a device's serial port cannot be read.</summary>
internal enum ApiFault : byte
{
    /// <summary>What answers is no ESPHome device.</summary>
    NotSpoken,

    /// <summary>It encrypts, and no key was given.</summary>
    WantsKey,

    /// <summary>It does not encrypt, and a key was given.</summary>
    WantsNoKey,

    WrongKey,

    /// <summary>What came was changed on its way.</summary>
    Garbled,

    /// <summary>It has no serial proxy.</summary>
    NoPorts,

    /// <summary>It has no port of that name; the detail names those it has.</summary>
    NoSuchPort,

    /// <summary>No port is named, and it has several; the detail names them.</summary>
    SeveralPorts,

    /// <summary>Another client reads the port.</summary>
    InUse,

    /// <summary>The port cannot be set so.</summary>
    Unfit,

    /// <summary>It refuses for a reason of its own, which the detail tells.</summary>
    Refused,

    /// <summary>It ends the connection.</summary>
    Left,
}

/// <param name="fault">What is wrong.</param>
/// <param name="detail">What belongs to it: names, or the device's own words.</param>
internal sealed class ApiException(ApiFault fault, string detail = "") : Exception(detail.Length > 0 ? $"{fault}: {detail}" : $"{fault}")
{
    public ApiFault Fault => fault;

    public string Detail => detail;
}
