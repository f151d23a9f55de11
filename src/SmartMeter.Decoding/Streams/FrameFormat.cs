using SmartMeter.Decoding.Readings;

namespace SmartMeter.Decoding.Streams;

/// <summary>
/// One way of marking frames in a byte stream. Knows where a frame of its kind starts, where it ends and whether it is sound;
/// knows nothing of what is inside, nor of other formats.
/// </summary>
internal abstract class FrameFormat
{
    /// <summary>The framing's name in data.json.</summary>
    public abstract string Framing { get; }

    /// <summary>What refuses its damaged frames: the framing itself, unless it has no mark but what it carries.</summary>
    public virtual RejectionLayer Layer => new(Framing);

    /// <summary>The octets a frame can start with.</summary>
    public abstract ReadOnlySpan<byte> StartOctets { get; }

    /// <summary>The octets that end frames whose length is not told at their start; none where it is told.</summary>
    public virtual ReadOnlySpan<byte> TriggerOctets => [];

    /// <summary>
    /// True where the frame has no checksum of its own: it then counts only when its payload bears it out, and gives way to any other frame.
    /// </summary>
    public virtual bool WithoutChecksum => false;

    /// <summary>What vouches for the octets of a frame that counts; its reader may know better.</summary>
    public virtual TelegramCheck Check => WithoutChecksum ? TelegramCheck.None : TelegramCheck.Crc16;

    /// <summary>True where its contents are octets of any value: what takes them for text on their way may change some.</summary>
    public virtual bool IsBinary => false;

    /// <summary>True where one checksum stands for its head and one for all of it.</summary>
    public virtual bool ChecksHeadAndFrame => false;

    /// <summary>True where a frame can only start with a burst and end with it, for want of any mark.</summary>
    public virtual bool WholeBurst => false;

    /// <summary>True where a frame's last octet may be the first of the next (the flag of HDLC).</summary>
    public virtual bool SharesLastOctet => false;

    /// <summary>True where a frame may hold further starts of its own format (a request before the answer): what they tell of damage is the frame's.</summary>
    public virtual bool StartsNest => false;

    /// <summary>True for octets that stand around frames of this format and mean nothing (flags, line ends).</summary>
    public virtual bool IsFill(byte octet) => false;

    /// <summary>How many unfinished starts are followed at a time, once more than their first octet is known; the oldest goes first.</summary>
    public virtual int MaxCandidates => 64;

    /// <summary>The longest frame of this format, in octets.</summary>
    public abstract int MaxLength { get; }

    /// <summary>
    /// Looks at the bytes from a start octet on. Must give the same answer for the same bytes, whenever it is asked.
    /// </summary>
    /// <param name="bytes">From the candidate's first octet to the last one received.</param>
    /// <param name="seen">What the last look told as <see cref="FrameMatch.Seen"/>: a start that is looked at often is not read anew each time.</param>
    /// <param name="ended">The burst or stream is over: nothing more will come.</param>
    public abstract FrameMatch Match(ReadOnlySpan<byte> bytes, int seen, bool ended);

    /// <summary>The first look at these bytes.</summary>
    public FrameMatch Match(ReadOnlySpan<byte> bytes, bool ended) => Match(bytes, seen: 0, ended);
}
