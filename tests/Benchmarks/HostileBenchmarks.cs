using System.Text;
using BenchmarkDotNet.Attributes;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Readings;
using SmartMeter.Decoding.Streams.Checksums;

namespace Benchmarks;

/// <summary>A stream that is made to be hard, through the decoder: the time that one of its bytes costs.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class HostileBenchmarks : IDecoderSink
{
    private const int Length = 1 << 20;

    private readonly byte[] _stream = new byte[Length];
    private MeterDecoder _decoder = null!;

    [Params("noise", "slash-and-noise", "slashes", "flags", "hdlc-heads", "mbus-heads", "sml-starts", "ciphered-heads", "bangs-behind-stx", "first-blocks")]
    public string Stream { get; set; } = "";

    public long Rejections { get; private set; }

    [GlobalSetup]
    public void Setup()
    {
        new Random(1).NextBytes(_stream);
        byte[] repeated = Stream switch
        {
            "noise" or "slash-and-noise" => [],
            "slashes" => [(byte)'/'],
            "flags" => [0x7E],
            "hdlc-heads" => Checked([0x7E, 0xA7, 0xFF, 0x03, 0x03, 0x13]),
            "mbus-heads" => [0x68, 0xFA, 0xFA, 0x68, 0x53, 0xFF, 0x00, 0x01, 0x67, 0x0F],
            "sml-starts" => [0x1B, 0x1B, 0x1B, 0x1B, 0x01, 0x01, 0x01, 0x01],
            "ciphered-heads" => [0xDB, 0x08, .. "TST"u8, 0, 0, 0, 0, 1, 0x82, 0x30, 0x00, 0x30],
            "bangs-behind-stx" => [(byte)'!'],
            "first-blocks" => [.. Checked([.. Checked([0x7E, 0xA0, 0x17, 0x03, 0x03, 0x13]), 0xE6, 0xE7, 0x00, 0xE0, 0x40, 0, 1, 0, 0, 4, 1, 2, 3, 4]), 0x7E],
            _ => throw new InvalidOperationException($"There is no stream {Stream}."),
        };
        for (int i = 0; repeated.Length > 0 && i < Length; i++)
            _stream[i] = repeated[i % repeated.Length];
        byte[] first = Stream switch { "slash-and-noise" => [(byte)'/'], "bangs-behind-stx" => Encoding.ASCII.GetBytes("\u0002F.F(0)"), _ => [] };
        first.CopyTo(_stream, 0);
        _decoder = new MeterDecoder(new DecoderOptions(), this);
    }

    [Benchmark(OperationsPerInvoke = Length)]
    public long Refuse()
    {
        _decoder.Feed(_stream, DateTimeOffset.UnixEpoch);
        return Rejections;
    }

    public void OnReading(Reading reading) => throw new InvalidOperationException("A reading out of a hostile stream.");

    public void OnRejected(Rejected rejected) => Rejections++;

    // Behind the flag: the check of all before it.
    private static byte[] Checked(byte[] octets)
    {
        ushort crc = Crc16X25.Compute(octets.AsSpan(1));
        return [.. octets, (byte)crc, (byte)(crc >> 8)];
    }
}
