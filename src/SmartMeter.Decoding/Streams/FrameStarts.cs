using System.Buffers;

namespace SmartMeter.Decoding.Streams;

/// <summary>
/// Which formats a frame may have that starts with two given octets. Most octets that can start a frame start none, and the octet behind
/// them says so.
/// </summary>
internal sealed class FrameStarts
{
    private readonly Start[][] _byFirst = new Start[256][];
    private readonly bool[] _triggers = new bool[256];

    private readonly record struct Start(FrameFormat Format, bool[] Second);

    public FrameStarts(IEnumerable<FrameFormat> formats)
    {
        Array.Fill(_byFirst, []);
        HashSet<byte> marks = [];
        foreach (FrameFormat format in formats)
        {
            foreach (byte trigger in format.TriggerOctets)
            {
                marks.Add(trigger);
                _triggers[trigger] = true;
            }
            if (format.WholeBurst)
                continue;
            foreach (byte first in format.StartOctets)
            {
                marks.Add(first);
                _byFirst[first] = [.. _byFirst[first], new Start(format, SecondOctets(format, first))];
            }
        }
        Marks = SearchValues.Create([.. marks]);
    }

    /// <summary>The octets that start or end a frame: all others can be passed over.</summary>
    public SearchValues<byte> Marks { get; }

    public bool IsTrigger(byte octet) => _triggers[octet];

    /// <summary>Follows what may start at <paramref name="at"/>; false where nothing may.</summary>
    /// <param name="known">The octet there and the one behind it, if that has come: then starts that it rules out are not followed.</param>
    /// <param name="at">Its place in the stream.</param>
    /// <param name="candidates">Takes them.</param>
    public bool Follow(ReadOnlySpan<byte> known, long at, CandidateList candidates)
    {
        bool any = false;
        foreach (Start start in _byFirst[known[0]])
        {
            if (known.Length == 1 || start.Second[known[1]])
            {
                candidates.Add(start.Format, at);
                any = true;
            }
        }
        return any;
    }

    private static bool[] SecondOctets(FrameFormat format, byte first)
    {
        bool[] fits = new bool[256];
        for (int second = 0; second < fits.Length; second++)
            fits[second] = format.Match([first, (byte)second], ended: false).Kind != MatchKind.None;
        return fits;
    }
}
