namespace SmartMeter.Decoding.Protocols.Tic;

/// <summary>
/// One line of a frame (Enedis-NOI-CPT_54E, 5.3), without the LF before it and the CR behind it:
/// <code>historic  label SP data SP check        standard  label TAB [stamp TAB] data TAB check</code>
/// The check is the sum of the octets, its low six bits, plus 20; in standard mode the TAB before it counts too.
/// </summary>
internal readonly ref struct TicGroup
{
    private const byte Tab = (byte)'\t', Space = (byte)' ', CheckMask = 0x3F;
    private const int Shortest = 4, LongestLabel = 9;

    private TicGroup(bool isStandard, ReadOnlySpan<byte> label, ReadOnlySpan<byte> stamp, ReadOnlySpan<byte> data)
    {
        IsStandard = isStandard;
        Label = label;
        Stamp = stamp;
        Data = data;
    }

    public bool IsStandard { get; }

    public ReadOnlySpan<byte> Label { get; }

    /// <summary>Empty without one.</summary>
    public ReadOnlySpan<byte> Stamp { get; }

    /// <summary>May hold spaces, and be empty behind a stamp.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Reads a line of seven-bit text whose check fits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out TicGroup group)
    {
        group = default;
        if (line.Length < Shortest || line[^2] is not (Tab or Space))
            return false;
        bool standard = line[^2] == Tab;
        if (CheckOf(standard ? line[..^1] : line[..^2]) != line[^1])
            return false;
        ReadOnlySpan<byte> fields = line[..^2];
        int end = fields.IndexOf(standard ? Tab : Space);
        if (end is < 1 or > LongestLabel || !IsLabel(fields[..end]))
            return false;
        ReadOnlySpan<byte> data = fields[(end + 1)..];
        int second = standard ? data.IndexOf(Tab) : -1;
        group = new TicGroup(standard, fields[..end], second < 0 ? [] : data[..second], second < 0 ? data : data[(second + 1)..]);
        return group.Data.IndexOfAnyExceptInRange(Space, (byte)'~') < 0;
    }

    /// <summary>The check character of these octets.</summary>
    public static byte CheckOf(ReadOnlySpan<byte> octets)
    {
        uint sum = 0;
        foreach (byte octet in octets)
            sum += octet;
        return (byte)((sum & CheckMask) + Space);
    }

    /// <summary>True for what may stand in a label: upper-case letters, digits, <c>+</c> and <c>-</c>.</summary>
    public static bool IsLabel(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(LabelOctets) < 0;

    private static readonly System.Buffers.SearchValues<byte> LabelOctets =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-"u8);
}
