namespace SmartMeter.Decoding.Streams;

/// <summary>
/// Looks for frames in what the plain reading refused, as if a gateway had changed octets (<see cref="OctetChange"/>): one way for the whole stream.
/// A frame whose length and two checks fit so, and each changed octet in it, is believed at once; any other only once that way has explained five
/// frames in a row. The first frame that fits plainly, and could not have come so, ends it.
/// </summary>
/// <param name="formats">The formats that have checksums and binary contents.</param>
internal sealed class ChangedFrames(FrameFormat[] formats)
{
    /// <summary>So many frames in a row, and the way is adopted.</summary>
    public const int FramesToAdopt = 5;

    // Starts whose end has to be looked for: more of them in a stretch are noise.
    private const int MostSearches = 16;

    private byte[] _sent = [];
    private int[] _places = [];
    private OctetChange? _suspected;
    private int _inARow;

    /// <summary>A frame as it was sent, and where it lies among the octets received.</summary>
    public readonly ref struct Found(FrameFormat format, ReadOnlySpan<byte> frame, int from, int to)
    {
        public FrameFormat Format { get; } = format;

        public ReadOnlySpan<byte> Frame { get; } = frame;

        public int From { get; } = from;

        public int To { get; } = to;
    }

    /// <summary>The way that explains this stream; null: none.</summary>
    public OctetChange? Adopted => _inARow >= FramesToAdopt ? _suspected : null;

    /// <summary>The first frame in a refused stretch that reads so.</summary>
    public bool TryFind(ReadOnlySpan<byte> refused, out Found found)
    {
        found = default;
        MakeRoom(refused.Length);
        foreach (OctetChange change in OctetChange.All)
        {
            if ((Adopted is OctetChange adopted && change != adopted) || !change.TryUndo(refused, _sent, _places, out int length))
                continue;
            if (TryFind(change, _sent.AsSpan(0, length), out found))
                return true;
        }
        return false;
    }

    /// <summary>A frame came plainly.</summary>
    public void Plain(ReadOnlySpan<byte> frame)
    {
        if (_suspected?.IsContradictedBy(frame) == true)
            (_suspected, _inARow) = (null, 0);
    }

    private bool TryFind(OctetChange change, ReadOnlySpan<byte> sent, out Found found)
    {
        found = default;
        int searches = 0;
        for (int at = 0; at < sent.Length; at++)
        {
            foreach (FrameFormat format in formats)
            {
                if (!format.StartOctets.Contains(sent[at]) || (!format.TriggerOctets.IsEmpty && ++searches > MostSearches))
                    continue;
                FrameMatch match = format.Match(sent[at..], ended: true);
                int from = _places[at], to = match.Kind == MatchKind.Complete ? _places[at + match.Length] : from;
                // Where nothing was changed the plain reading would have had it.
                if (to - from == match.Length && change.IsTelling || to == from)
                    continue;
                Note(change);
                at += match.Length - 1;
                if (Adopted is null && !(change.IsTelling && format.ChecksHeadAndFrame))
                    break;
                found = new Found(format, sent.Slice(at + 1 - match.Length, match.Length), from, to);
                return true;
            }
        }
        return false;
    }

    private void Note(OctetChange change)
    {
        _inARow = _suspected == change ? Math.Min(_inARow + 1, FramesToAdopt) : 1;
        _suspected = change;
    }

    private void MakeRoom(int octets)
    {
        if (_sent.Length >= octets)
            return;
        _sent = new byte[octets * 2];
        _places = new int[(octets * 2) + 1];
    }
}
