using SmartMeter.Decoding.Obis;

namespace SmartMeter.Decoding.Readings;

/// <summary>
/// One telegram's content. The decoder reuses the instance: it is valid during <see cref="IDecoderSink.OnReading"/>, and
/// <see cref="Copy"/> makes one to keep.
/// </summary>
public sealed class Reading
{
    private Measurement[] _measurements = new Measurement[128];
    private int _count;
    private string[] _unread = new string[MaxUnread];
    private int _unreadCount;
    private KeyValuePair<string, string>[] _labels = new KeyValuePair<string, string>[MaxLabels];
    private int _labelCount;

    /// <summary>The meter's own serial or equipment id; null where the telegram carries none.</summary>
    public string? MeterId { get; set; }

    public string? Manufacturer { get; set; }

    public string? Model { get; set; }

    /// <summary>The telegram's own clock; null where it carries none.</summary>
    public MeterTime? Timestamp { get; set; }

    /// <summary>When the telegram's last byte came in.</summary>
    public DateTimeOffset Received { get; set; }

    /// <summary>How the telegram's bytes were framed, as data.json names it: <c>p1</c>, <c>hdlc</c>; one of <see cref="MeterDecoder.Framings"/>.</summary>
    public string Framing { get; set; } = "";

    /// <summary>How the values were written inside the frame, as data.json names it: <c>p1</c>, <c>dlms</c>, <c>sml</c>, <c>iec62056-21</c>.</summary>
    public string Encoding { get; set; } = "";

    /// <summary>The name of the list the payload was read by: as the meter says it, or of the table that fits.</summary>
    public string? List { get; set; }

    /// <summary>
    /// True where other lists of the same meter carry its id: a telegram without one then waits for the first that has it.
    /// </summary>
    public bool IdComesInOtherLists { get; set; }

    public bool Encrypted { get; set; }

    /// <summary>False where a ciphered telegram's tag was absent or could not be verified (no authentication key); true otherwise.</summary>
    public bool Authenticated { get; set; }

    /// <summary>The frame counter (invocation counter) of a ciphered telegram.</summary>
    public uint? FrameCounter { get; set; }

    /// <summary>What proves its octets: the checksum of its frames, or the verified tag of its cipher.</summary>
    public TelegramCheck Check { get; set; }

    /// <summary>Where the telegram's first byte lies in the stream, from 0.</summary>
    public long Offset { get; set; }

    /// <summary>How many bytes it has from its first to its last: all but those between that were refused, or are traffic of the link.</summary>
    public int Bytes { get; set; }

    /// <summary>
    /// Of a P1 telegram its text, from '/' to before its '!', deciphered and without parity; empty for all others. It lies in the decoder's own memory: like the
    /// reading it is valid during the call.
    /// </summary>
    public ReadOnlyMemory<byte> Text { get; set; }

    public ReadOnlySpan<Measurement> Measurements => _measurements.AsSpan(0, _count);

    /// <summary>The largest number of values one telegram can bring; more is refused as malformed.</summary>
    public const int MaxMeasurements = 1024;

    /// <summary>Adds a value; false when the telegram has more than <see cref="MaxMeasurements"/>.</summary>
    public bool Add(in Measurement measurement)
    {
        if (_count == _measurements.Length)
        {
            if (_count == MaxMeasurements)
                return false;
            Array.Resize(ref _measurements, _count * 2);
        }
        _measurements[_count++] = measurement;
        return true;
    }

    /// <summary>Replaces the value at <paramref name="index"/>, once a later line of the telegram tells more about it.</summary>
    public void Replace(int index, in Measurement measurement) => _measurements[index] = measurement;

    /// <summary>Puts values behind all others, in their order.</summary>
    public void MoveToEnd(int start, int count)
    {
        Span<Measurement> tail = _measurements.AsSpan(start, _count - start);
        tail[..count].Reverse();
        tail[count..].Reverse();
        tail.Reverse();
    }

    /// <summary>The lines of a text telegram that are no data set, though its checksum fits; as many as <see cref="MaxUnread"/>.</summary>
    public ReadOnlySpan<string> Unread => _unread.AsSpan(0, _unreadCount);

    /// <summary>What no OBIS code says, under the meter's own labels (TIC), as it was sent.</summary>
    public ReadOnlySpan<KeyValuePair<string, string>> Labels => _labels.AsSpan(0, _labelCount);

    /// <summary>Keeps what stands under a label; as many as <see cref="MaxLabels"/>.</summary>
    public void AddLabel(string label, string text)
    {
        if (_labelCount < MaxLabels)
            _labels[_labelCount++] = new(label, text);
    }

    /// <summary>So many labels are kept.</summary>
    public const int MaxLabels = 64;

    /// <summary>So many unread lines are kept.</summary>
    public const int MaxUnread = 16;

    public bool IsUnreadFull => _unreadCount == MaxUnread;

    /// <summary>Keeps a line that is no data set.</summary>
    public void AddUnread(string line)
    {
        if (!IsUnreadFull)
            _unread[_unreadCount++] = line;
    }

    /// <summary>The first value under this code.</summary>
    public bool TryFind(ObisCode code, out Measurement measurement)
    {
        foreach (ref readonly Measurement candidate in Measurements)
        {
            if (candidate.Code == code)
            {
                measurement = candidate;
                return true;
            }
        }
        measurement = default;
        return false;
    }

    public void Clear()
    {
        _count = _unreadCount = _labelCount = 0;
        MeterId = Manufacturer = Model = List = null;
        Timestamp = null;
        Text = default;
        FrameCounter = null;
        Encrypted = IdComesInOtherLists = false;
        Authenticated = true;
        Check = TelegramCheck.None;
        Received = default;
        Framing = Encoding = "";
        Offset = 0;
        Bytes = 0;
    }

    /// <summary>A copy that outlives the callback.</summary>
    public Reading Copy()
    {
        Reading copy = (Reading)MemberwiseClone();
        copy._measurements = Measurements.ToArray();
        copy._unread = [.. _unread];
        copy._labels = [.. _labels];
        copy.Text = Text.ToArray();
        return copy;
    }
}
