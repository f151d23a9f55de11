using System.Text;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Tests.Protocols.Hdlc;

namespace SmartMeter.Decoding.Tests.Streams;

/// <summary>
/// Streams that are made to be hard: of frame starts that never end, or of ends that end nothing. Whatever comes, an octet is looked at a bounded number
/// of times, memory does not grow, and each octet is told once or is silence. How long it takes is measured in the benchmarks.
/// </summary>
public class HostileStreamTests
{
    private const int Length = 1 << 20, LooksAtAnOctet = 64;
    private const long FixedMemory = 512 * 1024, MemoryOfARejection = 400;

    private sealed class Tally : IDecoderSink
    {
        public long Told { get; private set; }

        public long Rejections { get; private set; }

        public void OnReading(Reading reading) => Told += reading.Bytes;

        public void OnRejected(Rejected rejected)
        {
            Told += rejected.Bytes.Length;
            Rejections++;
        }
    }

    private static byte[] Broken(byte[] frame)
    {
        frame[^2] ^= 1;
        return frame;
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Many(int count, byte[] part) => [.. Enumerable.Repeat(part, count).SelectMany(octets => octets)];

    private static readonly byte[] HdlcHead = HdlcWire.Frame(new byte[2030])[..9], FalseHead = [0x7E, 0xA0, 0x30, 0x03, 0x03, 0x13, 0x00, 0x00];
    private static readonly byte[] SmlStart = [0x1B, 0x1B, 0x1B, 0x1B, 0x01, 0x01, 0x01, 0x01];
    private static readonly byte[] Block = [0xE6, 0xE7, 0x00, 0xE0, 0x40, 0x00, 0x01, 0x00, 0x00, 0x04, 1, 2, 3, 4];

    // What a stream begins with, and what it then repeats; null: random octets.
    private static readonly Dictionary<string, (byte[] First, byte[]? Then)> Streams = new()
    {
        ["noise"] = ([], null),
        ["'/' and noise"] = ([(byte)'/'], null),
        ["'/' alone"] = ([], [(byte)'/']),
        ["'!' behind a '/'"] = (Latin1("/ABC5x\r\n\r\n"), [(byte)'!']),
        ["false CRCs behind a '/'"] = ([(byte)'/'], Latin1("!0000\r\n")),
        ["P1 heads and '!'"] = ([], Latin1("/ABC5\r\n!")),
        ["P1 with false CRCs"] = ([], Latin1("/ABC5x!0000\r\n")),
        ["flags"] = ([], [0x7E]),
        ["HDLC heads without check"] = ([], [0x7E, 0xA7, 0xFF]),
        ["HDLC heads with their check"] = ([], HdlcHead),
        ["HDLC heads far apart"] = ([], [.. HdlcHead, .. new byte[60]]),
        ["HDLC heads with a false check"] = ([], FalseHead),
        ["HDLC frames with a false check"] = ([], Broken(HdlcWire.Frame([1, 2, 3, 4]))),
        ["HDLC of all kinds"] = ([], [.. Broken(HdlcWire.Frame([1, 2, 3, 4])), .. Many(60, FalseHead), .. HdlcHead]),
        ["HDLC without a push"] = ([], HdlcWire.Frame([0xE6, 0xE7, 0x00, 1, 2, 3])),
        ["first segments"] = ([], HdlcWire.Frame([0xE6, 0xE7, 0x00, 1, 2, 3], segmented: true)),
        ["first blocks"] = ([], HdlcWire.Frame(Block)),
        ["first blocks with a damaged one between"] = ([], [.. HdlcWire.Frame(Block), .. Broken(HdlcWire.Frame(Block))]),
        ["68 alone"] = ([], [0x68]),
        ["M-Bus heads"] = ([], [0x68, 0xFA, 0xFA, 0x68, 0x53, 0xFF, 0x00, 0x01, 0x67, 0x0F]),
        ["M-Bus frames with a false check"] = ([], [0x68, 0x07, 0x07, 0x68, 0x53, 0xFF, 0x11, 0x01, 0x67, 1, 2, 0, 0x16]),
        ["1B alone"] = ([], [0x1B]),
        ["SML starts"] = ([], SmlStart),
        ["1A behind an SML start"] = (SmlStart, [0x1A]),
        ["escapes behind an SML start"] = (SmlStart, [0x1B, 0x1B, 0x1B, 0x1B, 0x1B, 0x1B, 0x1B, 0x1B, 0x1A]),
        ["SML with false CRCs"] = ([], [.. SmlStart, 0x1B, 0x1B, 0x1B, 0x1B, 0x1A, 0, 0, 0]),
        ["zeros"] = ([], [0]),
        ["wrapper heads"] = ([], [0x00, 0x01, 0x00, 0x01, 0x00, 0x01, 0x1F, 0xFF, 0x0F]),
        ["wrapped nonsense"] = ([], [0x00, 0x01, 0x00, 0x01, 0x00, 0x01, 0x00, 0x09, 0x0F, 0, 0, 0, 0, 0, 0, 1, 5]),
        ["ciphered heads"] = ([], [0xDB, 0x08, .. "TST"u8, 0, 0, 0, 0, 1, 0x82, 0x30, 0x00, 0x30]),
        ["ciphered nonsense"] = ([], [0xDB, 0x08, .. "TST"u8, 0, 0, 0, 0, 1, 0x1E, 0x30, .. new byte[29]]),
        ["0F alone"] = ([], [0x0F]),
        ["LLC heads"] = ([], [0xE6, 0xE7, 0x00, 0x0F]),
        ["STX alone"] = ([], [0x02]),
        ["data sets behind STX"] = ([], Latin1("\u0002F.F(0)")),
        ["'!' behind STX"] = (Latin1("\u0002F.F(0)"), [(byte)'!']),
        ["line ends behind STX"] = (Latin1("\u0002F.F(0)"), [(byte)'\r']),
        ["'!' in values behind STX"] = (Latin1("\u0002F.F(0)"), Latin1("1.8.0(1)!x\r\n")),
        ["requests"] = ([], Latin1("/?!\r\n")),
        ["programming heads"] = ([], Latin1("\u0001P0\u0002")),
        ["text behind a programming head"] = ([], Latin1("\u0001P0\u0002" + new string('x', 300))),
    };

    public static TheoryData<string> Names => [.. Streams.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_octet_costs_a_bounded_number_of_looks_and_no_memory(string name)
    {
        byte[] stream = Stream(name);
        Tally tally = new();
        MeterDecoder decoder = new(new DecoderOptions { Keys = new KeyRing(new MeterKeys(new byte[16], null)) }, tally);
        decoder.Feed(stream.AsSpan(0, Length / 8), Decoded.Noon);

        long memory = GC.GetAllocatedBytesForCurrentThread(), rejections = tally.Rejections, told = tally.Told;
        for (int at = Length / 8; at < Length; at += 4096)
            decoder.Feed(stream.AsSpan(at, 4096), Decoded.Noon);
        memory = GC.GetAllocatedBytesForCurrentThread() - memory;

        Assert.InRange(decoder.LookedAt, 0, (long)Length * LooksAtAnOctet);
        // All that is told is a copy for the sink; nothing beside it grows with the stream.
        Assert.InRange(memory, 0, FixedMemory + tally.Told - told + ((tally.Rejections - rejections) * MemoryOfARejection));

        decoder.End(Decoded.Noon);
        long fill = stream.LongCount(octet => octet is 0x7E or (byte)'\r' or (byte)'\n');
        Assert.InRange(tally.Told, Length - fill, Length);
    }

    private static byte[] Stream(string name)
    {
        (byte[] first, byte[]? then) = Streams[name];
        byte[] stream = new byte[Length];
        new Random(1).NextBytes(stream);
        for (int i = 0; then is not null && i < stream.Length; i++)
            stream[i] = then[i % then.Length];
        first.CopyTo(stream, 0);
        return stream;
    }
}
