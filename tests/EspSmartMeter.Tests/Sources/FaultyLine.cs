using EspSmartMeter.Languages;
using EspSmartMeter.Options;
using EspSmartMeter.Sources;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation.Telegrams;
using SerialLine = SmartMeter.Simulation.Telegrams.SerialLine;

namespace EspSmartMeter.Tests.Sources;

/// <summary>Something that arrives at once: a telegram, or what a fault made of it.</summary>
/// <param name="At">When its first byte comes.</param>
/// <param name="Bytes">All of it.</param>
internal sealed record Burst(DateTimeOffset At, byte[] Bytes)
{
    /// <summary>A bit of each forty octets turned over.</summary>
    public Burst WithFlippedBits(int seed)
    {
        byte[] flipped = [.. Bytes];
        for (int at = 0; at < flipped.Length; at += 40)
            flipped[(at + (7 * seed)) % flipped.Length] ^= (byte)(1 << ((seed + at) % 8));
        return this with { Bytes = flipped };
    }
}

/// <summary>
/// A source in virtual time, from the bytes to the sentence that its owner reads: bursts come off the line at its pace, and each second it is looked at, as the page
/// and the Problem entity do.
/// </summary>
internal sealed class FaultyLine : ISourceReceiver
{
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 11, 0, 3, TimeSpan.Zero);

    private readonly Source _source = new(new SourceOptions(null, new Uri("tcp://emeter.local:8088"), KeyRing.Empty));
    private readonly DecodingReceiver _receiver;
    private readonly SerialLine _line;
    private DateTimeOffset _now = Start;

    public FaultyLine(SerialLine line, SimulatedKeys? keys = null)
    {
        KeyRing ring = keys is null ? KeyRing.Empty : new KeyRing(new MeterKeys(keys.Encryption, keys.Authentication));
        _line = line;
        _receiver = new DecodingReceiver(_source, new DecoderOptions { Keys = ring, Live = true, FrameCounters = _source.FrameCounters }, this, () => 1);
        _source.Statistics.LinkIs(LinkState.Connected, Start, Sentence.Of("link.connected"));
    }

    /// <summary>Each sentence when it was first said, and after how many bursts.</summary>
    public List<(string Key, TimeSpan After, int Bursts)> Said { get; } = [];

    public int Readings { get; private set; }

    private int Bursts { get; set; }

    public FaultyLine Run(IEnumerable<Burst> bursts, TimeSpan duration)
    {
        DateTimeOffset end = Start + duration;
        foreach (Burst burst in bursts.TakeWhile(burst => burst.At < end))
        {
            WaitUntil(burst.At);
            Arrive(burst.Bytes);
        }
        WaitUntil(end);
        return this;
    }

    public void OnLine(Source line)
    {
    }

    public void OnReading(Source source, Reading reading) => Readings++;

    public void OnRejected(Source source, Rejected rejected, DateTimeOffset at)
    {
    }

    public void OnIdle(Source source, DateTimeOffset now)
    {
    }

    public void OnLink(Source source)
    {
    }

    private void Arrive(byte[] bytes)
    {
        if (bytes.Length == 0)
            return;
        Bursts++;
        _now += _line.Character * bytes.Length;
        _source.Statistics.Received(bytes.Length, _now);
        _receiver.Feed(bytes, _now);
        _now += TimeSpan.FromMilliseconds(150);
        _receiver.Idle(_now);
        Look();
    }

    private void WaitUntil(DateTimeOffset at)
    {
        while (_now < at)
        {
            DateTimeOffset next = _now + TimeSpan.FromSeconds(1);
            _now = next < at ? next : at;
            _receiver.Idle(_now);
            Look();
        }
    }

    private void Look()
    {
        if (Diagnosis.Of(_source, _now) is Sentence sentence && Said.TrueForAll(said => said.Key != sentence.Key))
            Said.Add((sentence.Key, _now - Start, Bursts));
    }
}
