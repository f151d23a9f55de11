namespace SmartMeter.Decoding.Readings;

/// <summary>
/// Where a stretch of bytes was refused: by a framing, whose folder in Protocols/ names it (<c>p1</c>, <c>hdlc</c>), or by what stands above all framings.
/// </summary>
/// <param name="Name">Its name in log.txt, JSON and metrics.</param>
public readonly record struct RejectionLayer(string Name)
{
    /// <summary>The line itself: octets before any frame.</summary>
    public static RejectionLayer Line => new("line");

    /// <summary>The blocks of general block transfer.</summary>
    public static RejectionLayer Gbt => new("gbt");

    public static RejectionLayer Ciphering => new("ciphering");

    public static RejectionLayer Dlms => new("dlms");

    /// <summary>The makers' lists.</summary>
    public static RejectionLayer List => new("list");

    /// <summary>What is known of the meter: a register that cannot be.</summary>
    public static RejectionLayer Meter => new("meter");
}
