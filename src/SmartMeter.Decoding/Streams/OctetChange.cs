namespace SmartMeter.Decoding.Streams;

/// <summary>
/// One way in which gateways change octets of binary frames, having taken them for text: what a terminal's settings do to line ends (POSIX termios:
/// onlcr, inlcr, icrnl), and what escapes FF (telnet, parmrk). Undone for a whole stretch at once, and only where nothing in it contradicts.
/// </summary>
internal sealed class OctetChange
{
    private const byte Cr = (byte)'\r', Lf = (byte)'\n', Escape = 0xFF;

    /// <summary>All there are.</summary>
    public static readonly OctetChange[] All =
    [
        new("CR LF for LF", [Cr, Lf], [Lf], foreign: -1),
        new("CR LF for CR", [Cr, Lf], [Cr], foreign: -1),
        new("FF FF for FF", [Escape, Escape], [Escape], foreign: -1),
        new("CR for LF", [Cr], [Lf], foreign: Lf),
        new("LF for CR", [Lf], [Cr], foreign: Cr),
    ];

    private readonly byte[] _received, _sent;
    private readonly int _foreign;

    /// <param name="name">What is done to which octet.</param>
    /// <param name="received">The octets that come.</param>
    /// <param name="sent">The octet that was sent.</param>
    /// <param name="foreign">An octet that cannot come then; -1: the one that was sent, alone.</param>
    private OctetChange(string name, byte[] received, byte[] sent, int foreign) => (Name, _received, _sent, _foreign) = (name, received, sent, foreign);

    /// <summary>What comes for what: <c>CR LF for LF</c>.</summary>
    public string Name { get; }

    /// <summary>Each octet changed stands for two, which chance hardly brings about throughout a frame.</summary>
    public bool IsTelling => _received.Length > _sent.Length;

    /// <summary>True where these octets of a sound frame cannot have come through such a gateway.</summary>
    public bool IsContradictedBy(ReadOnlySpan<byte> frame) => frame.ContainsAny(_received[^1], _foreign < 0 ? _sent[0] : (byte)_foreign);

    /// <summary>Undoes it.</summary>
    /// <param name="received">The octets as they came.</param>
    /// <param name="sent">Takes them as they were sent; as long.</param>
    /// <param name="places">Takes where each of those came from; one longer, for the end.</param>
    /// <param name="length">How many were sent.</param>
    /// <returns>False where nothing was changed, or something contradicts.</returns>
    public bool TryUndo(ReadOnlySpan<byte> received, Span<byte> sent, Span<int> places, out int length)
    {
        length = 0;
        if (received.IndexOf(_received) < 0 || (_foreign >= 0 && received.Contains((byte)_foreign)))
            return false;
        for (int at = 0; at < received.Length; length++)
        {
            places[length] = at;
            bool changed = received[at..].StartsWith(_received);
            if (!changed && _foreign < 0 && received[at] == _sent[0])
                return false;
            sent[length] = changed ? _sent[0] : received[at];
            at += changed ? _received.Length : 1;
        }
        places[length] = received.Length;
        return true;
    }
}
