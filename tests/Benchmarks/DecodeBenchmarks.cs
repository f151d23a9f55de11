using BenchmarkDotNet.Attributes;
using SmartMeter.Decoding;
using SmartMeter.Decoding.Apdus.Ciphering;
using SmartMeter.Decoding.Readings;
using SmartMeter.Simulation;
using SmartMeter.Simulation.Telegrams;

namespace Benchmarks;

/// <summary>A hundred telegrams of one meter through the decoder: time and memory.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class DecodeBenchmarks : IDecoderSink
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private byte[] _stream = [];
    private MeterDecoder _decoder = null!;

    [Params("dsmr5-gas", "aidon-3phase", "kaifa", "kamstrup", "kamstrup-denmark", "landis-e450-switzerland", "sml-emh")]
    public string Meter { get; set; } = "";

    public int Readings { get; private set; }

    [GlobalSetup]
    public void Setup()
    {
        SimulatedMeter meter = SimulatedMeters.Find(Meter) ?? throw new InvalidOperationException($"There is no simulated meter {Meter}.");
        _stream = [.. meter.Telegrams(1, Start).Take(100).SelectMany(telegram => telegram.Bytes)];
        KeyRing keys = meter.Keys is SimulatedKeys known
            ? new KeyRing(new MeterKeys(known.Encryption, known.Authentication is null ? null : (ReadOnlyMemory<byte>?)known.Authentication))
            : KeyRing.Empty;
        _decoder = new MeterDecoder(new DecoderOptions { Keys = keys }, this);
    }

    [Benchmark(OperationsPerInvoke = 100)]
    public int Decode()
    {
        _decoder.Feed(_stream, Start);
        return Readings;
    }

    public void OnReading(Reading reading) => Readings++;

    public void OnRejected(Rejected rejected) => throw new InvalidOperationException($"{rejected.Layer} {rejected.Reason}");
}
