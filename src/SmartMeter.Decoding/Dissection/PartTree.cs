namespace SmartMeter.Decoding.Dissection;

/// <summary>Takes the parts of one frame, in the order of its octets. A part that the octets end before is as long as they are, and has a fault.</summary>
internal sealed class PartTree
{
    private const string Missing = "the octets end here";

    private readonly List<DissectedOctets> _octets = [];
    private readonly Stack<int> _shown = new();
    private readonly Stack<Open> _open = new();
    private readonly List<DissectedPart> _roots = [];

    public PartTree(ReadOnlySpan<byte> frame) => BeginOctets("frame", frame);

    public IReadOnlyList<DissectedOctets> Octets => _octets;

    public IReadOnlyList<DissectedPart> Parts => _roots;

    /// <summary>The octets that the next parts stand in.</summary>
    public ReadOnlySpan<byte> Bytes => _octets[_shown.Peek()].Bytes.Span;

    /// <summary>What comes until <see cref="EndOctets"/> stands in octets of its own.</summary>
    public void BeginOctets(string name, ReadOnlySpan<byte> octets)
    {
        _octets.Add(new DissectedOctets(name, octets.ToArray()));
        _shown.Push(_octets.Count - 1);
    }

    public void EndOctets() => _shown.Pop();

    /// <summary>What comes until <see cref="End"/> is within this part.</summary>
    public void Begin(string name, int start, string? text = null) => _open.Push(new Open(name, start, text));

    /// <param name="end">Where the part that was begun last ends.</param>
    /// <param name="fault">What is wrong with it.</param>
    public void End(int end, string? fault = null)
    {
        Open part = _open.Pop();
        Put(Made(part.Name, part.Start, end - part.Start, part.Text, fault, part.Parts));
    }

    public void Add(string name, int start, int length, string? text = null, string? fault = null) => Put(Made(name, start, length, text, fault, []));

    /// <summary>A checksum: what it says, and what it should.</summary>
    public void AddCheck(string name, int start, int length, bool fits, string expected) =>
        Add(name, start, length, text: fits ? "fits" : null, fault: fits ? null : $"does not fit: {expected} was expected");

    private DissectedPart Made(string name, int start, int length, string? text, string? fault, IReadOnlyList<DissectedPart> parts)
    {
        int at = Math.Clamp(start, 0, Bytes.Length), count = Math.Clamp(length, 0, Bytes.Length - at);
        return new DissectedPart(name, _shown.Peek(), at, count, text, fault ?? (count < length ? Missing : null), parts);
    }

    private void Put(DissectedPart part)
    {
        if (_open.TryPeek(out Open? within))
            within.Parts.Add(part);
        else
            _roots.Add(part);
    }

    private sealed record Open(string Name, int Start, string? Text)
    {
        public List<DissectedPart> Parts { get; } = [];
    }
}
