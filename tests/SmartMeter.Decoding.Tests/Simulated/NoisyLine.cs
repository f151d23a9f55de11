using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation.Line;
using SmartMeter.Simulation.Telegrams;

namespace SmartMeter.Decoding.Tests.Simulated;

/// <summary>
/// Leads a damaged line through a decoder and checks what comes out while it comes: every reading against the telegram it was read from, and how often
/// each byte was told.
/// </summary>
internal sealed class NoisyLine : IDecoderSink
{
    private const int StretchesKept = 4000;
    private const byte Flag = 0x7E, InRejection = 1, InReading = 16;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _character;
    private readonly MeterDecoder _decoder;
    private readonly List<LineStretch> _recent = [];
    private readonly HashSet<long> _read = [];
    private readonly List<byte> _bytes = [];
    private readonly List<byte> _told = [];
    private DateTimeOffset _free = DateTimeOffset.MinValue;
    private (long From, long To) _lastRead;

    public NoisyLine(SimulatedMeter meter)
        : this(DecodedLine.OptionsFor(meter), meter.Line.Character)
    {
    }

    public NoisyLine(DecoderOptions options, TimeSpan character)
    {
        _character = character;
        _decoder = new MeterDecoder(options, this);
    }

    /// <summary>Telegrams that arrived as they were sent.</summary>
    public int Intact { get; private set; }

    /// <summary>Those of them that were read.</summary>
    public int Recovered { get; private set; }

    /// <summary>A length told at its start is all that says where a telegram ends: what follows a cut one may stand for its last octets.</summary>
    public bool CutMayBeRead { get; init; }

    /// <summary>The lines of a telegram stand each by itself: of a cut one those that came whole may be read, as they were sent.</summary>
    public bool PartMayBeRead { get; init; }

    /// <summary>Nothing vouches for the telegrams: one with a wrong bit may be read, wrong where the bit lies in a value.</summary>
    public bool FlippedMayBeRead { get; init; }

    /// <summary>Random bytes come with silence behind them, not on the heels of a telegram.</summary>
    public bool NoiseStandsApart { get; init; }

    public void Bring(LineStretch stretch)
    {
        if (NoiseStandsApart && _free > DateTimeOffset.MinValue)
            Rest();
        stretch = stretch with { At = stretch.At < _free ? _free : stretch.At };
        if (_free > DateTimeOffset.MinValue && stretch.At - _free >= Quiet)
            _decoder.Idle(_free + Quiet);
        if (_recent.Count == StretchesKept)
            _recent.RemoveRange(0, StretchesKept / 2);
        _recent.Add(stretch);
        _bytes.AddRange(stretch.Bytes);
        _told.AddRange(new byte[stretch.Bytes.Length]);
        Intact += stretch.IsIntactTelegram ? 1 : 0;
        _free = stretch.At + (_character * stretch.Bytes.Length);
        _decoder.Feed(stretch.Bytes, _free);
    }

    private void Rest()
    {
        _decoder.Idle(_free + Quiet);
        _decoder.Idle(_free += TimeSpan.FromSeconds(1));
    }

    public void End() => _decoder.End(_free.AddMinutes(1));

    // A reading belongs to the telegram that its middle lies in: at its ends, an HDLC flag may be shared. Whatever was read must be what was sent: a
    // damaged telegram may come out only where the damage hit nothing that its checksum covers.
    public void OnReading(Reading reading)
    {
        Tell(reading.Offset, reading.Bytes, InReading);
        _lastRead = (reading.Offset, reading.Offset + reading.Bytes);
        long middle = reading.Offset + (reading.Bytes / 2);
        LineStretch stretch = _recent.Last(candidate => candidate.Offset <= middle);
        Assert.True(stretch.Telegram is not null, $"a reading out of random bytes: {reading.Framing}, {reading.Bytes} bytes at {reading.Offset}");
        string? difference = Difference(stretch.Damage, stretch.Telegram, reading);
        Assert.True(
            difference is null,
            $"{difference}; {reading.Framing} reading {reading.Offset}+{reading.Bytes}, telegram {stretch.Offset}+{stretch.Bytes.Length} {stretch.Damage} at {stretch.DamagedAt}");
        Assert.True(_read.Add(stretch.Offset), $"two readings of one telegram at {stretch.Offset}");
        Recovered += stretch.IsIntactTelegram ? 1 : 0;
    }

    private string? Difference(Damage damage, SimulatedTelegram telegram, Reading reading) => damage switch
    {
        Damage.BitFlipped when FlippedMayBeRead => null,
        Damage.Cut when CutMayBeRead => null,
        Damage.Cut when PartMayBeRead => Expected.Untruth(telegram, reading),
        _ => Expected.Difference(telegram, reading),
    };

    public void OnRejected(Rejected rejected)
    {
        ReadOnlySpan<byte> sent = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes).Slice((int)rejected.Offset, rejected.Bytes.Length);
        Assert.True(sent.SequenceEqual(rejected.Bytes.Span), $"a rejection at {rejected.Offset} shows other bytes than came in");
        Tell(rejected.Offset, rejected.Bytes.Length, InRejection);
        if (rejected.Offset >= _lastRead.From && rejected.Offset < _lastRead.To)
            LeaveOut(rejected.Offset, rejected.Offset + rejected.Bytes.Length);
    }

    // A line that is refused within a frame that is read is no part of the reading, whose octets go on behind it.
    private void LeaveOut(long from, long to)
    {
        int within = (int)(Math.Min(to, _lastRead.To) - from);
        Tell(from, within, unchecked((byte)-InReading));
        long behind = Math.Max(to, _lastRead.To);
        Tell(behind, within, InReading);
        _lastRead = (_lastRead.From, behind + within);
    }

    public void AssertEachByteToldOnce()
    {
        for (int i = 0; i < _told.Count; i++)
            Assert.True(IsToldRightly(_told[i], _bytes[i]), $"byte {_bytes[i]:X2} at {i} lies in {_told[i] / InReading} readings and {_told[i] % InReading} rejections");
    }

    private void Tell(long offset, int length, byte where)
    {
        foreach (ref byte told in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_told).Slice((int)offset, length))
            told += where;
    }

    private static bool IsToldRightly(byte told, byte octet) => told switch
    {
        0 => IsSilence(octet),
        InReading or InRejection => true,
        _ => false,
    };

    // What may stand between frames without being told: HDLC's fill, and line ends, also with the parity bit of a line read with eight data bits.
    private static bool IsSilence(byte octet) => octet == Flag || (octet & 0x7F) is '\r' or '\n';
}
