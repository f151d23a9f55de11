using SmartMeter.Simulation.Homes;

namespace SmartMeter.Simulation.Telegrams;

/// <summary>How a meter's telegrams say what their numbers mean.</summary>
public enum ListKind
{
    /// <summary>Text: each line has its code and unit.</summary>
    Text,

    /// <summary>Each value comes with its OBIS code, scaler and unit.</summary>
    SelfDescribing,

    /// <summary>OBIS codes and values, without scaler or unit.</summary>
    Pairs,

    /// <summary>The list of objects first, then their values, without scaler or unit.</summary>
    ObjectList,

    /// <summary>Values alone: the position tells the code.</summary>
    Positions,
}

/// <summary>How a meter's telegrams are ciphered.</summary>
public enum Cipher
{
    None,

    /// <summary>Security suite 0: AES-128, encrypted, without a tag.</summary>
    Aes128,

    /// <summary>Security suite 0: AES-128-GCM, encrypted and authenticated.</summary>
    Aes128WithTag,

    /// <summary>Security suite 2: AES-256-GCM, encrypted and authenticated.</summary>
    Aes256WithTag,
}

/// <summary>A serial line: its pace follows from it.</summary>
/// <param name="Baud">Bits a second.</param>
/// <param name="Mode">Data bits, parity, stop bits: <c>8N1</c>, <c>8E1</c>, <c>7E1</c>.</param>
public sealed record SerialLine(int Baud, string Mode)
{
    /// <summary>How long one character takes: start bit, data bits, parity, stop bits.</summary>
    public TimeSpan Character =>
        TimeSpan.FromTicks(TimeSpan.TicksPerSecond * (1 + (Mode[0] - '0') + (Mode[1] == 'N' ? 0 : 1) + (Mode[2] - '0')) / Baud);

    public override string ToString() => $"{Baud} {Mode}";
}

/// <summary>The keys of a simulated meter. They are patterns, so that nobody takes them for real ones.</summary>
/// <param name="Encryption">16 bytes, or 32 for suite 2.</param>
/// <param name="Authentication">As long; null where the meter's frames carry no tag.</param>
public sealed record SimulatedKeys(byte[] Encryption, byte[]? Authentication);

/// <summary>A home of one's choice behind a meter. Two meters with the same one measure the same, second by second.</summary>
/// <param name="Kind">What it is full of.</param>
/// <param name="Seed">Tells two homes of a kind apart.</param>
public sealed record HomeBehind(HomeKind Kind, int Seed)
{
    /// <summary>It has the meter's phases and clock; a roof too where the meter's usual home has one, or the kind is one with a roof.</summary>
    internal HomeOptions Options(HomeOptions usual) => usual with { Kind = Kind, Solar = usual.Solar || Kind == HomeKind.Clouds };
}

/// <summary>A meter that sends: what it is, and its telegrams.</summary>
public abstract class SimulatedMeter
{
    /// <summary>The name for the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Maker, model and what is special, for people.</summary>
    public abstract string Description { get; }

    /// <summary>ISO 3166 codes of where it is found.</summary>
    public abstract string Countries { get; }

    /// <summary>How its telegrams are framed, as data.json names it: <c>p1</c>, <c>hdlc</c>.</summary>
    public abstract string Framing { get; }

    public abstract ListKind ListKind { get; }

    public virtual Cipher Cipher => Cipher.None;

    public abstract SerialLine Line { get; }

    /// <summary>The keys a reader needs; null for plain telegrams.</summary>
    public virtual SimulatedKeys? Keys => null;

    /// <summary>The wall clock of its stamps.</summary>
    public EuropeanClock Clock => Options.Clock ?? EuropeanClock.Central;

    /// <summary>False where the telegrams carry no checksum, so that damage cannot be told from values.</summary>
    public virtual bool Checksummed => true;

    private protected virtual HomeOptions Options => new();

    private protected virtual TimeSpan Interval => TimeSpan.FromSeconds(10);

    private protected abstract SimulatedTelegram Build(MeterMoment moment);

    /// <summary>
    /// The telegrams from <paramref name="start"/> on, without end. The same seed, start and home give the same bytes. The first telegram is the
    /// fullest one, whatever the hour, so that a reader sees the registers at once.
    /// </summary>
    /// <param name="seed">Tells two meters of one kind apart, and their homes.</param>
    /// <param name="start">When it is switched on.</param>
    /// <param name="behind">The home behind it; null: the meter's usual one, of the same seed.</param>
    public IEnumerable<SimulatedTelegram> Telegrams(int seed, DateTimeOffset start, HomeBehind? behind = null)
    {
        start = DateTimeOffset.FromUnixTimeSeconds(start.ToUnixTimeSeconds());
        Home home = behind is null ? new Home(Options, seed, start) : new Home(behind.Options(Options), behind.Seed, start);
        for (long number = 0; ; number++)
        {
            DateTimeOffset at = start + (Interval * number);
            home.AdvanceTo(at);
            yield return Build(new MeterMoment(home, seed, number, at));
        }
    }
}

/// <summary>What a meter builds one telegram from.</summary>
/// <param name="Home">The home as it is at <paramref name="At"/>.</param>
/// <param name="Seed">Tells two simulated meters of one kind apart.</param>
/// <param name="Number">The telegram's number, from 0.</param>
/// <param name="At">When it is sent.</param>
internal sealed record MeterMoment(Home Home, int Seed, long Number, DateTimeOffset At)
{
    /// <summary>A made-up serial number: a prefix, filled up to <paramref name="length"/> with the seed.</summary>
    public string Serial(string prefix, int length) =>
        prefix + ((uint)Seed % 100_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(length - prefix.Length, '0')[^(length - prefix.Length)..];

    /// <summary>The frame counter of a ciphered telegram: as a real meter's, it goes on where it stood when the meter was last switched on.</summary>
    public uint FrameCounter => (uint)(At.ToUnixTimeSeconds() - 1_700_000_000);

    /// <summary>True for the first telegram, and for the first after each full <paramref name="period"/> when they come every <paramref name="interval"/>.</summary>
    public bool FirstOf(TimeSpan period, TimeSpan interval) =>
        Number == 0 || At.UtcTicks / period.Ticks != (At - interval).UtcTicks / period.Ticks;
}
